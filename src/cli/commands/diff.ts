// `mmcheck diff A B`: what turned between two results.

import { InvalidArgumentError, Option } from 'commander';
import { compareResults, type Difference } from '../../diff/compare.ts';
import { type FailOn, failOnOf, failsOn } from '../../diff/demand.ts';
import { readResult } from '../../diff/result.ts';
import { differenceMarkdown, differenceText } from '../../diff/words.ts';
import { jsonText } from '../../report/json/json-text.ts';
import { ExitCode } from '../exit-code.ts';
import { readJson } from '../read-json.ts';
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
}

export function addDiff({ program, terminal, ended }: Setting): void {
  program
    .command('diff')
    .summary('tell what turned between two results')
    .description(
      'Compares two results of `run` or `check` as JSON: which verdicts turned, which runs got shorter, ' +
        'longer or different, which rows came and went, and which numbers of states changed. Ends with ' +
        'status 0 unless --fail-on asks for something else.',
    )
    .argument('<before>', 'a file that `mmcheck run --report json=FILE` wrote')
    .argument('<after>', 'another')
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
    .addHelpText(
      'after',
      examples(
        'diff before.json after.json',
        'diff before.json after.json --fail-on verdict --fail-on states=20% --format markdown',
      ),
    )
    .action((before: string, after: string, flags: Flags) =>
      ended(diff(before, after, flags, terminal)),
    );
}

function diff(before: string, after: string, flags: Flags, terminal: Terminal): ExitCode {
  const difference = compareResults(resultIn(before), resultIn(after));
  terminal.result(FORMATS[flags.format](difference));
  const fails = (flags.failOn ?? []).some((demand) => failsOn(difference, demand));
  return fails ? ExitCode.violated : ExitCode.asExpected;
}

function resultIn(file: string): ReturnType<typeof readResult> {
  return readResult(readJson(file, '`mmcheck run --report json=FILE` wrote'), file);
}

function failOn(words: string, before: readonly FailOn[] = []): FailOn[] {
  const demand = failOnOf(words);
  if (demand) return [...before, demand];
  throw new InvalidArgumentError('It is verdict, length, or states=20%.');
}
