#!/usr/bin/env node
// The command line. `run` reads as the program: build it, parse, and turn whatever happened into an
// exit status. Nothing happens at import, and of the commands only the one that is given is loaded.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/near-name.ts';
import type { AddCommand } from './commands/command.ts';
import { EXIT_STATUSES, ExitCode } from './exit-code.ts';
import { explain } from './explain.ts';
import { refuseGivenTwice } from './given-once.ts';
import { insteadOf } from './instead-of.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

const help = () => `
Exit status:
${EXIT_STATUSES.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join('\n')}

Start with:
  $ mmcheck list
  $ mmcheck check zonelist-rebuild --set update=in-place
  $ mmcheck run
`;

/** In the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import('./commands/init.ts')).addInit,
  check: async () => (await import('./commands/check.ts')).addCheck,
  run: async () => (await import('./commands/run.ts')).addRun,
  worker: async () => (await import('./commands/worker.ts')).addWorker,
  status: async () => (await import('./commands/status.ts')).addStatus,
  watch: async () => (await import('./commands/watch.ts')).addWatch,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  conform: async () => (await import('./commands/conform.ts')).addConform,
  'trace-filter': async () => (await import('./commands/trace-filter.ts')).addTraceFilter,
  monitor: async () => (await import('./commands/monitor.ts')).addMonitor,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  merge: async () => (await import('./commands/merge.ts')).addMerge,
  graph: async () => (await import('./commands/graph.ts')).addGraph,
  explore: async () => (await import('./commands/explore.ts')).addExplore,
  simulate: async () => (await import('./commands/simulate.ts')).addSimulate,
  sweep: async () => (await import('./commands/sweep.ts')).addSweep,
  barriers: async () => (await import('./commands/barriers.ts')).addBarriers,
  outcomes: async () => (await import('./commands/outcomes.ts')).addOutcomes,
  litmus: async () => (await import('./commands/litmus.ts')).addLitmus,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  cache: async () => (await import('./commands/cache.ts')).addCache,
  list: async () => (await import('./commands/list.ts')).addList,
  man: async () => (await import('./commands/man.ts')).addMan,
  completion: async () => (await import('./commands/completion.ts')).addCompletion,
};

/** Commands that tell of all others. */
const OF_ALL = ['completion', 'man'];

/** Those that the words need: the one they name, none for a version, all to help. */
function neededFor([first = '']: readonly string[]): (() => Promise<AddCommand>)[] {
  const isOne = Object.hasOwn(COMMANDS, first) && !OF_ALL.includes(first);
  if (isOne) return [COMMANDS[first]];
  return ['--version', '-V'].includes(first) ? [] : Object.values(COMMANDS);
}

/** Runs a command line, without the name of the program, and returns the exit status. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = ExitCode.asExpected;
  try {
    checkWorkingDirectory();
    checkHelp(words);
    const program = makeProgram(terminal, words);
    const setting = { program, terminal, ended: (status: ExitCode) => (code = status) };
    for (const load of neededFor(words)) (await load())(setting);
    refuseGivenTwice(program);
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Commander prints the whole help for a command that there is none of, and does not say so. */
function checkHelp([help, command]: readonly string[]): void {
  if (help !== 'help' || command === undefined || command.startsWith('-')) return;
  const known = ['help', ...Object.keys(COMMANDS)];
  if (known.includes(command)) return;
  const near = didYouMean(command, known) || ';';
  throw new UsageError(`there is no command '${command}'${near} \`mmcheck help\` names all`);
}

/** All files are named from there. */
function checkWorkingDirectory(): void {
  try {
    process.cwd();
  } catch {
    throw new UsageError('the working directory does not exist any more; go to one that does');
  }
}

function makeProgram(terminal: Terminal, words: readonly string[]): Command {
  return new Command('mmcheck')
    .description(
      'Settles arguments about kernel memory management by running every interleaving of a model.',
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.result(text),
      writeErr: (text) => terminal.message(text.trimEnd()),
      outputError: (text, write) => write(`${text.trimEnd()}${insteadOf(words, text)}`),
    })
    .addHelpText('after', help());
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  const lost = (): void => {
    process.exitCode = ExitCode.misuse;
  };
  const status = await run(process.argv.slice(2), processTerminal(lost));
  process.exitCode ??= status;
  // Who was interrupted may be again: a signal that meets Node while it clears up would take the exit status along.
  if (Number(process.exitCode) >= 128) process.exit();
}
