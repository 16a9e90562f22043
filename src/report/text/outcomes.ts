// How the runs of a model end, as text: a table of final values, then the shortest run to each.

import type { FinalStep, FinalValues, Outcomes } from '../../outcome/outcomes.ts';
import { decodeShown } from '../../trace/state-codec.ts';
import { counted, showState } from './show-value.ts';
import { thousands } from './statistics.ts';
import { plainStyle, type TextOptions } from './style.ts';
import { type TableColumn, table } from './table.ts';
import { printable, wrap } from './width.ts';

export function outcomesText(found: Outcomes, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { model, parameters, outcomes } = found;
  const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  const blocks = [
    [
      style.strong(model) + set.join(''),
      ...wrap(headOf(found), columns),
      ...failedWords(found).flatMap((words) => wrap(words, columns)),
    ],
    outcomes.length === 0 ? [] : table(columnsOf(found), 2, columns, style).lines,
    sameWords(found).flatMap((words) => wrap(words, columns, 2)),
    outcomes.length === 0 ? [] : ['Shortest runs:', ...outcomes.flatMap(runLines(columns))],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headOf({ outcomes, finalStates, states, complete, failed }: Outcomes): string {
  const all = `${thousands(states)} ${states === 1 ? 'state' : 'states'}`;
  if (outcomes.length === 0) {
    return failed > 0
      ? 'No run ends but by an assertion that fails.'
      : `No run ends: each of the ${all} has a step that leads on.`;
  }
  const bounded = complete ? '' : ', as far as the model lets it be explored';
  return `${counted(outcomes.length, 'outcome')} in ${counted(finalStates, 'final state')}, of ${all} in all${bounded}`;
}

/** What comes after a failed assertion is not known, so that such a run has no final values. */
function failedWords({ failed, states }: Outcomes): string[] {
  if (failed === 0) return [];
  const of = `${thousands(failed)} of ${counted(states, 'state')}`;
  return [
    `An assertion fails in a step from ${of}: runs that end so are not listed; \`mmcheck check\` shows one`,
  ];
}

function columnsOf({ shown, outcomes, ...sets }: Outcomes): TableColumn[] {
  const values = outcomes.map((one) => decodeShown(one.values, 'values', sets));
  const ways = outcomes.some(({ deadlocked }) => deadlocked > 0)
    ? [
        column(
          'deadlocked',
          outcomes.map(({ deadlocked }) => thousands(deadlocked)),
        ),
      ]
    : [];
  return [
    column(
      '',
      outcomes.map((_, k) => String(k + 1)),
    ),
    ...shown.map((name) =>
      column(
        name,
        values.map((one) => showState(one.get(name) ?? null)),
      ),
    ),
    column(
      'final states',
      outcomes.map(({ states }) => thousands(states)),
    ),
    ...ways,
    column(
      'steps',
      outcomes.map(({ run }) => thousands(run.length)),
    ),
  ];
}

function column(heading: string, texts: readonly string[]): TableColumn {
  const cells = texts.map((text) => ({ text: printable(text), paint: (one: string) => one }));
  return { heading: printable(heading), cells };
}

function sameWords({ same, ...sets }: Outcomes): string[] {
  const all = [...decodeShown(same, 'values', sets)].map(
    ([name, value]) => `${printable(name)} ${showState(value)}`,
  );
  return all.length === 0 ? [] : [`The same in all of them: ${all.join(', ')}`];
}

function runLines(columns: number): (outcome: FinalValues, index: number) => string[] {
  return ({ run }, index) => wrap(`  ${index + 1}. ${runText(run)}`, columns, 5);
}

/** `task0: load, store; task1: load`: the steps of one process after the other together. */
function runText(run: readonly FinalStep[]): string {
  if (run.length === 0) return 'no step';
  const parts = run.map(({ process, label }, k) => {
    const goesOn = run[k - 1]?.process === process;
    return goesOn ? `, ${label}` : `${k === 0 ? '' : '; '}${process}: ${label}`;
  });
  return printable(parts.join(''));
}
