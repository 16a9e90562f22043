// What is wrong with the order of locks: each problem in words, with a run for each dependency or use that it is made
// of. No run need deadlock for that, so whether one does is said, too.

import type { LockOrderOutcome, LockProblem, LockWitness } from '../../outcome/outcome.ts';
import { laneDiagram } from './lanes.ts';
import { plainStyle, type TextOptions } from './style.ts';
import { printable, wrap } from './width.ts';

const DEADLOCKS: Readonly<Record<LockOrderOutcome['deadlock'], string>> = {
  found: 'A run of this configuration deadlocks.',
  none: 'No run of this configuration deadlocks.',
  unknown: 'Whether a run deadlocks is not known: the search did not end.',
};

export function lockOrderText(
  name: string,
  { problems, deadlock }: LockOrderOutcome,
  options: TextOptions = {},
): string {
  const { columns = 100, style = plainStyle } = options;
  return [
    ...problems.flatMap((problem, k) => problemText(name, problem, k, { columns, style })),
    `${wrap(`${printable(name)}: ${DEADLOCKS[deadlock]}`, columns, 2).join('\n')}\n`,
  ].join('\n');
}

function problemText(
  name: string,
  { message, witnesses }: LockProblem,
  k: number,
  options: Required<TextOptions>,
): string[] {
  const { columns, style } = options;
  const head = wrap(`${printable(name)} ${k + 1}. ${printable(message)}`, columns, 2);
  return [
    `${head.map(style.bad).join('\n')}\n`,
    ...witnesses.flatMap((witness) => witnessText(witness, options)),
  ];
}

function witnessText({ words, run }: LockWitness, options: Required<TextOptions>): string[] {
  const { columns, style } = options;
  const head = wrap(printable(words), columns, 2).map(style.strong).join('\n');
  if (run.steps.isEmpty()) return [`${head}\n`];
  return [`${head}\n${laneDiagram(run, options).join('\n')}\n`];
}
