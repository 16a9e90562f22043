// The lines of an author's own files in a stack, innermost first: so that a message can name the line, and an audit the
// method that hides a store together with the step that calls it. Where the engine tells no lines there are none.

import { fileURLToPath } from 'node:url';
import { shownPath } from './shown-path.ts';
import { stackOf } from './thrown.ts';

/** The folder of mmcheck's rooms. None of their lines is an author's. */
const ROOMS = new URL('..', import.meta.url).href;

export interface Frame {
  /** An URL. */
  readonly file: string;
  readonly line: string;
}

export function framesOf(stack: string): Frame[] {
  return stack.split('\n').flatMap((text) => {
    // Node's own are no files: `(node:internal/process/task_queues:95:5)`.
    const found = /[\s(]((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/.exec(text);
    if (!found) return [];
    const file = found[1].startsWith('file:') ? found[1] : `file://${found[1]}`;
    return [{ file, line: found[2] }];
  });
}

/** Whether a file lies in one of the rooms, by name, or in any. */
export function isOurs({ file }: Frame, room = ''): boolean {
  return file.startsWith(ROOMS + room);
}

/** `models/x.ts:12`: from the working directory, so that it can be opened; of ours from the folder of the rooms. */
export function shownFrame(frame: Frame): string {
  const { file, line } = frame;
  const path = isOurs(frame) ? file.slice(ROOMS.length) : shownPath(fileURLToPath(file));
  return `${path}:${line}`;
}

/** The innermost line of the author's that an error comes from, as the place of a mistake. */
export function lineOf(error: unknown): { line?: string } {
  const stack = stackOf(error) ?? '';
  const frame = framesOf(stack).find((one) => !isOurs(one) && !one.file.includes('/node_modules/'));
  return frame ? { line: shownFrame(frame) } : {};
}

/** `models/x.ts:12`, so many lines below the one on which a function of the author's begins. */
export function lineWithin(fn: object, below: number): string | undefined {
  return lineOfFunction(fn)?.replace(/\d+$/, (begin) => String(Number(begin) + below));
}

/**
 * The line on which a function of the author's begins, by an error that its pattern runs into before any of its code
 * does. Nothing of a function without one, which could do anything, nor of one of ours.
 */
export function lineOfFunction(fn: object): string | undefined {
  if (typeof fn !== 'function' || fn.length === 0) return undefined;
  const get = (): never => {
    throw new Error('only the line was asked for');
  };
  try {
    fn(new Proxy({}, { get }));
  } catch (error) {
    // The trap is ours; its caller is the function.
    const [, called] = framesOf(stackOf(error) ?? '');
    return called && !isOurs(called) ? shownFrame(called) : undefined;
  }
  return undefined;
}
