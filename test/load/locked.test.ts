// Folders that may not be read. Tests that run as root may read everything, so it is the file system that is played here.

import { expect, test, vi } from 'vitest';
import { existingFile } from '../../src/load/find-file.ts';
import { sourceFiles } from '../../src/load/source-files.ts';

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  readdirSync: () => {
    throw new Error('EACCES: permission denied');
  },
}));

test('a locked folder is told, as a folder of specs and where a name is guessed', () => {
  expect(() => sourceFiles('test/load')).toThrow(/^cannot read the folder test\/load: EACCES/);
  expect(() => existingFile('test/load/nothing.ts')).toThrow(/^cannot read the folder .*: EACCES/);
});
