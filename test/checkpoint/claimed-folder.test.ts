// Whose folder it is stays known, whatever the disk does while that is written again.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CheckpointFolder } from '../../src/checkpoint/checkpoint-folder.ts';
import { claimFolder } from '../../src/checkpoint/claimed-folder.ts';
import { DiskFolder } from '../../src/checkpoint/disk-folder.ts';

const disk = vi.hoisted(() => ({ isFull: false }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    writeSync(fd: number, bytes: Uint8Array, at: number, length: number) {
      if (disk.isFull) throw Object.assign(new Error('ENOSPC: refused'), { code: 'ENOSPC' });
      return real.writeSync(fd, bytes, at, length);
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmcheck-claimed-'));
});
afterEach(() => {
  disk.isFull = false;
  rmSync(folder, { recursive: true });
});

const identity = { version: '1', model: 'm', options: { n: '--set n=1' } };
const claim = (of = identity) =>
  claimFolder(folder, of, { option: '--checkpoint', holds: 'the checkpoint' });

test('of a search that is there, on a disk that has become full', () => {
  claim();
  disk.isFull = true;
  expect(claim).toThrow(
    `--checkpoint ${folder}: nothing can be written there (ENOSPC: refused), and nothing was changed; make room, or name another folder`,
  );
  disk.isFull = false;
  claim();
  expect(() => claim({ ...identity, options: { n: '--set n=2' } })).toThrow(
    'it is the checkpoint of another check: --set n=1 was given, not --set n=2',
  );
});

test('is not taken for one of another option', () => {
  claim();
  expect(() => claimFolder(folder, identity, { option: '--disk', holds: 'the search' })).toThrow(
    `--disk ${folder}: it is a folder of --checkpoint; name a new folder, or remove it`,
  );
});

test('of a new one, on a disk that is full: nothing of it stays', () => {
  disk.isFull = true;
  expect(claim).toThrow('nothing can be written there');
  expect(readdirSync(folder)).toEqual([]);
  disk.isFull = false;
  claim();
});

test('what was killed while it was written is no other file, and is taken away at the end', () => {
  writeFileSync(join(folder, 'check.json.new'), '{"ver');
  claim();
  const saved = new CheckpointFolder(folder, identity, 1);
  saved.snapshotsOf('one');
  writeFileSync(join(folder, 'check.json.new'), '{"ver');
  saved.clear();
  expect(readdirSync(folder)).toEqual([]);
  const onDisk = new DiskFolder(folder, identity);
  onDisk.folderOf('one');
  writeFileSync(join(folder, 'check.json.new'), '{"ver');
  onDisk.clear();
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['', 'null', '{"ver'])('that cannot be read (%j) is damaged', (text) => {
  writeFileSync(join(folder, 'check.json'), text);
  expect(claim).toThrow('its check.json is damaged; name a new folder, or remove it');
});
