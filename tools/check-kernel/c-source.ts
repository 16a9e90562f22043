// An unpacked kernel: which functions and macros a file of C defines, and what their bodies name. Found by their text,
// without a compiler: comments and strings are taken out, a definition is a name with parameters and a body at the top
// level, and a body ends where its braces do. All variants under #ifdef count.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of C: the bodies of what it defines, all of one name in one text. */
export interface CFile {
  readonly bodies: ReadonlyMap<string, string>;
}

export class CSource {
  readonly #folder: string;
  readonly #files = new Map<string, CFile | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined where there is no such file. */
  file(name: string): CFile | undefined {
    if (!this.#files.has(name)) this.#files.set(name, this.#read(name));
    return this.#files.get(name);
  }

  /** Whether the folder of the file was unpacked. */
  hasFolderOf(name: string): boolean {
    return existsSync(join(this.#folder, dirname(name)));
  }

  #read(name: string): CFile | undefined {
    const path = join(this.#folder, name);
    return existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
  }

  /** `6.1.192`, from its Makefile; undefined where that was not unpacked. */
  get version(): string | undefined {
    const makefile = join(this.#folder, 'Makefile');
    if (!existsSync(makefile)) return undefined;
    const text = readFileSync(makefile, 'utf8');
    const number = (key: string): string | undefined =>
      new RegExp(`^${key} = (\\d+)$`, 'm').exec(text)?.[1];
    return [number('VERSION'), number('PATCHLEVEL'), number('SUBLEVEL')].join('.');
  }
}

export function parse(text: string): CFile {
  const code = withoutComments(text);
  const bodies = new Map<string, string>();
  const add = (name: string, body: string): void => {
    bodies.set(name, `${bodies.get(name) ?? ''}\n${body}`);
  };
  for (const [, name, body] of code.matchAll(
    /^[ \t]*#[ \t]*define[ \t]+(\w+)\(((?:.*\\\n)*.*)/gm,
  )) {
    add(name, body);
  }
  const plain = code.replaceAll(/^[ \t]*#(?:.*\\\n)*.*/gm, '');
  // From the first column on: what it returns, its name, its parameters, and the brace of its body.
  for (const found of plain.matchAll(/^(?:\w[\w\s*]*?\b)?(\w+)\s*\(([^;{}]*)\)[^;{}()=]*\{/gm)) {
    const open = found.index + found[0].length - 1;
    // The name of a system call is the first parameter of its macro.
    const name = /^(?:COMPAT_)?SYSCALL_DEFINE/.test(found[1]) ? found[2].split(',')[0] : found[1];
    add(name, plain.slice(open, endOfBody(plain, open)));
  }
  return { bodies };
}

function withoutComments(text: string): string {
  const pattern = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
  return text.replaceAll(pattern, (found) => (found.startsWith('/') ? ' ' : '""'));
}

function endOfBody(text: string, open: number): number {
  let depth = 0;
  for (let k = open; k < text.length; k++) {
    if (text[k] === '{') depth++;
    if (text[k] === '}' && --depth === 0) return k + 1;
  }
  return text.length;
}
