// The task of `replay`: takes a trace again, step by step, on the model that it names. What comes back is the run that was
// taken, not what the file says of it.

import { basename, extname } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { shownPath } from '../../base/shown-path.ts';
import { type Replayed, replayTrace } from '../../check/replay.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { type LoadedModel, loadFile, loadModel } from '../../load/load-model.ts';
import { projectFiles } from '../../load/project-files.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import type { TaskContext } from '../task-context.ts';
import { instanceNames, propertiesOf } from './subject.ts';

export interface ReplayInput {
  readonly trace: JsonTrace;
  /** The model's file; by default it is looked for by the model's name. */
  readonly model?: string;
  readonly spec?: string;
}

export interface ReplayOutput extends Omit<Replayed, 'trace'> {
  readonly trace: JsonTrace;
  /** The file of the model on which the trace could be taken. */
  readonly file: string;
}

/** Throws a UsageError where the model does something else. */
export async function replay(
  { trace, model, spec }: ReplayInput,
  { progress, searching }: TaskContext,
): Promise<ReplayOutput> {
  const loaded = model === undefined ? await modelNamed(trace.model) : await loadModel(model);
  const decoded = decodeTrace(trace);
  const file = shownPath(loaded.path);
  if (decoded.model !== loaded.model.name) {
    throw new UsageError(
      `the trace is of model '${decoded.model}', and ${file} is '${loaded.model.name}'`,
    );
  }
  const parameters = resolveParameters(loaded.model, decoded.parameters);
  const properties = await propertiesOf(loaded, parameters, spec);
  searching(instanceNames({ model: loaded.model, parameters }));
  const replayed = replayTrace(loaded.model, properties, decoded, progress);
  return { ...replayed, file, trace: encodeTrace(replayed.trace) };
}

/** A model is mostly in the file of its name; where it is not, the others are asked. */
async function modelNamed(name: string): Promise<LoadedModel> {
  const files = projectFiles('models');
  const likely = (file: string) => basename(file, extname(file)) === name;
  for (const file of [...files.filter(likely), ...files.filter((other) => !likely(other))]) {
    const loaded = await loadFile(shownPath(file));
    if (loaded.type === 'model' && loaded.model.name === name) return loaded;
  }
  throw new UsageError(`there is no model '${name}' in models/; name its file with --model FILE`);
}
