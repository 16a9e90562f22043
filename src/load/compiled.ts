// An author's file as JavaScript, for a Node that does not take TypeScript: compiled once and kept, since the compiler alone
// takes longer to load than most models take to search.
//
// What must stay true: what was kept is what the compiler would say again, so that its key has all that goes into it.

import { createRequire } from 'node:module';
import type { TransformOptions, TransformResult } from 'jiti';
import { DiskCache, keyOf } from '../cache/disk-cache.ts';
import { guardEarlyExports } from './early-exports.ts';

const require = createRequire(import.meta.url);

/** As CommonJS asks for it, when it is wanted: as an import, Node would read its text for names first. */
export const createJiti: typeof import('jiti').createJiti = (...given) =>
  require('jiti').createJiti(...given);

export type Transform = (given: TransformOptions) => TransformResult;

/** `maps`: with the lines of the author's file. */
export function transformOnce(maps = false): Transform {
  const options = { fsCache: false, sourceMaps: maps };
  const kept = new DiskCache('compiled');
  return (given) => {
    const guarded = (code: string) => guardEarlyExports(code, given.filename ?? 'the file');
    const key = keyOf([version(), JSON.stringify({ ...given, maps })]);
    const found = kept.get(key);
    if (typeof found === 'object') return { code: guarded(found.text) };
    const code = quietly(() => createJiti(import.meta.url, options).transform(given));
    // Of a file that does not parse jiti makes one that says so.
    if (!code.includes('__JITI_ERROR__')) kept.put(key, code);
    return { code: guarded(code) };
  };
}

/** Babel writes to the console of an export that is declared nowhere; when the file runs, it is an error with its line. */
function quietly<T>(run: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return run();
  } finally {
    console.warn = warn;
  }
}

/** Of the compiler. */
function version(): string {
  return require('jiti/package.json').version;
}
