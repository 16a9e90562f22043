// The task of `monitor`: an order of steps as an automaton, in the DOT of the kernel's runtime verification.

import { UsageError } from '../../base/errors.ts';
import { DEFAULT_MEMORY } from '../../base/limits.ts';
import { suggest } from '../../base/near-name.ts';
import type { Figures } from '../../base/progress.ts';
import { type Subject as Watched, watchedOrder } from '../../check/watched-order.ts';
import { loadFile } from '../../load/load-model.ts';
import { monitorDot } from '../../report/dot/rv-monitor.ts';
import type { TaskContext } from '../task-context.ts';
import {
  checkPropertyNames,
  instanceNames,
  parametersFromText,
  propertiesOf,
  type Subject,
  type SubjectInput,
  systemOf,
} from './subject.ts';

export interface MonitorInput extends SubjectInput {
  readonly subject: Watched;
  readonly maxStates: number;
}

export async function monitor(
  { subject, maxStates, ...input }: MonitorInput,
  { progress, searching }: TaskContext,
): Promise<string | { readonly figures: Figures }> {
  const whole = await subjectOf(input);
  const { model, parameters, properties } = whole;
  checkSubject(subject, whole);
  searching(instanceNames(whole));
  const options = { maxStates, memoryBytes: DEFAULT_MEMORY, shared: progress };
  const order = watchedOrder(model, parameters, properties, subject, options);
  return 'figures' in order ? order : monitorDot(order);
}

/** Of a model, or of a spec's. */
async function subjectOf({ file, set, spec }: SubjectInput): Promise<Subject> {
  const loaded = await loadFile(file);
  const model = loaded.type === 'spec' ? loaded.spec.model : loaded.model;
  const parameters = parametersFromText(model, set);
  const properties =
    loaded.type === 'spec'
      ? loaded.spec.properties(parameters)
      : await propertiesOf(loaded, parameters, spec);
  return { model, parameters, properties };
}

function checkSubject(subject: Watched, whole: Subject): void {
  if ('property' in subject) {
    checkPropertyNames(whole.properties, [subject.property]);
    if (Object.hasOwn(whole.properties, subject.property)) return;
    throw new UsageError('the assertions of steps watch no order; name an observer, or a process');
  }
  const names = Object.keys(systemOf(whole).processes);
  if (names.includes(subject.process)) return;
  throw new UsageError(
    `there is no process '${subject.process}'; ${suggest(subject.process, names)}`,
  );
}
