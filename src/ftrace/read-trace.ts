// A trace of a running kernel, from text: raw ftrace (the file `trace`), or what `trace-cmd report` prints.
//
// What must stay true: the events come in the order in which they happened, and none is missing in between; a trace of which
// that is not known is refused. What is not asked for (comments, stacks) may be skipped; what is not understood may not.

import { UsageError } from '../base/errors.ts';
import type { KernelEvent } from './event.ts';
import { readLine } from './read-line.ts';
import { withEntries } from './returns.ts';

export interface KernelTrace {
  readonly events: readonly KernelEvent[];
  /** Neighbours of different tasks that happened at the same time: their order is the file's. */
  readonly ties: number;
}

/** The events of a trace; a UsageError says why there are none, and what to do. */
export function readTrace(bytes: Uint8Array, file: string): KernelTrace {
  const text = textOf(bytes, file);
  const lines = text.split('\n');
  if (lines.at(-1) !== '') {
    throw new UsageError(
      `${file}:${lines.length}: the last line has no end: the trace is cut; take it again, or remove that line`,
    );
  }
  lines.pop();
  const events = lines.flatMap((line, k) => eventsOf(line, `${file}:${k + 1}`, k + 1));
  if (events.length === 0) throw new UsageError(noEvents(file, lines));
  const ties = checkOrder(events, file);
  return { events: withEntries(events), ties };
}

function textOf(bytes: Uint8Array, file: string): string {
  // A trace that came through Windows says nothing else.
  const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  if (text.startsWith('\x17\bDtracing')) {
    throw new UsageError(
      `${file} is what \`trace-cmd record\` writes; make text of it: trace-cmd report ${file} > trace.txt`,
    );
  }
  if (text.includes('\0')) throw new UsageError(`${file} is no text, so it is no trace`);
  return text;
}

function noEvents(file: string, lines: readonly string[]): string {
  const what = lines.some((line) => line.startsWith('# tracer:'))
    ? 'has no event in it: tracing was off, or the filter named nothing that ran'
    : 'is no trace: it is neither the text of the file `trace` nor that of `trace-cmd report`';
  return `${file} ${what}`;
}

/** The event of a line, if it is one. */
function eventsOf(line: string, where: string, number: number): readonly KernelEvent[] {
  checkComment(line, where);
  if (SKIPPED.some((words) => words.test(line))) return [];
  const event = readLine(line, number);
  if (event) return [event];
  throw new UsageError(
    `${where}: no event of a trace: '${line.trim().slice(0, 60)}'; the line is cut, or the file is something else`,
  );
}

/** Comments, frames of a stack, and what trace-cmd says of the file. */
const SKIPPED = [/^\s*$/, /^#/, /^\s*=> /, /^(cpus=\d+|version = \d+|CPU \d+ is empty)$/];

/** What a comment says of the whole trace. */
function checkComment(line: string, where: string): void {
  const [, tracer] = /^# tracer: (\w+)/.exec(line) ?? [];
  if (tracer !== undefined && tracer !== 'function' && tracer !== 'nop') {
    throw new UsageError(
      `${where}: it is a trace of '${tracer}'; take one with \`echo function > current_tracer\``,
    );
  }
  if (/^\s*(\d+\)|\S+-\d+\s+=>)\s.*[|{};]/.test(line)) {
    throw new UsageError(
      `${where}: it is a trace of 'function_graph'; take one with \`echo function > current_tracer\``,
    );
  }
  const [, kept, written] = /entries-in-buffer\/entries-written: (\d+)\/(\d+)/.exec(line) ?? [];
  if (kept !== written) {
    throw new UsageError(
      `${where}: ${Number(written) - Number(kept)} of ${written} events are lost: raise buffer_size_kb, or filter more`,
    );
  }
  const [, probe, missed] = /^# probe (\w+) missed (\d+) events/.exec(line) ?? [];
  if (probe !== undefined) {
    throw new UsageError(
      `${where}: ${missed} events of the probe '${probe}' are lost: take it again, with less beside it`,
    );
  }
  if (/LOST \d* ?EVENTS|EVENTS (LOST|DROPPED)|^#+ CPU \d+ buffer started/.test(line)) {
    throw new UsageError(`${where}: events are lost here: raise buffer_size_kb, or filter more`);
  }
}

/** That one clock, which does not go back, gave all times; the number of ties. */
function checkOrder(events: readonly KernelEvent[], file: string): number {
  let ties = 0;
  for (let k = 1; k < events.length; k++) {
    const [before, event] = [events[k - 1], events[k]];
    if (before.time.includes('.') !== event.time.includes('.')) {
      throw new UsageError(
        `${file}:${event.line}: another clock than in the line before (${before.time}, ${event.time}); a trace has one: echo counter > trace_clock`,
      );
    }
    const passed = Number(event.time) - Number(before.time);
    if (passed < 0) {
      throw new UsageError(
        `${file}:${event.line}: the time goes back (${before.time}, ${event.time}): these are two traces, or its clock differs from cpu to cpu: echo counter > trace_clock`,
      );
    }
    if (passed === 0 && before.pid !== event.pid) ties++;
  }
  return ties;
}
