// `mmcheck litmus FILES...`: litmus tests of the kernel's memory model, run as models to all their ends.

import { UsageError } from '../../base/errors.ts';
import { DEFAULT_MEMORY } from '../../base/limits.ts';
import type { MemoryModel } from '../../language/memory-model.ts';
import { litmusFiles } from '../../load/litmus-files.ts';
import type { LitmusReport, LitmusResult } from '../../outcome/litmus.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode, exitCodeOfStop, worstOf } from '../exit-code.ts';
import { stoppedText } from '../explain.ts';
import { memoryOptions } from '../memory.ts';
import {
  formatOption,
  memoryModelOption,
  memorySize,
  timeoutOption,
  wholeNumber,
} from '../options.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly model?: boolean;
  readonly memoryModel: MemoryModel;
  readonly maxStates: number;
  readonly memory?: number;
  readonly timeout?: number;
  readonly format: Format;
}

const STATES = 10_000_000;

export function addLitmus({ program, terminal, ended }: Setting): void {
  program
    .command('litmus')
    .summary('run litmus tests of the C format of the kernel')
    .description(
      "Reads litmus tests in the C format of the kernel's tools/memory-model, makes a model of each, and prints " +
        'what herd prints: the final states, and how often the condition is true of them. Where a file has a line ' +
        '`Result: Never`, `Sometimes` or `Always`, says whether it is so. Several tests are a table.',
    )
    .argument('<files...>', 'files, and folders of files *.litmus')
    .addOption(memoryModelOption().default('sc'))
    .option('--model', 'print the model that a test is made into, and run nothing')
    .option('--max-states <n>', 'refuse larger models', wholeNumber(1), STATES)
    .option('--memory <size>', 'for the states: 512M, 4G', memorySize)
    .addOption(timeoutOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(
        'litmus MP+pooncerelease+poacquireonce.litmus',
        'litmus tools/memory-model/litmus-tests',
      ),
    )
    .action(async (files: readonly string[], flags: Flags) =>
      ended(await (flags.model ? showModel : litmus)(litmusFiles(files), flags, terminal)),
    );
}

async function showModel(
  files: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  const [file, ...others] = files;
  if (others.length > 0) throw new UsageError('--model is for one test; name one file');
  return inSession(terminal, flags, async (session) => {
    const made = await session.supervisors[0].ask('litmusModel', { file });
    if ('text' in made) {
      terminal.result(made.text);
      return ExitCode.asExpected;
    }
    return show({ memoryModel: flags.memoryModel, tests: [made] }, flags, terminal);
  });
}

async function litmus(
  files: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  return inSession(terminal, flags, async (session) => {
    const tests: LitmusResult[] = [];
    let stopped: Stopped | undefined;
    for (const [k, file] of files.entries()) {
      session.about = files.length === 1 ? '' : `${file} (${k + 1} of ${files.length})  `;
      const found = await runOne(file, flags, session).catch((error: unknown) => {
        if (!(error instanceof Stopped) || k === 0) throw error;
        return error;
      });
      if (found instanceof Stopped) {
        stopped = found;
        break;
      }
      tests.push(found);
    }
    const status = await show({ memoryModel: flags.memoryModel, tests }, flags, terminal);
    return stopped
      ? worstOf([status, notRun(files.slice(tests.length), stopped, terminal)])
      : status;
  });
}

/** Those that were asked for after the last that came to its end. */
function notRun(files: readonly string[], stopped: Stopped, terminal: Terminal): ExitCode {
  const [first] = files;
  const which = files.length === 1 ? first : `${files.length} tests, ${first} and those behind it`;
  terminal.message(`mmcheck: ${stoppedText(stopped)}; not run: ${which}`);
  return exitCodeOfStop(stopped.reason);
}

async function runOne(file: string, flags: Flags, session: Session): Promise<LitmusResult> {
  const { memoryBytes = DEFAULT_MEMORY } = memoryOptions(flags.memory, 1);
  const found = await session.supervisors[0].ask('litmus', {
    file,
    memoryModel: flags.memoryModel,
    maxStates: flags.maxStates,
    memoryBytes,
  });
  if ('figures' in found) throw new Stopped(session.stopped ?? 'interrupted', found.figures);
  return found;
}

async function show(
  report: LitmusReport,
  { format }: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  terminal.result((await reporters[format]()).litmus(report, terminal));
  return worstOf(report.tests.map(statusOf));
}

/** What is not supported is no mistake of who wrote it, and nothing was checked. */
function statusOf(result: LitmusResult): ExitCode {
  if (result.type === 'refusal') {
    return result.kind === 'malformed' ? ExitCode.misuse : ExitCode.inconclusive;
  }
  if (result.noRunEnds) return ExitCode.inconclusive;
  if (result.agreement === 'contradicts') return ExitCode.violated;
  return result.agreement === 'shows-more' ? ExitCode.inconclusive : ExitCode.asExpected;
}
