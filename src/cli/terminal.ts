// Where words go: results to stdout, everything else to stderr, so that a script can trust what it
// reads. A reader that goes away (`mmcheck run | head`) is no error; a result that is lost otherwise,
// as on a full disk, must not end with the status of a verdict.
//
// Whatever a model, a file or an error says, nothing in it acts on the terminal but the codes of the style: reports see to
// that where they need to know how wide a text is, and here is the place that none gets past.

import { STYLE_CODE, type Style, styleNamed } from '../report/text/style.ts';
import { printable } from '../report/text/width.ts';

export interface Terminal {
  /** The result, and nothing else. */
  result(text: string): void;
  /** Called once the reader of the result has gone away, as `head` does: no error, but nothing is read any more. */
  whenUnread(act: () => void): void;
  /** A message for people; ends the line itself. */
  message(text: string): void;
  /** Where messages go, for what is streamed. */
  readonly messages: NodeJS.WriteStream;
  /** Columns and colours of the place where the result goes. */
  readonly columns: number;
  readonly colours: boolean;
  readonly style: Style;
  /** Shows a line that the next output replaces, where somebody watches. */
  status(text: string): void;
  /** Somebody watches. */
  readonly live: boolean;
}

/** Where nobody says how many; some terminals say 0. */
const COLUMNS = 100;
const CLEAR = '\r\x1b[K';

/** `lost` is called, perhaps after the last write, once the result could not be written. */
export function processTerminal(lost: () => void): Terminal {
  const { stdout, stderr, env } = process;
  // There is nowhere left to say it.
  stderr.on('error', () => {});
  let isLost = false;
  let unread: (() => void) | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') unread?.();
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    stderr.write(`mmcheck: cannot write the result: ${error.message}; send stdout elsewhere\n`);
    lost();
  });
  const colours = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const live = stderr.isTTY === true && env.TERM !== 'dumb';
  let status = '';
  const clear = (): void => {
    if (status !== '') stderr.write(CLEAR);
    status = '';
  };
  return {
    result: (text) => {
      clear();
      stdout.write(colours ? styledText(text) : plainText(text));
    },
    whenUnread: (act) => {
      unread = act;
    },
    message: (text) => {
      clear();
      stderr.write(`${plainText(text)}\n`);
    },
    status: (text) => {
      clear();
      if (!live) return;
      status = plainText(text).slice(0, (stderr.columns || COLUMNS) - 1);
      stderr.write(status);
    },
    messages: stderr,
    columns: stdout.columns || COLUMNS,
    colours,
    style: styleNamed(colours),
    live,
  };
}

function plainText(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function styledText(text: string): string {
  return text
    .split(STYLE_CODE)
    .map((part, k) => (k % 2 === 1 ? part : plainText(part)))
    .join('');
}
