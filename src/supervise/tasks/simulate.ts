// The task of `simulate`: random walks. The report is made here, where the runs are.

import type { Simulation } from '../../outcome/simulation.ts';
import { reporters } from '../../report/reporters.ts';
import { type ShownRun, shownRun } from '../../report/shown-run.ts';
import { styleNamed } from '../../report/text/style.ts';
import { type SimulationOptions, simulateModel } from '../../simulate/simulate.ts';
import type { TaskContext } from '../task-context.ts';
import type { CheckInput } from './check.ts';
import { checkPropertyNames, instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export interface SimulateInput extends SubjectInput, Pick<CheckInput, 'report' | 'wanted'> {
  readonly options: Omit<SimulationOptions, 'progress'>;
}

export interface SimulateResult extends Pick<Simulation<never>, 'outcome' | 'limit'> {
  readonly report: string;
  readonly shown?: ShownRun;
  /** Whether there was anything to find. */
  readonly asked: boolean;
}

export async function simulate(
  { options, report, wanted, ...input }: SimulateInput,
  { progress, searching }: TaskContext,
): Promise<SimulateResult> {
  const subject = await loadSubject(input);
  const { model, parameters, properties } = subject;
  checkPropertyNames(properties, options.only);
  searching(instanceNames(subject));
  const found = simulateModel(model, parameters, properties, { ...options, progress });
  const { format, columns, colours } = report;
  const shown = wanted.trace || wanted.dot ? shownRun(found, wanted) : undefined;
  const { outcome, limit } = found;
  return {
    outcome,
    ...(limit && { limit }),
    report: (await reporters[format]()).simulate(found, { columns, style: styleNamed(colours) }),
    ...(shown && { shown }),
    asked: found.properties.length > 0,
  };
}
