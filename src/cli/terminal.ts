// Where words go: results to stdout, everything else to stderr, so that a script can trust what it reads. A reader that
// goes away (`mmcheck run | head`) is no error.

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
  /** Somebody watches: a line may be rewritten in place. */
  readonly live: boolean;
}

const COLUMNS = 100;

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  const colours = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    result: (text) => stdout.write(text),
    message: (text) => stderr.write(`${text}\n`),
    messages: stderr,
    columns: stdout.columns ?? COLUMNS,
    style: colours ? ansiStyle : plainStyle,
    live: stderr.isTTY === true && env.TERM !== 'dumb',
  };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
