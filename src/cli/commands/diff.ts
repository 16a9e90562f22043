// `mmcheck diff A B`: what turned between two results, or between two revisions, whose specs are run for it.

import { existsSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
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
import {
  type Copy,
  copyOf,
  Interrupted,
  inTemporaryFolder,
  type Revision,
  resultIn,
  revisionNamed,
} from '../revision-results.ts';
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
function sidesOf(before: string, after?: string): Names {
  if (after !== undefined) return [before, after];
  const [, from, dots, to] = /^(.*?)(\.{2,})(.*)$/.exec(before) ?? [];
  if (dots === undefined || existsSync(before)) {
    throw new UsageError(
      'diff compares two: name another file or revision, or two as in main..HEAD',
    );
  }
  const [a, b] = [from || 'HEAD', to || 'HEAD'];
  if (dots === '..') return [a, b];
  throw new UsageError(
    `diff compares two, as in ${a}..${b}; what ${b} changed since it left ${a} is $(git merge-base ${a} ${b})..${b}`,
  );
}

type Names = readonly [before: string, after: string];

async function diff(names: Names, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  // Each name is looked up before anything is run.
  const sides = names.map(sideNamed);
  if (flags.specs && !sides.some(isRevision)) {
    throw new UsageError('--specs chooses specs of revisions, and both sides are files');
  }
  const [a, b] = await resultsOf(sides, flags, terminal);
  const difference = compareResults(a, b);
  terminal.result(FORMATS[flags.format](difference));
  return exitCodeOf(difference, flags.failOn ?? []);
}

/** What could be run on neither side may have turned or not. */
function exitCodeOf(difference: Difference, demands: readonly FailOn[]): ExitCode {
  const { compared, came, went, notRun, notCompared } = difference;
  if (notRun.length > 0) return ExitCode.misuse;
  if (demands.some((demand) => failsOn(difference, demand))) return ExitCode.violated;
  const told = compared + came.length + went.length + notCompared.length;
  return told === 0 ? ExitCode.inconclusive : ExitCode.asExpected;
}

type Side = Result | Revision;

function isRevision(side: Side): side is Revision {
  return 'commit' in side;
}

/** Throws a UsageError where the name is neither that of a file nor of a revision. */
function sideNamed(name: string): Side {
  if (!existsSync(name) && !name.endsWith('.json')) return revisionNamed(name);
  return readResult(readJson(name, '`mmcheck run --report json=FILE` wrote'), name);
}

async function resultsOf(
  sides: readonly Side[],
  flags: Flags,
  terminal: Terminal,
): Promise<readonly Result[]> {
  if (!sides.some(isRevision)) return sides as readonly Result[];
  const revisions = sides.filter(isRevision);
  return inTemporaryFolder(async ({ folder, signal }) => {
    const copies = new Map(
      revisions.map((one, k) => [one, copyOf(one, flags.specs, join(folder, String(k)))]),
    );
    if (revisions.length === sides.length) refuseNothing([...copies.values()], flags);
    const results: Result[] = [];
    for (const side of sides) {
      const copy = isRevision(side) ? copies.get(side) : undefined;
      results.push(copy ? await resultOf(copy, flags, signal, terminal) : (side as Result));
    }
    return results;
  });
}

/** A word that stands for a spec on neither side is a mistake, and so are two sides without any. */
function refuseNothing(copies: readonly Copy[], { specs }: Flags): void {
  const names = copies.map(({ name }) => name).join(' nor ');
  const isEmpty = (k: number) => copies.every((copy) => copy.specs[k].files.length === 0);
  const word = specs?.find((_, k) => isEmpty(k));
  if (word !== undefined)
    throw new UsageError(`neither ${names} has a spec '${word}', looked for from ${process.cwd()}`);
  if (specs === undefined && isEmpty(0)) {
    throw new UsageError(
      `neither ${names} has a spec in ${resolve('specs')}; name specs with --specs, or go to where specs/ is`,
    );
  }
}

async function resultOf(
  copy: Copy,
  flags: Flags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Result> {
  const { stress, workers, specs } = flags;
  const options = [...(stress ? ['--stress'] : []), '--workers', String(workers)];
  const result = readResult(await resultIn(copy, options, signal, terminal), copy.name);
  if (specs === undefined) return result;
  const silence = (owner: string) =>
    specs.some((word) => isNamed(owner, word)) ? undefined : 'not among --specs';
  return { ...result, silence };
}

/** Whether a word may stand for a spec that is not there any more: its path, its folder, its name or its group. */
function isNamed(owner: string, word: string): boolean {
  const path = resolve(owner);
  const stem = path.slice(0, path.length - extname(path).length);
  return [resolve(word), resolve('specs', word)].some(
    (one) => one === path || one === stem || path.startsWith(one + sep),
  );
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
