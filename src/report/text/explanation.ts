// Why a run breaks its property, in sentences that can be pasted into a reply.

import type {
  ExplainedStep,
  Explanation,
  FixedVariant,
  NoReturn,
  Race,
} from '../../outcome/explanation.ts';
import type { Trace } from '../../trace/trace.ts';
import { counted, showParameters } from './show-value.ts';
import { plainStyle, type TextOptions } from './style.ts';
import { printable, printableLines, wrap } from './width.ts';

export function explanationText(
  { model, parameters, property, unneeded }: Trace,
  explanation: Explanation,
  options: TextOptions = {},
): string {
  const { columns = 100, style = plainStyle } = options;
  const { steps, mattering, races, noReturn, fixed } = explanation;
  const matter = races.filter(({ order }) => order === 'matters');
  const blocks = [
    [
      `${model} ${showParameters(parameters)} breaks ${property.name} in ${counted(steps, 'step')}.`,
    ],
    unneeded === undefined ? [] : [needlessText(unneeded)],
    [`The claim: ${inSentences([property.about])}`, ...wrongText(property.message)],
    ...(steps === 0
      ? [
          [
            'It is so where the run begins: no step led there, so there is no order of steps to explain.',
          ],
        ]
      : [raceLines(matter, mattering, steps), alsoText(races), [noReturnText(noReturn)]]),
    fixed === undefined ? [] : [fixedText(fixed)],
  ];
  const [head, ...rest] = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.flatMap((line) => wrap(printable(line), columns, hangOf(line))));
  return [head.map(style.strong), ...rest].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function needlessText(unneeded: number): string {
  return `Steps have the numbers of the run below, without ${counted(unneeded, 'step')} that it does not need; --full explains the whole run.`;
}

function hangOf(line: string): number {
  return line.startsWith('  - ') ? 4 : 0;
}

function wrongText(message: string): string[] {
  return message === '' ? [] : [`What went wrong: ${inSentences(printableLines(message))}`];
}

/** Some are whole sentences, and others are not. */
function inSentences(parts: readonly string[]): string {
  const closed = parts.map((part, k) =>
    /[.!?]$/.test(part) ? part : `${part}${k === parts.length - 1 ? '.' : ';'}`,
  );
  return closed.join(' ');
}

function raceLines(
  matter: readonly Race[],
  mattering: readonly ExplainedStep[],
  steps: number,
): string[] {
  if (matter.length === 0) {
    return [
      'No pair of its steps decides it: whichever two are turned round, the run breaks the property, or is not possible.',
    ];
  }
  return [
    `It takes this order (${mattering.length} of the ${counted(steps, 'step')} are in a race whose order matters):`,
    ...matter.map(
      ({ first, second, on, otherwise }) =>
        `  - ${named(first)} comes before ${named(second)}: both use ${onText(on)}. The other way round, ${otherwise}.`,
    ),
  ];
}

const SHOWN = 3;

function onText(on: readonly string[]): string {
  const more = on.length > SHOWN ? ` and ${on.length - SHOWN} more` : '';
  return on.slice(0, SHOWN).join(', ') + more;
}

function alsoText(races: readonly Race[]): string[] {
  const count = (order: Race['order']) => races.filter((race) => race.order === order).length;
  const [free, fixed] = [count('does-not-matter'), count('cannot-turn')];
  const parts = [
    ...(free > 0 ? [`${counted(free, 'pair')} may as well be the other way round`] : []),
    ...(fixed > 0 ? [`${counted(fixed, 'pair')} cannot, since one waits for the other`] : []),
  ];
  return parts.length === 0 ? [] : [`Of the other dependent steps, ${parts.join(', and ')}.`];
}

function noReturnText({ step, instead, rest, exact }: NoReturn): string {
  if (step === undefined) {
    return exact
      ? 'No run of this configuration comes to an end without breaking it: all break it, or go on for ever.'
      : 'Whether another run comes to an end without breaking it was not found out: there are too many.';
  }
  const late = exact ? 'From' : 'At the latest from';
  const other =
    instead === undefined
      ? ''
      : ` Before it, ${instead.process} could have taken ${instead.label}, and the run could have ended well, in ${counted(rest ?? 0, 'step')} more.`;
  return `${late} ${named(step)} on it is too late: every run from there that ends breaks it.${other}`;
}

function fixedText({ parameters, step, says }: FixedVariant): string {
  if (step === undefined) return `With ${parameters}, where it holds, ${says}.`;
  return `With ${parameters}, where it holds, the same schedule does something else: at ${named(step)} ${says}.`;
}

function named({ number, process, label }: ExplainedStep): string {
  return `${process} ${label} (step ${number})`;
}
