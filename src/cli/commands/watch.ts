// `mmcheck watch FILE`: checks a model or a spec again whenever a file of its models/ or specs/, or one beside it, is saved. Each
// check is a process of its own, as what was loaded once is not loaded anew in this one, and ends when a newer one begins.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { shownPath } from '../../base/shown-path.ts';
import { existingFile } from '../../load/find-file.ts';
import { fileAsked } from '../../load/project-files.ts';
import { isSource } from '../../load/source-files.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode } from '../exit-code.ts';
import { refuseGivenTwice } from '../given-once.ts';
import { parametersSet } from '../options.ts';
import { leadsTo } from '../output-files.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { type Watched, WatchedFolders } from '../watched-folders.ts';
import { type CheckFlags, checkCommand, refuseFlags } from './check.ts';
import { examples, type Setting } from './command.ts';

/** Editors save in several steps. */
const SETTLE_MS = 100;

export function addWatch({ program, terminal, ended }: Setting): void {
  program
    .command('watch')
    .summary('check a model again whenever it is saved')
    .description(
      'Checks a model or a spec, and again whenever a file of its models/ or specs/, or one beside it, is ' +
        'saved. Ends with Ctrl-C. Options are those of `check`, after `--`.',
    )
    .argument('<file>', 'a model or a spec, or the name of a model', fileAsked('models'))
    .argument('[options...]', 'options of `mmcheck check`, after --')
    .addHelpText(
      'after',
      examples('watch models/my-patch.ts', 'watch models/my-patch.ts -- --set tasks=1'),
    )
    .action(async (file: string, options: string[]) =>
      ended(await watch(file, options, { program, terminal })),
    );
}

async function watch(
  file: string,
  options: readonly string[],
  { program, terminal }: Pick<Setting, 'program' | 'terminal'>,
): Promise<ExitCode> {
  const path = existingFile(file, 'models');
  const words = ['check', file, ...options];
  await refuseHopeless(file, words, program, terminal);
  let running: ChildProcess | undefined;
  let settling: NodeJS.Timeout | undefined;
  const check = (): void => {
    running?.kill();
    const main = process.argv[1];
    running = spawn(process.execPath, [main, ...words], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  };
  const written = writtenBy(options);
  const saved = (file: string | undefined): void => {
    if (file !== undefined && (!SOURCE.test(file) || written.has(leadsTo(file)))) return;
    clearTimeout(settling);
    settling = setTimeout(() => {
      terminal.message(`\nmmcheck: ${file === undefined ? 'a file' : shownPath(file)} was saved`);
      check();
    }, SETTLE_MS);
  };
  const watched = new WatchedFolders(foldersOf(path), saved);
  check();
  terminal.message(
    `mmcheck: ${file} is checked again when it or a file beside it is saved; Ctrl-C ends it`,
  );
  await interrupted();
  watched.close();
  clearTimeout(settling);
  running?.kill();
  return ExitCode.asExpected;
}

/** Refuses what no save of a file mends: words that `check` does not take, or not for this file. */
async function refuseHopeless(
  file: string,
  words: readonly string[],
  program: Command,
  terminal: Terminal,
): Promise<void> {
  if (!isSource(file)) throw new UsageError(`${file} is no model and no spec; name one to watch`);
  let flags: CheckFlags | undefined;
  const probe = new Command('mmcheck').copyInheritedSettings(program);
  checkCommand(probe).action((_file: string, given: CheckFlags) => {
    flags = given;
  });
  refuseGivenTwice(probe);
  await probe.parseAsync(words, { from: 'user' });
  if (flags !== undefined) await refuseForFile(file, flags, terminal);
}

/** Where the file itself is broken nothing is known of it, and a save may mend it. */
async function refuseForFile(file: string, flags: CheckFlags, terminal: Terminal): Promise<void> {
  const set = parametersSet(flags);
  await inSession(terminal, {}, async ({ supervisors: [supervisor] }) => {
    const opened = await supervisor.ask('open', { file }).catch((error: unknown) => {
      if (error instanceof Stopped) throw error;
      return undefined;
    });
    if (opened === undefined) return;
    refuseFlags(file, opened.type, flags);
    await supervisor.ask('open', { file, set });
  });
}

const SOURCE = /\.(?:[cm]?[jt]s|json)$/;
const CODE = /\.[cm]?[jt]s$/;
const FOLDERS = ['models', 'specs'];

/**
 * The files that the check itself may write, among whatever its options name: to check again because of them would go on for
 * ever. What is code is read, as the spec of `--spec`.
 */
function writtenBy(options: readonly string[]): ReadonlySet<string> {
  const named = options.flatMap((word) => [word, word.slice(word.lastIndexOf('=') + 1)]);
  return new Set(named.filter((name) => name !== '' && !CODE.test(name)).map(leadsTo));
}

/** A project's own folders, and never what lies beside them: a project may have a hundred thousand files of packages. */
function foldersOf(path: string): Watched[] {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (!FOLDERS.includes(basename(folder))) continue;
    return FOLDERS.map((name) => join(dirname(folder), name))
      .filter((one) => existsSync(one))
      .map((one) => ({ folder: one, recursive: true }));
  }
  return [{ folder: dirname(path), recursive: false }];
}

function interrupted(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
}
