// A simulation as text: verdicts, how often walks broke what, which steps no walk took, and each run that breaks something.

import type { PctChances, Simulation } from '../../outcome/simulation.ts';
import { listed } from './listed.ts';
import { propertyLines, violationTexts } from './property-lines.ts';
import { counted, showParameters } from './show-value.ts';
import { thousands } from './statistics.ts';
import { plainStyle, type TextOptions } from './style.ts';
import { printable, wrap } from './width.ts';

export function simulationText(found: Simulation, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { model, parameters, properties, limit, pct, walks, measuring } = found;
  const blocks = [
    wrap(`${printable(model)} ${showParameters(parameters)}`, columns, 2).map(style.strong),
    propertyLines(properties, columns, style),
    limit ? wrap(limit.message, columns, 2).map(style.doubtful) : [],
    listed('Shown by', shownBy(found), columns),
    [...walksWords(found), ...initialWords(found)].flatMap((words) => wrap(words, columns, 2)),
    pct ? wrap(chances(pct, walks - measuring), columns, 2) : [],
    listed('Steps that no walk took', neverTaken(found), columns).map(style.doubtful),
    wrap(NOTHING_PROVED, columns, 2).map(style.faint),
  ];
  return [
    ...blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`),
    ...violationTexts(properties, columns, style),
  ].join('\n');
}

const NOTHING_PROVED = 'What no walk broke may still be broken; `mmcheck check` looks at all runs.';

function shownBy({ properties, walks }: Simulation): string[] {
  return properties
    .filter((one) => one.walks > 0)
    .map((one) => `${one.name}: ${thousands(one.walks)} of ${walkCount(walks)}`);
}

function walksWords({
  walks,
  measuring,
  strategy,
  seed,
  steps,
  longest,
  ends,
}: Simulation): string[] {
  const how =
    measuring === 0
      ? `${walkCount(walks)} (${strategy}, seed ${seed})`
      : `${walkCount(walks)} (seed ${seed}), the first ${measuring} uniform to measure their length, then ${strategy}`;
  const ended = Object.entries(END_WORDS)
    .map(([end, words]) => [ends[end as keyof typeof ends], words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${thousands(count)} ${words}`);
  return [
    `${[`${how}: ${thousands(steps)} steps, ${thousands(longest)} in the longest`, ...(ended.length > 0 ? [ended.join(', ')] : [])].join('; ')}.`,
  ];
}

const END_WORDS: Readonly<Record<keyof Simulation['ends'], string>> = {
  over: 'came to their end',
  cut: 'were cut at --depth',
  failed: 'ended in a failed assertion',
  beyond: "ended at the model's constraint",
};

function initialWords({ initialStates }: Simulation): string[] {
  return initialStates === undefined
    ? []
    : [`They begin in the first ${thousands(initialStates)} initial states only.`];
}

function chances({ processes, steps, depth, bound, choices }: PctChances, walks: number): string {
  const power = depth === 2 ? 'k' : `k^${depth - 1}`;
  const formula = depth === 1 ? '1/n' : `1/(n ${power})`;
  const all = 1 - (1 - bound) ** walks;
  return [
    `A violation of depth d = ${depth} within k = ${thousands(steps)} steps of n = ${processes} processes is found`,
    `by one walk with a probability of at least ${formula} = 1/${thousands(Math.round(1 / bound))},`,
    `by ${walkCount(walks)} of at least ${percent(all)}`,
    choices
      ? '(if what steps and initial states choose is chosen right).'
      : '(Burckhardt et al., 2010).',
  ].join(' ');
}

/** Never more than it is. */
function percent(share: number): string {
  const digits = share >= 0.1 ? 10 : 1000;
  const shown = Math.floor(share * 100 * digits) / digits;
  return shown === 0 && share > 0 ? 'less than 0.001 %' : `${shown} %`;
}

function neverTaken({ labels }: Simulation): string[] {
  const processes = [...new Set(labels.map(({ process }) => process))];
  return processes.flatMap((process) => {
    const own = labels.filter((one) => one.process === process);
    const never = own.filter(({ taken }) => taken === 0).map(({ label }) => label);
    if (never.length === 0) return [];
    return [`${process}: ${never.join(', ')} (${never.length} of ${counted(own.length, 'step')})`];
  });
}

function walkCount(walks: number): string {
  return `${thousands(walks)} ${walks === 1 ? 'walk' : 'walks'}`;
}
