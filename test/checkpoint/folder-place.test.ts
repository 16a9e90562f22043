// The folder of a search in partitions: a file is whole or not there, and what the system refuses is one line.

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderPlace } from '../../src/checkpoint/folder-place.ts';
import { DamagedObject } from '../../src/partitions/place.ts';
import { inPartitions, told } from '../partitions/in-partitions.ts';
import zonelist from '../peer-models/zonelist.ts';

const disk = vi.hoisted(() => ({ refusal: undefined as string | undefined, bytesLeft: Infinity }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const refuse = (code: string): never => {
    throw Object.assign(new Error(`${code}: refused`), { code });
  };
  return {
    ...real,
    openSync(file: string, mode: string) {
      if (mode === 'w' && disk.refusal) refuse(disk.refusal);
      return real.openSync(file, mode);
    },
    writeSync(fd: number, bytes: Uint8Array, at: number, length: number) {
      if (length > disk.bytesLeft) refuse('ENOSPC');
      disk.bytesLeft -= length;
      return real.writeSync(fd, bytes, at, length);
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmcheck-place-'));
});
afterEach(() => {
  disk.refusal = undefined;
  disk.bytesLeft = Infinity;
  rmSync(folder, { recursive: true });
});
const place = (): FolderPlace => new FolderPlace(folder, '--disk d');

function put(name: string, bytes: string, index: unknown): void {
  const writer = place().create(name);
  writer.write(Buffer.from(bytes));
  writer.commit(index);
  writer.abandon();
}

test('an object is as it was written, and not seen before it is committed', () => {
  const writer = place().create('a');
  expect([writer.write(Buffer.from('one')), writer.write(Buffer.from('two'))]).toEqual([0, 3]);
  expect(place().open('a')).toBe(undefined);
  writer.commit({ parts: [3, 3] });
  const object = place().open('a');
  expect(object?.index).toEqual({ parts: [3, 3] });
  expect(Buffer.from(object?.read({ offset: 3, length: 3 }) ?? []).toString()).toBe('two');
  const other = place().create('b');
  other.abandon();
  expect(readdirSync(folder)).toEqual(['a']);
});

test.each([
  ['cut short', (file: string) => truncateSync(file, 5)],
  ['cut short at its end', (file: string) => truncateSync(file, readFileSync(file).length - 2)],
  ['changed', (file: string) => writeFileSync(file, readFileSync(file).fill(120, 12, 16))],
  ['empty', (file: string) => truncateSync(file, 0)],
])('one that was %s is damaged', (_how, change) => {
  put('a', 'some bytes', { some: 'words' });
  change(join(folder, 'a'));
  expect(() => place().open('a')).toThrow(DamagedObject);
});

const ASKED = { partitions: 3, reduction: false } as const;
const VALUES = { Z: 2, P: 1, A: 2 };
const search = () => inPartitions(zonelist, VALUES, {}, ASKED, place());

test('a full disk is one line, and when there is room the search goes on', () => {
  disk.bytesLeft = 9000;
  expect(search).toThrow(
    /^--disk d: .*ENOSPC.*; what is done is kept, and the same command goes on with it$/,
  );
  const kept = readdirSync(folder);
  expect(kept.filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(kept.some((name) => name.endsWith('.level'))).toBe(true);
  disk.bytesLeft = Infinity;
  expect(told(search())).toEqual(told(inPartitions(zonelist, VALUES, {}, ASKED)));
});

test('a folder for reading only is one line', () => {
  disk.refusal = 'EROFS';
  expect(search).toThrow(/^--disk d: .*EROFS/);
});
