// What goes wrong while a user's file is loaded, in words: it does not parse, it imports what does
// not exist, it throws. The words never contain a stack, but they do name the line in the user's
// own file.

import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { lineOf } from '../base/authors-lines.ts';
import { UsageError } from '../base/errors.ts';
import { shownPath } from '../base/shown-path.ts';
import { thrownWords } from '../base/thrown.ts';
import { hint, inAuthorsWords, publicUrls } from './library.ts';

/** A syntax error with its place, which jiti gives as text. */
export class ParseError extends Error {
  readonly file: string;
  readonly place: string;
  /** The text of the line. */
  readonly line: string;

  constructor(message: string, file: string, place: string, line: string) {
    super(message);
    this.file = file;
    this.place = place;
    this.line = line;
  }

  static in(error: unknown): ParseError | undefined {
    const found = /^ParseError: ([\s\S]*?)\s*\n\s*(\S.*):(\d+):(\d+)\s*$/.exec(thrownWords(error));
    if (!found) return undefined;
    const [, words, file, line, column] = found as unknown as string[];
    const shown = shownPath(file);
    // What Babel says besides is of its own settings; the place it says again.
    const [first] = words.trim().split('\n');
    const said = first.replace(/ \(\d+:\d+\):?$/, '');
    return new ParseError(said, shown, `${shown}:${line}:${column}`, lineIn(file, Number(line)));
  }
}

function lineIn(file: string, line: number): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
  } catch {
    return '';
  }
}

export async function loadError(path: string, error: unknown): Promise<UsageError> {
  const file = shownPath(path);
  if (error instanceof ParseError) {
    const importing = error.file === file ? '' : `; ${file} needs it`;
    return new UsageError(
      `${error.file} does not parse: ${error.message} at ${error.place}${importing}${meantExport(error)}`,
    );
  }
  if (isNotExported(error)) return new UsageError(`${file} imports ${await notExported(error)}`);
  const lost = notFound(path, error);
  if (lost !== undefined) return new UsageError(lost);
  const subpath = noSubpath(error);
  if (subpath !== undefined) {
    return new UsageError(
      `${file} imports '...${subpath}', which its package does not have; ${OF_MMCHECK}`,
    );
  }
  const isNamed = error instanceof Error && !OWN_NAMES.includes(error.name);
  const name = isNamed ? `${String(error.name)}: ` : '';
  const words = await inAuthorsWords(thrownWords(error));
  const place = placeIn(path, error);
  return new UsageError(
    `${place} throws when it is loaded: ${name}${words}${meantConst(place, words)}`,
  );
}

/** `m = defineModel(...)`. */
function meantConst(place: string, words: string): string {
  const [, name] = /^(\w+) is not defined$/.exec(words) ?? [];
  const [, file, line] = /^(.*):(\d+)$/.exec(place) ?? [];
  if (name === undefined || file === undefined) return '';
  const [, assigned] = /^\s*(\w+)\s*=[^=]/.exec(lineIn(file, Number(line))) ?? [];
  return assigned === name ? `; write \`const ${name} = ...\`` : '';
}

/** `export m = defineModel(...)` and `export default const m = ...`, of which a parser says what it expected. */
function meantExport({ line }: ParseError): string {
  const [, name] = /^\s*export\s+(?!default\b)(\w+)\s*=[^=]/.exec(line) ?? [];
  if (name !== undefined) return `; write \`export const ${name} = ...\``;
  const [, kept] = /^\s*export\s+default\s+(?:const|let|var)\s+(\w+)/.exec(line) ?? [];
  return kept === undefined
    ? ''
    : `; write \`const ${kept} = ...\`, then \`export default ${kept};\``;
}

/** What these errors are called tells an author nothing: their words say what is wrong. */
const OWN_NAMES: readonly string[] = ['Error', 'ModelError', 'UsageError'];

const NOT_EXPORTED = /requested module '([^']*)' does not provide an export named '([^']*)'/;

export function isNotExported(error: unknown): boolean {
  return NOT_EXPORTED.test(thrownWords(error));
}

/** `'x' from 'mmcheck', which exports no such name`. */
async function notExported(error: unknown): Promise<string> {
  const [, from, name] = NOT_EXPORTED.exec(thrownWords(error)) as unknown as string[];
  const more = publicUrls.has(from) ? await hint(name) : '';
  return `'${name}' from '${from}', which exports no such name${more}`;
}

/** The import that leads nowhere may be that of a file which this one imports. */
function notFound(path: string, error: unknown): string | undefined {
  const found =
    /^Cannot find (?:module|package) '([^']*)'(?:[\s\S]*?(?:from |stack:\n- )(\S+))?/.exec(
      thrownWords(error),
    );
  if (!found) return undefined;
  const [, wanted, importer = path] = found;
  const meant = wanted.startsWith('mmcheck/') ? `; ${OF_MMCHECK}` : '';
  return `${shownPath(importer)} imports '${asWritten(importer, wanted)}', which cannot be found${meant}`;
}

const OF_MMCHECK = `of mmcheck there are ${[...publicUrls.keys()].map((name) => `'${name}'`).join(' and ')}`;

/** `/kernal`, of a package that says what may be imported of it. */
function noSubpath(error: unknown): string | undefined {
  return /Package subpath '\.(\/[^']*)' is not defined by "exports"/.exec(thrownWords(error))?.[1];
}

/** Node and jiti tell the path that they looked for. */
function asWritten(importer: string, wanted: string): string {
  if (!isAbsolute(wanted)) return wanted;
  const path = relative(dirname(importer), wanted);
  return path.startsWith('.') ? path : `./${path}`;
}

/** The innermost place of the stack that lies in a file of the user's. */
function placeIn(path: string, error: unknown): string {
  return lineOf(error).line ?? shownPath(path);
}
