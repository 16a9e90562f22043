// The task of `trace-filter`: what of a kernel has to be traced for a model, as a script.

import { layoutSystem } from '../../compile/layout/layout.ts';
import { filterScript } from '../../conform/filter-script.ts';
import { traceFilter as filterOf } from '../../conform/trace-filter.ts';
import { loadMap } from '../../load/load-map.ts';
import { loadModel } from '../../load/load-model.ts';
import type { ConformInput } from './conform.ts';
import { parametersFromText } from './subject.ts';

export async function traceFilter({
  file,
  set,
  map: named,
}: Pick<ConformInput, 'file' | 'set' | 'map'>): Promise<string> {
  const loaded = await loadModel(file);
  const { model } = loaded;
  const parameters = parametersFromText(model, set);
  const { map } = await loadMap(loaded, named);
  const definition = model.system(parameters);
  const filter = filterOf(map.at(parameters), layoutSystem(definition), definition.cells);
  return filterScript(model.name, filter);
}
