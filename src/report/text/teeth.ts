// Teeth that were tried: a line for each, and why it bites nothing.

import { biteOf, type RunSummary, type SpecRun, type ToothRun } from '../../spec/run-outcome.ts';
import { showParameters } from './show-value.ts';
import { thousands } from './statistics.ts';
import type { Style } from './style.ts';
import { printable, wrap } from './width.ts';

export function teethLines({ teeth }: SpecRun, columns: number, style: Style): string[] {
  if (teeth === undefined) return [];
  if (teeth.length === 0) return [style.faint('  No teeth: each property is violated in some row')];
  const lines = teeth.flatMap((tooth) => {
    const isGood = biteOf(tooth) === 'bites';
    const [first, ...others] = wrap(toothText(tooth), columns - 4, 2);
    const marked = [`  ${isGood ? ' ' : '!'} ${first}`, ...others.map((line) => `    ${line}`)];
    return isGood ? marked : marked.map(style.bad);
  });
  return [style.strong('  Teeth'), ...lines];
}

function toothText(tooth: ToothRun): string {
  const { property, at } = tooth;
  const where = Object.keys(at).length === 0 ? '' : ` at ${showParameters(at)}`;
  const name = `${printable(property)}${printable(where)}`;
  return `${name}: ${biteWords(tooth)}`;
}

/** What became of a tooth, and why. */
export function biteWords(tooth: ToothRun): string {
  const { verdict, depth, error, isViolatedAnyway } = tooth;
  const bite = biteOf(tooth);
  if (bite === 'bites') return `bites, violated${depth === undefined ? '' : ` ${depth}`}`;
  if (bite === 'inconclusive') return 'inconclusive, a limit was reached first';
  if (isViolatedAnyway) return 'bites nothing; violated without the change, too';
  const why =
    error === undefined
      ? `${verdict} with the change, too`
      : `the changed model is broken: ${printable(error.split('\n')[0])}`;
  return `bites nothing; ${why}`;
}

/** `3 teeth: 2 bite, 1 bites nothing`. */
export function teethSummary({ teeth }: RunSummary, style: Style): string[] {
  if (teeth === undefined) return [];
  const { tried, bite, inconclusive } = teeth;
  const toothless = tried - bite - inconclusive;
  const parts = [
    tried === bite ? 'all bite' : `${thousands(bite)} bite`,
    ...(toothless === 0
      ? []
      : [style.bad(`${thousands(toothless)} ${toothless === 1 ? 'bites' : 'bite'} nothing`)]),
    ...(inconclusive === 0 ? [] : [style.doubtful(`${thousands(inconclusive)} inconclusive`)]),
  ];
  return tried === 0
    ? []
    : [`${tried === 1 ? '1 tooth' : `${thousands(tried)} teeth`}: ${parts.join(', ')}`];
}
