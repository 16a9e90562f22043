// The lines of a model that are running now, innermost first: read off the stack between the view that was touched and
// the audit that runs the step, so that a method which hides a store is named together with the step that calls it.
// Where the engine tells no lines there are none.

/** The folder of mmcheck's rooms. None of their lines is an author's but those of the kernel's primitives. */
const ROOMS = new URL('..', import.meta.url).href;
const AUDIT = `${ROOMS}audit/`;
const KERNEL = `${ROOMS}kernel/`;
const DEEPEST = 50;

interface Frame {
  readonly file: string;
  readonly line: string;
}

export function authorsLines(): readonly string[] {
  const frames = framesOf(stackHere());
  const touched = frames.findIndex(({ file }) => !file.startsWith(AUDIT));
  const above = touched < 0 ? [] : frames.slice(touched);
  const audit = above.findIndex(({ file }) => file.startsWith(AUDIT));
  return [...new Set(above.slice(0, audit).filter(isAuthors).map(shown))];
}

function stackHere(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEPEST;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = before;
  return stack;
}

function framesOf(stack: string): Frame[] {
  return stack.split('\n').flatMap((text) => {
    const found = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/.exec(text);
    if (!found) return [];
    const file = found[1].startsWith('file:') ? found[1] : `file://${found[1]}`;
    return [{ file, line: found[2] }];
  });
}

function isAuthors({ file }: Frame): boolean {
  return !file.startsWith(ROOMS) || file.startsWith(KERNEL);
}

/** `models/x.ts:12`: enough to find it, and the same on every machine. */
function shown({ file, line }: Frame): string {
  return `${file.split('/').slice(-2).join('/')}:${line}`;
}
