// The task of `list`: what one file is, in the words of the list. One at a time, so that a file that ends the thread takes no
// other along.

import { shownPath } from '../../base/shown-path.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { describeDomain } from '../../language/domain.ts';
import { type LoadedModel, type LoadedSpec, loadFile } from '../../load/load-model.ts';
import { groupOf } from '../../load/project-files.ts';
import type { ListedFile, ListedModel, ListedSpec } from '../../outcome/listing.ts';
import { type SpecDefinition, type SpecRow, verdictOf } from '../../spec/spec.ts';

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
    rows: rowsOf(spec).length,
    properties: verdictsOf(rowsOf(spec)),
  };
}

/** A spec that is not finished may have none. */
function rowsOf({ rows }: SpecDefinition): readonly SpecRow[] {
  return Array.isArray(rows) ? rows : [];
}

function verdictsOf(rows: readonly SpecRow[]): ListedSpec['properties'] {
  const found = new Map<string, Set<string>>();
  for (const { expect = {} } of rows) {
    for (const [property, expected] of Object.entries(expect)) {
      const verdicts = found.get(property) ?? new Set();
      const verdict = verdictOf(expected);
      if (verdict !== undefined) verdicts.add(verdict);
      found.set(property, verdicts);
    }
  }
  return Object.fromEntries([...found].map(([property, verdicts]) => [property, [...verdicts]]));
}

function listedModel({ model, path }: LoadedModel): ListedModel {
  const defaults = resolveParameters(model, {});
  const group = groupOf(path);
  return {
    name: model.name,
    file: shownPath(path),
    ...(group === '' ? {} : { group }),
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
