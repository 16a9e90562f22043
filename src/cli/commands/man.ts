// `mmcheck man`: the manual page, made of the same commands and words as their help.

import type { Command } from 'commander';
import { CACHE_VARIABLE } from '../../cache/folder.ts';
import { EXIT_STATUSES } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { packageVersion } from '../version.ts';
import { examples, type Setting } from './command.ts';

export function addMan({ program, terminal }: Setting): void {
  program
    .command('man')
    .summary('print the manual page')
    .description('Prints the manual page of mmcheck, all commands with their options, for man(1).')
    .addHelpText('after', examples('man | man -l -', 'man > /usr/local/share/man/man1/mmcheck.1'))
    .action(() => man(program, terminal));
}

function man(program: Command, terminal: Terminal): void {
  const lines = [
    `.TH MMCHECK 1 "" "mmcheck ${packageVersion()}"`,
    '.SH NAME',
    text(`mmcheck - ${program.description()}`),
    '.SH SYNOPSIS',
    '.B mmcheck',
    text('COMMAND [ARGUMENTS] [OPTIONS]'),
    '.SH COMMANDS',
    ...program.commands.flatMap(commandLines),
    ...listed('EXIT STATUS', EXIT_STATUSES),
    ...listed('ENVIRONMENT', ENVIRONMENT),
    ...listed('FILES', FILES),
  ];
  terminal.result(`${lines.join('\n')}\n`);
}

const ENVIRONMENT = [
  [CACHE_VARIABLE, 'the folder that keeps what earlier runs have found; "off" keeps nothing'],
  ['NO_COLOR', 'no colours, also on a terminal'],
  ['TMPDIR', 'where `mmcheck diff` makes copies of revisions'],
  ['GITHUB_STEP_SUMMARY', 'the file to which `--report github` adds the summary of a job'],
] as const;

const FILES = [
  ['models/, specs/', 'the models of a project, and their specs'],
  ['node_modules/.cache/mmcheck', 'what earlier runs have found; see `mmcheck cache`'],
] as const;

function listed(title: string, items: readonly (readonly [unknown, string])[]): string[] {
  return [
    `.SH ${title}`,
    ...items.flatMap(([name, about]) => ['.TP', text(String(name)), text(about)]),
  ];
}

function commandLines(command: Command): string[] {
  const help = command.createHelp();
  const words = `${command.name()} ${command.usage()}`.trim();
  return [
    `.SS ${quoted(`mmcheck ${words}`)}`,
    text(command.description()),
    ...help
      .visibleOptions(command)
      .flatMap((option) => [
        '.TP',
        `.B ${text(option.flags)}`,
        text(help.optionDescription(option)),
      ]),
  ];
}

function quoted(words: string): string {
  return `"${text(words).replaceAll('"', '\\(dq')}"`;
}

/** What roff would take for a command of its own, or break, is text. */
function text(words: string): string {
  const shown = words.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(shown) ? `\\&${shown}` : shown;
}
