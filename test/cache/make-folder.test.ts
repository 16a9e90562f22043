// Folders in folders that are not there yet.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../src/cache/make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmcheck-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('all that it lies in is made, and what is there stays', () => {
  const deep = join(folder, 'a/b/c');
  makeFolder(deep);
  writeFileSync(join(deep, 'file'), 'x');
  makeFolder(deep);
  expect(statSync(join(deep, 'file')).size).toBe(1);
});

test('a file in the way is an error', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file/in/it'))).toThrow('ENOTDIR');
});

test('what there is, from the working directory on', () => {
  makeFolder('.');
  makeFolder('/');
});
