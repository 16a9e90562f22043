// The task of `conform`: a trace of a running kernel, followed on a model and, where that is asked for, on its variants.

import { readFileSync } from 'node:fs';
import { ModelError, UsageError } from '../../base/errors.ts';
import { Progress } from '../../base/progress.ts';
import { shownPath } from '../../base/shown-path.ts';
import { type ConformOptions, conform as follow } from '../../conform/conform.ts';
import { variantsBeside } from '../../conform/variants.ts';
import type { KernelEvent } from '../../ftrace/event.ts';
import { readTrace } from '../../ftrace/read-trace.ts';
import type { ParameterValues } from '../../language/define-model.ts';
import { existingFile } from '../../load/find-file.ts';
import { type LoadedMap, loadMap } from '../../load/load-map.ts';
import { type LoadedModel, loadModel } from '../../load/load-model.ts';
import type { ConformanceReport, VariantConformance } from '../../outcome/conformance.ts';
import type { TaskContext } from '../task-context.ts';
import { instanceNames, parametersFromText, type SubjectInput } from './subject.ts';

export interface ConformInput extends Pick<SubjectInput, 'file' | 'set'> {
  readonly trace: string;
  readonly map?: string;
  readonly memoryBytes?: number;
  /** A table of them in any case; else only where the trace is refused. */
  readonly allVariants?: boolean;
}

export async function conform(
  { file, set, trace, map: named, memoryBytes, allVariants }: ConformInput,
  { progress: shared, searching }: TaskContext,
): Promise<ConformanceReport> {
  const loaded = await loadModel(file);
  const { model } = loaded;
  const parameters = parametersFromText(model, set);
  const map = await loadMap(loaded, named);
  const { events, ties } = readTrace(bytesOf(trace), trace);
  searching(instanceNames({ model, parameters }));
  const options = { progress: new Progress(shared), ...(memoryBytes && { memoryBytes }) };
  const found = follow(model, parameters, map.map, events, options);
  const isTable = allVariants || found.verdict === 'refused';
  const variants = isTable
    ? variantsBeside(model, parameters, allVariants ? Object.keys(set) : []).map((values) =>
        variantAt(values, { loaded, map, events, options }),
      )
    : undefined;
  return {
    ...found,
    model: model.name,
    trace,
    map: shownPath(map.path),
    ties,
    ...(variants && { variants }),
  };
}

function bytesOf(file: string): Uint8Array {
  const path = existingFile(file, undefined, 'the text of a trace');
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}

interface Following {
  readonly loaded: LoadedModel;
  readonly map: LoadedMap;
  readonly events: readonly KernelEvent[];
  readonly options: ConformOptions;
}

/** A variant that cannot be made, or that the map does not fit, is a row of its own. */
function variantAt(
  parameters: ParameterValues,
  { loaded: { model }, map: { map }, events, options }: Following,
): VariantConformance {
  try {
    const { verdict, explained, refusal } = follow(model, parameters, map, events, options);
    return { parameters, verdict, explained, ...(refusal && { event: refusal.event }) };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ModelError)) throw error;
    return { parameters, verdict: 'misfit', explained: 0, message: error.message };
  }
}
