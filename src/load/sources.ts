// All the files of an author's that one of them is made of, read from the imports in their texts: what a kept verdict
// depends on, and what a change of a file affects.
//
// What must stay true: nothing is left out. A name that may lead to one of several files leads to all that are there; and
// where the text may get anything from elsewhere - a package, a module of Node, a name that is put together, the clock - it
// says so, and nobody relies on the list.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { publicUrls } from './library.ts';

export interface Sources {
  /** Absolute paths with their texts, sorted. */
  readonly files: ReadonlyMap<string, string>;
  /** Where else the names in them might lead, had there been a file. */
  readonly absent: readonly string[];
  /** What else it may depend on, in words; absent where it is made of these files alone. */
  readonly open?: string;
}

const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;
const ENDINGS = [
  '',
  '.ts',
  '.mts',
  '.cts',
  '.js',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.js',
];

/** Words by which a text reaches what is in no file of the list. */
const REACHING: readonly (readonly [RegExp, string])[] = [
  [/\bimport\s*\(\s*(?!['"])/, 'a name for import() that is put together'],
  [
    /^(?!\s*\/\/).*\b(?:from|import)\s*(?:(?:\/\*[\s\S]*?\*\/|\/\/.*)\s*)+['"]/m,
    'an import with a comment in it',
  ],
  [/\bimport\s*\.\s*meta\b|\b__(?:dir|file)name\b/, 'where the file lies'],
  [/\b(?:require|createRequire)\b/, 'require()'],
  [/\bprocess\s*(?:\??\.[a-z]|\[)|=\s*process\b/, 'the process'],
  [/\bMath\s*(?:\??\.\s*random|\[)|=\s*Math\b(?!\s*\.)/, 'Math.random()'],
  [/(?:=\s*|\bnew\s+)(?:Date|performance|Temporal)\b/, 'the clock'],
  [/\b(?:Date|performance|Temporal)\b\s*\??[.(;[]/, 'the clock'],
  [/=\s*(?:eval|Intl|crypto|navigator|Function)\b|\bglobalThis\b/, 'what is global'],
  [/\b(?:eval|Intl|crypto|navigator)\b\s*\??[.(;[]|\bFunction\s*\(/, 'what is global'],
  [/\b(?:fetch|setTimeout|setInterval)\s*\(|\.toLocale[A-Z]|\bWeakRef\b/, 'what is global'],
];

/** Throws where a file cannot be read, or is none: reading a device or a pipe may never end. */
export function sourcesOf(file: string, read: (path: string) => string = readText): Sources {
  const files = new Map<string, string>();
  const absent = new Set<string>();
  const reasons: string[] = [];
  const queue = [resolve(file)];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (files.has(path)) continue;
    const text = read(path);
    files.set(path, text);
    reasons.push(...REACHING.filter(([words]) => words.test(text)).map(([, what]) => what));
    for (const [, , name] of text.matchAll(IMPORT)) {
      if (publicUrls.has(name)) continue;
      const [found, missing] = name.startsWith('.') ? candidates(dirname(path), name) : [[], []];
      for (const one of missing) absent.add(one);
      if (found.length === 0) reasons.push(`'${name}'`);
      queue.push(...found);
    }
  }
  const sorted = new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
  const said = { files: sorted, absent: [...absent] };
  return { ...said, ...(reasons.length > 0 && { open: [...new Set(reasons)].join(', ') }) };
}

/** Undefined where not all of them can be read: loading the file says why. */
export function readableSources(file: string): Sources | undefined {
  try {
    return sourcesOf(file);
  } catch (error) {
    if (error instanceof UsageError || (error as NodeJS.ErrnoException).code) return undefined;
    throw error;
  }
}

export function readText(path: string): string {
  if (!isFile(path)) throw new UsageError(`${path} is no regular file`);
  return readFileSync(path, 'utf8');
}

/** The files that a relative name may stand for: those that there are, and the others. */
function candidates(folder: string, name: string): [found: string[], missing: string[]] {
  const path = resolve(folder, name);
  const asTypescript = path.replace(/\.([mc]?)js$/, '.$1ts');
  const all = [...new Set([...ENDINGS.map((ending) => path + ending), asTypescript])];
  return [all.filter(isFile), all.filter((one) => !isFile(one))];
}

export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
