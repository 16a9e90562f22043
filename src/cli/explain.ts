// What ends a command early, in one message and one exit status. No stack traces: a user's mistake
// needs none, and only a bug of mmcheck shows one, to be reported.

import { CommanderError } from 'commander';
import { ModelError, type ModelErrorPlace, UsageError } from '../base/errors.ts';
import { Stopped, type StopReason } from '../supervise/supervisor.ts';
import { ExitCode, exitCodeOfStop } from './exit-code.ts';
import { progressText } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

/** What is said, and the status that the command ends with. */
export interface Explanation {
  readonly message: string;
  readonly status: ExitCode;
}

export function explain(error: unknown, terminal: Terminal): ExitCode {
  // Commander has said it already; its own status, 1, would mean `violated`.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? ExitCode.asExpected : ExitCode.misuse;
  }
  const { message, status } = explanationOf(error);
  terminal.message(`mmcheck: ${message}`);
  return status;
}

export function explanationOf(error: unknown): Explanation {
  if (error instanceof UsageError) return { message: error.message, status: ExitCode.misuse };
  if (error instanceof ModelError) {
    const message = `${placeText(error.place)}${error.message}${runText(error.place)}`;
    return { message, status: ExitCode.misuse };
  }
  if (error instanceof Stopped) {
    const message = `${stoppedText(error)}; nothing is proved`;
    return { message, status: exitCodeOfStop(error.reason) };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `internal error, please report it with the model:\n${stack}`;
  return { message, status: ExitCode.internal };
}

/** `models/x.ts:12: row 3 (update=in-place), process 'alloc_pages0', step 'read': `. */
function placeText(place: ModelErrorPlace = {}): string {
  const { file, line = file, row, process, step, property } = place;
  const where = line === undefined ? '' : `${line}: `;
  const parts = [
    // Which spec's row it is, where the line is one of the model.
    ...(row === undefined ? [] : [...(isIn(file, line) ? [] : [file]), row]),
    ...(property === undefined ? [] : [`property '${property}'`]),
    ...(process === undefined ? [] : [`process '${process}'`]),
    ...(step === undefined ? [] : [`step '${step}'`]),
  ];
  return where + (parts.length === 0 ? '' : `${parts.join(', ')}: `);
}

/** Whether a place names the file, or there is none to name. */
function isIn(file: string | undefined, place: string | undefined): file is undefined {
  return file === undefined || place === file || place?.startsWith(`${file}:`) === true;
}

/** The steps that led to the mistake; of a long run the last. */
function runText({ run }: ModelErrorPlace = {}): string {
  if (run === undefined || run.length === 0) return '';
  const shown = run.slice(-SHOWN_STEPS);
  const first = run.length - shown.length;
  const lines = shown.map((step, k) => `\n  ${first + k + 1}. ${step}`);
  return `\n  after ${first > 0 ? `${run.length} steps, the last of them` : 'these steps'}:${lines.join('')}`;
}

const SHOWN_STEPS = 40;

const REASONS: Readonly<Record<StopReason, string>> = {
  interrupted: 'interrupted',
  terminated: 'asked to terminate',
  'hung-up': 'the terminal has hung up',
  unread: 'the reader of stdout has gone away',
  time: 'the time limit was reached; raise --timeout',
  memory:
    'out of memory: the heap of Node is full, which --memory does not count; raise it, in MiB, with ' +
    'NODE_OPTIONS=--max-old-space-size=8192, or choose smaller parameters',
};

export function stoppedText({ reason, figures }: Stopped, textOf = progressText): string {
  const learnt = figures.states > 0 ? textOf(figures) : 'no search had begun';
  return `${REASONS[reason]} (${learnt})`;
}
