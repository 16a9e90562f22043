// The task of `simulate`: random walks. The report is made here, where the runs are.

import { type Simulation, withoutRuns } from '../../outcome/simulation.ts';
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

export interface SimulateResult {
  readonly found: Simulation<never>;
  /** Absent in what was learnt before the end. */
  readonly report?: string;
  readonly shown?: ShownRun;
}

export async function simulate(
  { options, report, wanted, ...input }: SimulateInput,
  { progress, searching, learnt }: TaskContext<SimulateResult>,
): Promise<SimulateResult> {
  const subject = await loadSubject(input);
  const { model, parameters, properties } = subject;
  checkPropertyNames(properties, options.only);
  searching(instanceNames(subject));
  const found = simulateModel(model, parameters, properties, {
    ...options,
    progress,
    onLearnt: (known) => learnt({ found: known }),
  });
  const { format, columns, colours } = report;
  const shown = wanted.trace || wanted.dot ? shownRun(found, wanted) : undefined;
  return {
    found: withoutRuns(found),
    report: (await reporters[format]()).simulate(found, { columns, style: styleNamed(colours) }),
    ...(shown && { shown }),
  };
}
