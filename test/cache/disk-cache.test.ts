// What is kept on disk is believed only if it is whole, and nothing that is wrong with a disk stops anybody.

import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiskCache, keyOf } from '../../src/cache/disk-cache.ts';
import { KINDS } from '../../src/cache/kinds.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmcheck-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const KEY = keyOf(['a model', 'k=1']);
const entry = () => join(folder, 'verdicts', KEY);

test('what was put is got, by another that comes later', () => {
  new DiskCache('verdicts', folder).put(KEY, 'holds\n');
  expect(new DiskCache('verdicts', folder).get(KEY)).toEqual({ text: 'holds\n' });
  expect(new DiskCache('compiled', folder).get(KEY)).toBe('absent');
});

test('nothing half written stays', () => {
  new DiskCache('verdicts', folder).put(KEY, 'holds');
  expect(readdirSync(join(folder, 'verdicts'))).toEqual([KEY]);
});

describe('an entry is not believed', () => {
  const damages: Record<string, (whole: string) => string> = {
    truncated: (whole) => whole.slice(0, -1),
    emptied: () => '',
    edited: (whole) => whole.replace('violated', 'holds'),
    foreign: () => 'holds',
    'without its seal': (whole) => whole.slice(whole.indexOf('\n') + 1),
  };
  for (const [name, damage] of Object.entries(damages)) {
    test(name, () => {
      const cache = new DiskCache('verdicts', folder);
      cache.put(KEY, 'violated in 4 steps');
      writeFileSync(entry(), damage(readFileSync(entry(), 'utf8')));
      expect(cache.get(KEY)).toBe('damaged');
      cache.put(KEY, 'violated in 4 steps');
      expect(cache.get(KEY)).toEqual({ text: 'violated in 4 steps' });
    });
  }
});

test('a file where the folder should be', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const cache = new DiskCache('verdicts', file);
  cache.put(KEY, 'holds');
  expect(cache.trouble).toMatch(/ENOTDIR|EEXIST/);
  expect(cache.get(KEY)).toBe('absent');
});

describe('the files of others', () => {
  const others = () => {
    mkdirSync(join(folder, 'specs'));
    writeFileSync(join(folder, 'specs', 'mine.ts'), 'mine');
    writeFileSync(join(folder, 'specs', KEY), 'mine, by chance');
  };

  test('in a folder that mmcheck did not make nothing is kept, and nothing removed', () => {
    others();
    const cache = new DiskCache('specs', folder);
    cache.put(keyOf(['another']), 'holds');
    expect(cache.trouble).toContain('is no cache of mmcheck');
    expect(cache.entries()).toEqual([]);
    cache.prune(0);
    expect(readdirSync(folder)).toEqual(['specs']);
    expect(readdirSync(join(folder, 'specs'))).toHaveLength(2);
  });
  test('in one that it made stay', () => {
    const cache = new DiskCache('verdicts', folder);
    cache.put(KEY, 'holds');
    others();
    writeFileSync(join(folder, 'verdicts', 'mine'), 'mine');
    for (const kind of KINDS) new DiskCache(kind, folder).prune(0);
    expect(readdirSync(join(folder, 'verdicts'))).toEqual(['mine']);
    expect(readdirSync(join(folder, 'specs'))).toEqual(['mine.ts']);
  });
  test('a cache of before, which has no tag, is taken for one', () => {
    mkdirSync(join(folder, 'verdicts'));
    writeFileSync(entry(), 'damaged');
    const cache = new DiskCache('verdicts', folder);
    expect(cache.entries()).toHaveLength(1);
    cache.put(KEY, 'holds');
    expect(readdirSync(folder)).toEqual(['CACHEDIR.TAG', 'verdicts']);
  });
  test('the cache of another program is none, whatever it is called', () => {
    writeFileSync(
      join(folder, 'CACHEDIR.TAG'),
      'Signature: 8a477f597d28d172789f06886806bc55\n# pip\n',
    );
    const cache = new DiskCache('verdicts', folder);
    cache.put(KEY, 'holds');
    expect(cache.trouble).toContain('is no cache of mmcheck');
  });
});

test('a folder where an entry should be is damaged, and can be removed', () => {
  mkdirSync(join(entry(), 'deep'), { recursive: true });
  const cache = new DiskCache('verdicts', folder);
  expect(cache.get(KEY)).toBe('damaged');
  const [{ key }] = cache.entries();
  cache.remove(key);
  cache.put(KEY, 'holds');
  expect(cache.get(KEY)).toEqual({ text: 'holds' });
});

test('parts of a key do not run into one another', () => {
  expect(keyOf(['ab', 'c'])).not.toBe(keyOf(['a', 'bc']));
});

describe('prune', () => {
  const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((name) => keyOf([name]));
  const put = (cache: DiskCache, name: string, day: number) => {
    cache.put(name, 'x'.repeat(1000));
    utimesSync(join(folder, 'verdicts', name), day * 86_400, day * 86_400);
  };

  test('removes what was not used for the longest time, and no more than it has to', () => {
    const cache = new DiskCache('verdicts', folder);
    for (const [k, name] of [C, A, D, B].entries()) put(cache, name, k);
    const [{ bytes }] = cache.entries();
    cache.prune(4 * bytes);
    expect(cache.entries()).toHaveLength(4);
    // To be read is to be used.
    cache.get(C);
    cache.prune(2 * bytes);
    expect(
      cache
        .entries()
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual([B, C].toSorted());
  });

  test('a use is noted only now and then: reading is not writing', () => {
    const cache = new DiskCache('verdicts', folder);
    cache.put(KEY, 'holds');
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(entry(), minuteAgo, minuteAgo);
    cache.get(KEY);
    expect(statSync(entry()).mtimeMs).toBeLessThan(Date.now() - 50_000);
  });

  test('counts what a run that was killed has left half written', () => {
    const cache = new DiskCache('verdicts', folder);
    cache.put(KEY, 'holds');
    const half = `${entry()}.${randomUUID()}`;
    writeFileSync(half, 'x'.repeat(10_000));
    utimesSync(half, 1, 1);
    cache.prune(5000);
    expect(cache.entries().map(({ key }) => key)).toEqual([KEY]);
  });

  test('does nothing where there is no folder', () => {
    new DiskCache('verdicts', join(folder, 'none')).prune();
  });
});
