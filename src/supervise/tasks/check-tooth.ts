// The task of `run --teeth`: whether the change that a spec names breaks the property that no row violates.

import { UsageError } from '../../base/errors.ts';
import { checkModel } from '../../check/check.ts';
import type { Verdict } from '../../language/claims/verdict.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { loadChangedSpec, loadSpec } from '../../load/load-model.ts';
import { modelText, textFile } from '../../load/model-text.ts';
import { toothPattern } from '../../spec/teeth.ts';
import type { TaskContext } from '../task-context.ts';
import type { SearchOptions } from './check.ts';
import { instanceNames } from './subject.ts';

export interface ToothInput {
  readonly file: string;
  /** The property whose tooth is tried. */
  readonly property: string;
  readonly options: SearchOptions;
}

export interface Bitten {
  readonly verdict: Verdict;
  readonly depth?: number;
}

export async function checkTooth(
  { file, property, options }: ToothInput,
  { progress, searching }: TaskContext,
): Promise<Bitten> {
  const { path, spec } = await loadSpec(file);
  const tooth = spec.teeth[property];
  const changed = textFile(path, tooth.file);
  const text = modelText(path)(tooth.file);
  if (changed === undefined || text === undefined) {
    throw new UsageError(`${file}: the model of the tooth of '${property}' is gone`);
  }
  const bitten = text.replace(toothPattern(tooth), () => tooth.by ?? '');
  const { model, properties } = await loadChangedSpec(file, { path: changed, text: bitten });
  const parameters = resolveParameters(model, tooth.at);
  searching(instanceNames({ model, parameters }));
  const only = { ...options, only: [property], progress };
  const outcome = checkModel(model, parameters, properties(parameters), only);
  // What steps assert is no property where the change has taken the last assertion away.
  const found = outcome.properties.find(({ name }) => name === property);
  const { verdict = 'holds', kind, depth } = found ?? {};
  // Of liveness no run is known to be the shortest.
  const isKnown = depth !== undefined && kind !== 'liveness';
  return { verdict, ...(isKnown && { depth }) };
}
