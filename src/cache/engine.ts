// Which engine says something: all of its code. What another has said is not believed.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyOf } from './disk-cache.ts';

/** The packages that take part in a verdict. */
const PACKAGES = ['acorn', 'immutable', 'jiti'];

let known: string | undefined;

/** A key of mmcheck's code, the packages that it uses, and Node's version. */
export function engineKey(): string {
  known ??= keyOf([process.version, ...ownCode(), ...packages()]);
  return known;
}

function ownCode(): string[] {
  const rooms = fileURLToPath(new URL('..', import.meta.url));
  return readdirSync(rooms, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .flatMap((file) => [file, readFileSync(join(rooms, file), 'utf8')]);
}

function packages(): string[] {
  const require = createRequire(import.meta.url);
  return PACKAGES.map((name) => `${name} ${require(`${name}/package.json`).version}`);
}
