// The lines of a model that are running now, innermost first: those between the view that was touched and what runs the
// step. The kernel's primitives count as an author's: a method that hides a store is to be named, too.

import { type Frame, framesOf, isOurs, shownFrame } from '../base/authors-lines.ts';

const DEEPEST = 50;

export function runningLines(): readonly string[] {
  const frames = framesOf(stackHere());
  const touched = frames.findIndex((frame) => !isTracing(frame));
  const above = touched < 0 ? [] : frames.slice(touched);
  const lines = above.slice(0, above.findLastIndex(isTracing));
  const named = lines.filter((frame) => !isOurs(frame) || isOurs(frame, 'kernel/'));
  return [...new Set(named.map(shownFrame))];
}

function isTracing(frame: Frame): boolean {
  return isOurs(frame, 'trace/');
}

function stackHere(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEPEST;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = before;
  return stack;
}
