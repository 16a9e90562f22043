// The task of `barriers`: one check after the other, each with one ordering of memory changed.

import { barriersOf } from '../../barriers/barriers.ts';
import { UsageError } from '../../base/errors.ts';
import type { BarrierReport } from '../../outcome/barriers.ts';
import type { TaskContext } from '../task-context.ts';
import type { SearchInput } from './check.ts';
import { checkPropertyNames, instanceNames, loadSubject } from './subject.ts';

export async function barriers(
  input: SearchInput,
  { progress, searching }: TaskContext,
): Promise<BarrierReport> {
  const subject = await loadSubject(input);
  const { model, parameters, properties } = subject;
  if (parameters['memory-model'] === undefined) {
    throw new UsageError(
      'in sequentially consistent memory no barrier is needed; say under which memory model: --memory-model tso, pso or lkmm',
    );
  }
  checkPropertyNames(properties, input.options.only);
  searching(instanceNames(subject));
  return barriersOf(model, parameters, properties, { ...input.options, progress });
}
