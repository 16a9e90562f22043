// What a run is made of: all code of mmcheck, and every file that its specs are made of. Machines compare it before a row is
// taken.
//
// Sound only if a row's verdict is a function of these and of what is asked: so a spec that may get something from elsewhere
// (load/sources.ts) is no part of it, for two machines could then give two answers, and its rows go to no other machine.

import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { keyOf } from '../cache/disk-cache.ts';
import { engineKey } from '../cache/engine.ts';
import { readableSources } from '../load/sources.ts';

export interface RunSources {
  /** Of mmcheck's code, the packages that take part in a verdict, and Node's version. */
  readonly engine: string;
  /** Of each file, its path from the working directory and a digest of its text. */
  readonly files: Readonly<Record<string, string>>;
}

/** Those of the specs that are made of files alone, which other machines can have too. */
export function sharedSpecs(specs: readonly string[]): readonly string[] {
  return specs.filter((spec) => {
    const sources = readableSources(spec);
    return sources !== undefined && sources.open === undefined;
  });
}

/** A spec that can no longer be shared has none. */
export function sourcesOfRun(specs: readonly string[]): RunSources {
  const files = new Map<string, string>();
  for (const spec of specs) {
    const sources = readableSources(spec);
    if (sources === undefined || sources.open !== undefined) continue;
    for (const [path, text] of sources.files) files.set(relative('', path), digest(text));
  }
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return { engine: engineKey(), files: Object.fromEntries(sorted) };
}

export function keyOfSources({ engine, files }: RunSources): string {
  return keyOf([engine, JSON.stringify(Object.entries(files))]);
}

/** In words, what is different here; undefined where nothing is. */
export function differenceOf(wanted: RunSources, here: RunSources): string | undefined {
  if (wanted.engine !== here.engine) return 'another build of mmcheck, or another version of Node';
  const paths = [...new Set([...Object.keys(wanted.files), ...Object.keys(here.files)])].sort();
  const path = paths.find((one) => wanted.files[one] !== here.files[one]);
  if (path === undefined) return undefined;
  return Object.hasOwn(here.files, path) ? `${path} is another here` : `${path} is not here`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
