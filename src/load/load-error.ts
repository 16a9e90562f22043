// What goes wrong while a user's file is loaded, in words: it does not parse, it imports what does
// not exist, it throws. The words never contain a stack, but they do name the line in the user's
// own file.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { framesOf } from '../model/authors-lines.ts';
import { UsageError } from '../model/errors.ts';
import { shownPath } from './find-file.ts';
import { stackOf, thrownWords } from './thrown.ts';

/** A syntax error with its place, which jiti gives as text. */
export class ParseError extends Error {
  readonly place: string;

  constructor(message: string, place: string) {
    super(message);
    this.place = place;
  }

  static in(error: unknown): ParseError | undefined {
    const found = /^ParseError: ([\s\S]*?)\s*\n\s*(\S.*):(\d+):(\d+)\s*$/.exec(thrownWords(error));
    if (!found) return undefined;
    const [, words, file, line, column] = found as unknown as string[];
    return new ParseError(words.trim(), `${shownPath(file)}:${line}:${column}`);
  }
}

export function loadError(path: string, error: unknown): UsageError {
  const file = shownPath(path);
  if (error instanceof ParseError) {
    return new UsageError(`${file} does not parse: ${error.message} at ${error.place}`);
  }
  const missing = notExported(error);
  if (missing !== undefined) return new UsageError(`${file} imports ${missing}`);
  const lost = notFound(error);
  if (lost !== undefined) {
    return new UsageError(`${file} imports ${lost}, which cannot be found`);
  }
  const name = error instanceof Error && error.name !== 'Error' ? `${String(error.name)}: ` : '';
  return new UsageError(
    `${placeIn(path, error)} throws when it is loaded: ${name}${wordsOf(error)}`,
  );
}

/** `'x' from 'mmcheck', which exports no such name`, where that is the trouble. */
export function notExported(error: unknown): string | undefined {
  const found = /requested module '([^']*)' does not provide an export named '([^']*)'/.exec(
    thrownWords(error),
  );
  return found ? `'${found[2]}' from '${found[1]}', which exports no such name` : undefined;
}

function notFound(error: unknown): string | undefined {
  const found = /^Cannot find (?:module|package) '([^']*)'/.exec(thrownWords(error));
  return found ? `'${shownPath(found[1])}'` : undefined;
}

/**
 * The words of an error; what jiti makes of an import that does not exist is put back into the
 * author's.
 */
function wordsOf(error: unknown): string {
  return thrownWords(error)
    .replace(/\(0 , _\w+\.(\w+)\)/g, '$1')
    .replace(/\b_mmcheck\./g, '');
}

/** The innermost place of the stack that lies in the user's file or folder. */
function placeIn(path: string, error: unknown): string {
  for (const { file: url, line } of framesOf(stackOf(error) ?? '')) {
    const file = fileURLToPath(url);
    if (file === path || file.startsWith(`${dirname(path)}/`)) return `${shownPath(file)}:${line}`;
  }
  return shownPath(path);
}
