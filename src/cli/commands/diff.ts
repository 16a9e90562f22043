// `mmcheck diff A B`: what turned between two results, or between two revisions, whose specs are run for it.

import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { compareResults, type Difference } from '../../diff/compare.ts';
import { type FailOn, failOnOf, failsOn } from '../../diff/demand.ts';
import { type Result, readResult } from '../../diff/result.ts';
import { differenceMarkdown, differenceText } from '../../diff/words.ts';
import { jsonText } from '../../report/json/json-text.ts';
import { ExitCode, exitCodeOfStop } from '../exit-code.ts';
import { stressOption, workersOption } from '../options.ts';
import { readJson } from '../read-json.ts';
import { Interrupted, resultAt, revisionNamed } from '../revision-results.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

const FORMATS = {
  text: differenceText,
  markdown: differenceMarkdown,
  json: jsonText,
} satisfies Record<string, (difference: Difference) => string>;

interface Flags {
  readonly format: keyof typeof FORMATS;
  readonly failOn?: readonly FailOn[];
  readonly specs?: readonly string[];
  readonly stress?: boolean;
  readonly workers: number;
}

export function addDiff({ program, terminal, ended }: Setting): void {
  program
    .command('diff')
    .summary('tell what turned between two results')
    .description(
      'Compares two results of `run` or `check` as JSON: which verdicts turned, which runs got shorter, ' +
        'longer or different, which rows came and went, and which numbers of states changed. Where one of them ' +
        'is no file but a revision of git, as in `diff main..HEAD`, its specs are run in a temporary copy. Ends ' +
        'with status 0 unless --fail-on asks for something else.',
    )
    .argument(
      '<before>',
      'a file that `mmcheck run --report json=FILE` wrote, a revision, or both: A..B',
    )
    .argument('[after]', 'another')
    .addOption(
      new Option('--format <format>', 'how the difference is written')
        .choices(Object.keys(FORMATS))
        .default('text'),
    )
    .addOption(
      new Option(
        '--fail-on <what>',
        'status 1 on any change of verdict, of length, or of states=20%; as often as wanted',
      ).argParser(failOn),
    )
    .option('--specs <files...>', 'of revisions, only these specs')
    .addOption(stressOption())
    .addOption(workersOption())
    .addHelpText(
      'after',
      examples(
        'diff main..HEAD --specs specs/x.ts',
        'diff before.json after.json',
        'diff before.json after.json --fail-on verdict --fail-on states=20% --format markdown',
      ),
    )
    .action(async (before: string, after: string | undefined, flags: Flags) =>
      ended(await diff(sidesOf(before, after), flags, terminal).catch(exitCodeOfInterrupted)),
    );
}

/** Two names, or one that names both: A..B, where neither stands for HEAD. */
function sidesOf(before: string, after?: string): [before: string, after: string] {
  if (after !== undefined) return [before, after];
  const [, from, to] = /^(.*?)\.\.(?!\.)(.*)$/.exec(before) ?? [];
  if (from !== undefined && !existsSync(before)) return [from || 'HEAD', to || 'HEAD'];
  throw new UsageError('diff compares two: name another file or revision, or two as in main..HEAD');
}

async function diff(
  [before, after]: [string, string],
  flags: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  // Each name is looked up before anything is run.
  const [a, b] = [before, after].map((name) => sideNamed(name, flags, terminal));
  const difference = compareResults(await a(), await b());
  terminal.result(FORMATS[flags.format](difference));
  const fails = (flags.failOn ?? []).some((demand) => failsOn(difference, demand));
  return fails ? ExitCode.violated : ExitCode.asExpected;
}

type Side = () => Promise<Result>;

/** Throws a UsageError where the name is neither that of a file nor of a revision. */
function sideNamed(name: string, flags: Flags, terminal: Terminal): Side {
  if (existsSync(name) || name.endsWith('.json')) {
    const result = readResult(readJson(name, '`mmcheck run --report json=FILE` wrote'), name);
    return async () => result;
  }
  const revision = revisionNamed(name);
  return async () => readResult(await resultAt(revision, runWords(flags), terminal), name);
}

function runWords({ specs = [], stress, workers }: Flags): string[] {
  return [...specs, ...(stress ? ['--stress'] : []), '--workers', String(workers)];
}

function exitCodeOfInterrupted(error: unknown): ExitCode {
  if (error instanceof Interrupted) return exitCodeOfStop(error.reason);
  throw error;
}

function failOn(words: string, before: readonly FailOn[] = []): FailOn[] {
  const demand = failOnOf(words);
  if (demand) return [...before, demand];
  throw new InvalidArgumentError('It is verdict, length, or states=20%.');
}
