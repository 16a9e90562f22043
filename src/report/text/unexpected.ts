// What is not as expected in a run of specs, so that it can be looked at: the command for each row, and the shortest run of
// the first row that has one.

import { findingOf, type PropertyRun, type RowRun, type SpecRun } from '../../spec/run-outcome.ts';
import { decodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import { shellWord } from './shell-word.ts';
import { plainStyle, type TextOptions } from './style.ts';
import { traceText } from './trace.ts';

/** `mmcheck check models/x.ts --set n=2 --property p`, in one line each, to be copied. */
export function commandTexts({ check, rows }: SpecRun): string[] {
  if (check === undefined) return [];
  const commands = rows.flatMap((row) => {
    const names = unexpectedOf(row).map(({ name }) => name);
    if (names.length === 0) return [];
    const set = Object.entries(row.parameters).map(([name, value]) => `${name}=${value}`);
    const words = [
      ...['mmcheck', 'check', ...check],
      ...(set.length === 0 ? [] : ['--set', ...set]),
      ...['--property', ...names],
    ];
    return [`  ${words.map(shellWord).join(' ')}`];
  });
  return commands.length === 0 ? [] : ['To see what is not as expected:', ...commands];
}

/** Nothing, or one text. */
export function firstUnexpectedRun(specs: readonly SpecRun[], options: TextOptions): string[] {
  for (const row of specs.flatMap(({ rows }) => rows)) {
    const runs = unexpectedOf(row).flatMap(({ run }) => run ?? []);
    if (runs.length > 0) return [runText(shortest(runs), options)];
  }
  return [];
}

function unexpectedOf({ error, properties }: RowRun): PropertyRun[] {
  if (error !== undefined) return [];
  return properties.filter((property) => findingOf(property) === 'unexpected');
}

function shortest(runs: readonly JsonTrace[]): JsonTrace {
  return runs.reduce((best, run) => (run.steps.length < best.steps.length ? run : best));
}

function runText(run: JsonTrace, options: TextOptions): string {
  const { columns = 100, style = plainStyle } = options;
  return `${style.faint('-'.repeat(columns))}\n\n${traceText(decodeTrace(run), options)}`;
}
