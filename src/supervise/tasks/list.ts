// The task of `list`: what one file is, in the words of the list. One at a time, so that a file that ends the thread takes no
// other along.

import { shownPath } from '../../base/shown-path.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { describeDomain } from '../../language/domain.ts';
import { type LoadedModel, type LoadedSpec, loadFile } from '../../load/load-model.ts';
import type { ListedFile, ListedModel, ListedSpec } from '../../outcome/listing.ts';

export async function list({ file }: { readonly file: string }): Promise<ListedFile> {
  const loaded = await loadFile(file);
  return loaded.type === 'spec'
    ? { type: 'spec', spec: listedSpec(loaded) }
    : { type: 'model', model: listedModel(loaded) };
}

function listedSpec({ spec, path }: LoadedSpec): ListedSpec {
  return {
    model: spec.model.name,
    file: shownPath(path),
    seed: spec.seed,
    rows: Array.isArray(spec.rows) ? spec.rows.length : 0,
  };
}

function listedModel({ model, path }: LoadedModel): ListedModel {
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
    rows: 0,
  };
}
