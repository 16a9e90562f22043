// The task of `list`: what there is to check. A file that cannot be loaded is listed with its
// trouble, so that it does not hide the others.

import { shownPath } from '../../base/shown-path.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { describeDomain } from '../../language/domain.ts';
import { projectFiles, someFiles } from '../../load/find-spec.ts';
import { type LoadedModel, type LoadedSpec, loadFile } from '../../load/load-model.ts';
import type { ListedModel, Listing } from '../../outcome/listing.ts';
import { toWire } from '../wire-error.ts';

export async function list(_input: Record<never, never>): Promise<Listing> {
  const models: ListedModel[] = [];
  const specs = new Map<string, LoadedSpec>();
  const broken: Listing['broken'][number][] = [];
  // The specs first: a model is listed with its own.
  for (const file of [...projectFiles('specs'), ...someFiles('models')].map(shownPath)) {
    try {
      const loaded = await loadFile(file);
      if (loaded.type === 'spec') specs.set(loaded.spec.model.name, loaded);
      else models.push(listed(loaded, specs.get(loaded.model.name)));
    } catch (error) {
      broken.push({ file, message: toWire(error).message });
    }
  }
  return { models, broken };
}

function listed({ model, path }: LoadedModel, spec: LoadedSpec | undefined): ListedModel {
  const defaults = resolveParameters(model, {});
  return {
    name: model.name,
    file: shownPath(path),
    about: model.about,
    parameters: Object.entries(model.parameters).map(([name, domain]) => ({
      name,
      values: describeDomain(domain),
      default: defaults[name],
      ...(domain.about === undefined ? {} : { about: domain.about }),
    })),
    ...(spec === undefined ? {} : { spec: shownPath(spec.path), seed: spec.spec.seed }),
    rows: Array.isArray(spec?.spec.rows) ? spec.spec.rows.length : 0,
  };
}
