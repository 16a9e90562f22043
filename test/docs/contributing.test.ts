// The files and folders that CONTRIBUTING.md and docs/internals name are there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'CONTRIBUTING.md',
  ...readdirSync(`${ROOT}/docs/internals`).map((name) => `docs/internals/${name}`),
];

test.each(PAGES)('%s', (page) => {
  const text = readFileSync(`${ROOT}/${page}`, 'utf8');
  const named = [...text.matchAll(/`((?:src|test|docs|bench|tools)\/[\w./*-]+)`/g)].map(
    ([, path]) => path,
  );
  expect(named.filter((path) => !path.includes('NAME') && !isThere(path))).toEqual([]);
});

/** Also the beginning of a name: `test/audit/planted*`. */
function isThere(path: string): boolean {
  const folder = join(ROOT, dirname(path));
  const begin = basename(path).replace(/\*$/, '');
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(begin));
}
