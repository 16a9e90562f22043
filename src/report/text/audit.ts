// What an audit says: one line of what it looked at, and each mistake with a state that shows it.

import type { AuditProblem, AuditReport } from '../../outcome/outcome.ts';
import { decodeTraceState } from '../../trace/state-codec.ts';
import { cellTexts, locationTexts } from './state.ts';
import { thousands } from './statistics.ts';
import type { Style } from './style.ts';
import { printable, unbroken, wrap } from './width.ts';

type Figures = Omit<AuditReport, 'problems'>;
const FIGURES = ['states', 'steps', 'pairs', 'sets', 'permutations'] as const;

/** `Audited all 9 states: 18 steps, 5 pairs, 2 sets, 9 permutations`, on one line where there is room. */
export function auditedText({ states, complete, ...looked }: Figures): string {
  const what = complete ? `all ${thousands(states)}` : thousands(states);
  const figures = FIGURES.filter((name) => name !== 'states').map((name) => {
    const count = looked[name];
    return unbroken(`${thousands(count)} ${count === 1 ? name.slice(0, -1) : name}`);
  });
  return `Audited ${what} ${states === 1 ? 'state' : 'states'}: ${figures.join(', ')}`;
}

/** The figures of several audits as those of one. */
export function sumAudits(audits: readonly AuditReport[]): Figures {
  const sum = (name: (typeof FIGURES)[number]) =>
    audits.reduce((total, audit) => total + audit[name], 0);
  return {
    states: sum('states'),
    complete: audits.every(({ complete }) => complete),
    steps: sum('steps'),
    pairs: sum('pairs'),
    sets: sum('sets'),
    permutations: sum('permutations'),
  };
}

const NO_VERDICT =
  'The audit found that what the search relied upon is not so; no verdict above is to be trusted.';

/** The mistakes, in blocks of lines; nothing if there are none. */
export function auditProblems(
  problems: readonly AuditProblem[],
  columns: number,
  style: Style,
): string[][] {
  if (problems.length === 0) return [];
  const head = wrap(NO_VERDICT, columns, 2).map(style.bad);
  return [head, ...problems.map((problem) => problemLines(problem, columns, style))];
}

function problemLines(
  { step, message, lines, state }: AuditProblem,
  columns: number,
  style: Style,
): string[] {
  const { cells, processes } = decodeTraceState(state);
  const at = lines.length === 0 ? [] : [`at ${lines.join(', called at ')}`];
  const shown = ['in a state like this:', ...cellTexts(cells), ...locationTexts(processes)];
  const below = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => wrap(printable(text), columns - 4, 2).map((line) => `    ${line}`));
  const said = wrap(`! ${printable(step)}: ${printable(message)}`, columns - 2, 2);
  return [
    ...said.map((line) => style.bad(`  ${line}`)),
    ...below(at),
    ...below(shown).map(style.faint),
  ];
}
