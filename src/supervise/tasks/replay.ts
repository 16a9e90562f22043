// The task of `replay`: takes a trace again, step by step, on the model that it names. What comes back is the run that was
// taken, not what the file says of it.

import { basename, extname } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { shownPath } from '../../base/shown-path.ts';
import { type Replayed, replayTrace } from '../../check/replay.ts';
import type { Properties } from '../../language/claims/property.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { type LoadedModel, loadFile, loadModel } from '../../load/load-model.ts';
import { fileNamed, projectFiles } from '../../load/project-files.ts';
import type { Trace } from '../../trace/trace.ts';
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
  input: ReplayInput,
  { progress, searching }: TaskContext,
): Promise<ReplayOutput> {
  const trace = decodeTrace(input.trace);
  const { loaded, properties } = await subjectOfTrace(trace, input, searching);
  const replayed = replayTrace(loaded.model, properties, trace, progress);
  return { ...replayed, file: shownPath(loaded.path), trace: encodeTrace(replayed.trace) };
}

/** The model that a trace is of, and its properties at the trace's parameters. */
export async function subjectOfTrace(
  trace: Trace,
  { model, spec }: Omit<ReplayInput, 'trace'>,
  searching: TaskContext['searching'],
): Promise<{ loaded: LoadedModel; properties: Properties }> {
  const loaded = model === undefined ? await modelNamed(trace.model) : await loadModel(model);
  if (trace.model !== loaded.model.name) {
    throw new UsageError(
      `the trace is of model '${trace.model}', and ${shownPath(loaded.path)} is '${loaded.model.name}'`,
    );
  }
  const parameters = resolveParameters(loaded.model, trace.parameters);
  const properties = await propertiesOf(loaded, parameters, spec);
  searching(instanceNames({ model: loaded.model, parameters }));
  return { loaded, properties };
}

/**
 * A model is mostly in the file of its name; where a project has none, it may be one that comes with mmcheck. Else the
 * others are asked.
 */
async function modelNamed(name: string): Promise<LoadedModel> {
  const files = projectFiles('models');
  const likely = files.filter((file) => basename(file, extname(file)) === name);
  const shipped = likely.length === 0 ? (fileNamed(name, 'models') ?? []) : [];
  const others = files.filter((file) => !likely.includes(file));
  for (const file of [likely, shipped, others].flat()) {
    const loaded = await loadFile(shownPath(file));
    if (loaded.type === 'model' && loaded.model.name === name) return loaded;
  }
  throw new UsageError(`there is no model '${name}' in models/; name its file with --model FILE`);
}
