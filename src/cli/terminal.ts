// Where words go: results to stdout, everything else to stderr, so that a script can trust what it
// reads. A reader that goes away (`mmcheck run | head`) is no error.

import { ansiStyle, plainStyle, type Style } from '../report/style.ts';

export interface Terminal {
  /** The result, and nothing else. */
  result(text: string): void;
  /** A message for people; ends the line itself. */
  message(text: string): void;
  /** Where messages go, for what is streamed. */
  readonly messages: NodeJS.WriteStream;
  /** Columns and colours of the place where the result goes. */
  readonly columns: number;
  readonly style: Style;
  /** Shows a line that the next output replaces, where somebody watches. */
  status(text: string): void;
  /** Somebody watches. */
  readonly live: boolean;
}

/** Where nobody says how many; some terminals say 0. */
const COLUMNS = 100;
const CLEAR = '\r\x1b[K';

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
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
      stdout.write(text);
    },
    message: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    status: (text) => {
      clear();
      if (!live) return;
      status = text.slice(0, (stderr.columns || COLUMNS) - 1);
      stderr.write(status);
    },
    messages: stderr,
    columns: stdout.columns || COLUMNS,
    style: colours ? ansiStyle : plainStyle,
    live,
  };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
