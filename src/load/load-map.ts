// The trace map of a model: the file that is named, or `NAME.trace.ts` beside the model's.

import { dirname, join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { inWords, isA } from '../base/given.ts';
import { shownPath } from '../base/shown-path.ts';
import type { TraceMap } from '../conform/map/trace-map.ts';
import { existingFile } from './find-file.ts';
import { importFile } from './import-file.ts';
import type { LoadedModel } from './load-model.ts';
import { stemOf } from './project-files.ts';
import { statsOf } from './source-files.ts';

export interface LoadedMap {
  readonly path: string;
  readonly map: TraceMap;
}

export async function loadMap({ path, model }: LoadedModel, named?: string): Promise<LoadedMap> {
  const file = named ?? mapBeside(path);
  const found = existingFile(file, undefined, 'a trace map');
  const { default: map } = await importFile(found);
  if (!isA<TraceMap>('mmcheck/trace-map', map)) {
    throw new UsageError(
      `${file} is no trace map: its default export is ${inWords(map)}; end it in \`export default defineTraceMap(model, { ... })\``,
    );
  }
  if (map.model.name === model.name) return { path: found, map };
  throw new UsageError(
    `${file} is a trace map of model '${map.model.name}', not of '${model.name}'; name the right one with --map FILE`,
  );
}

function mapBeside(model: string): string {
  const stem = join(dirname(model), `${stemOf(model)}.trace`);
  const found = ['.ts', '.mts', '.js', '.mjs'].map((end) => stem + end).find((one) => statsOf(one));
  if (found !== undefined) return shownPath(found);
  throw new UsageError(
    `${shownPath(model)} has no trace map: write ${shownPath(`${stem}.ts`)}, which says what its steps are in a trace (docs/conform.md), or name one with --map FILE`,
  );
}
