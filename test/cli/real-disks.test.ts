// A file system that is full, and one for reading only, mounted: one clear line, the right status, nothing lost, and what was begun
// is gone on with when there is room. Where nothing may be mounted this is skipped; test/checkpoint has a disk that pretends.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

const GRID = `import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';

const model = defineModel('grid', {
  system: () =>
    system({ a: cell(upTo(300)), b: cell(upTo(300)) }, ({ process }) => ({
      left: process({ start: 'go', steps: {
        go: ({ a }) => { if (a.value === 300) return 'done'; a.value++; return 'go'; },
      } }),
      right: process({ start: 'go', steps: {
        go: ({ b }) => { if (b.value === 300) return 'done'; b.value++; return 'go'; },
      } }),
    })),
});
export const properties = defineProperties(model, ({ invariant }) => ({
  within: invariant('', ({ a, b }) => a.value + b.value <= 600),
  few: invariant('', ({ a, b }) => a.value + b.value < 200),
}));
export default model;
`;
const cwd = project({ 'grid.ts': GRID });
const there = join(cwd, 'there');
mkdirSync(there);

const mount = (...words: string[]): boolean => spawnSync('mount', words).status === 0;
const isMounted = mount('-t', 'tmpfs', '-o', 'size=8m', 'mmcheck', there);
afterAll(() => {
  if (isMounted) spawnSync('umount', [there]);
});
beforeEach(() => {
  mount('-o', 'remount,rw', there);
  for (const name of readdirSync(there)) rmSync(join(there, name), { recursive: true });
});

const FILL = join(there, 'fill');
/** Leaves so many bytes. */
function fill(left: number): void {
  const { bavail, bsize } = statfsSync(there);
  writeFileSync(FILL, Buffer.alloc(bavail * bsize - left));
}
const makeRoom = (): void => rmSync(FILL);
const makeReadOnly = (): boolean => mount('-o', 'remount,ro', there);

const CHECK = ['check', 'grid.ts', '--no-reduction', '--format', 'json'];
const check = (...words: string[]) => mmcheck([...CHECK, ...words], { cwd });

function told(json: string): object {
  const { properties, statistics } = JSON.parse(json);
  const { states, transitions, depth } = statistics;
  const verdicts = properties.map((one: { verdict: string; depth?: number }) => [
    one.verdict,
    one.depth,
  ]);
  return { verdicts, states, transitions, depth };
}

const KEPT: readonly (readonly [string, readonly string[]])[] = [
  ['--checkpoint', ['--checkpoint', 'there/kept', '--checkpoint-every', '0.02']],
  ['--disk', ['--disk', 'there/kept', '--partitions', '3']],
];
const FILES: readonly (readonly [string, readonly string[]])[] = [
  ['--trace', ['--trace', 'there/t.json', '--property', 'few']],
  ['--dot', ['--dot', 'there/t.dot', '--property', 'few']],
  ['--svg', ['--svg', 'there/t.svg', '--property', 'few']],
  ['--report', ['--report', 'junit=there/r.xml']],
];

describe.skipIf(!isMounted)('on a file system of 8 MiB (skipped where none can be mounted)', () => {
  test.each(KEPT)(
    '%s: full at the beginning, and for reading only',
    async (option, words) => {
      const inMemory = await check();
      fill(0);
      const full = await check(...words);
      expect([full.code, full.stdout]).toEqual([2, '']);
      expect(full.stderr).toMatch(
        new RegExp(`^mmcheck: ${option} there/kept: nothing .* \\(ENOSPC.*; make room, or .*\n$`),
      );
      makeReadOnly();
      const readOnly = await check(...words);
      expect([readOnly.code, readOnly.stdout]).toEqual([2, '']);
      expect(readOnly.stderr).toMatch(/^mmcheck: .*\(EROFS.*\n$/);
      mount('-o', 'remount,rw', there);
      makeRoom();
      const whole = await check(...words);
      expect([whole.code, told(whole.stdout)]).toEqual([1, told(inMemory.stdout)]);
    },
    60_000,
  );

  test('--disk: full in the midst; what was done is gone on with when there is room', async () => {
    const words = KEPT[1][1];
    const inMemory = await check();
    fill(300_000);
    for (let k = 0; k < 2; k++) {
      const { code, stdout, stderr } = await check(...words);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^mmcheck: --disk there\/kept: ENOSPC.*what is done is kept.*\n$/);
    }
    makeReadOnly();
    expect((await check(...words)).stderr).toMatch(/^mmcheck: .*\(EROFS.*\n$/);
    mount('-o', 'remount,rw', there);
    makeRoom();
    const resumed = await check(...words);
    expect([resumed.code, told(resumed.stdout)]).toEqual([1, told(inMemory.stdout)]);
    expect(readdirSync(join(there, 'kept'))).toEqual([]);
  }, 60_000);

  test('--checkpoint: full in the midst; the one before stays, and is gone on with', async () => {
    const words = KEPT[0][1];
    const inMemory = await check();
    const first = await check(...words, '--max-states', '20000');
    expect(first.code).toBe(3);
    fill(300_000);
    const second = await check(...words, '--max-states', '80000');
    expect(JSON.parse(second.stdout).warnings.join('\n')).toMatch(
      /no checkpoint could be written after \d+ states \(ENOSPC.*the one before stays/,
    );
    makeRoom();
    const resumed = await check(...words);
    expect([resumed.code, told(resumed.stdout)]).toEqual([1, told(inMemory.stdout)]);
  }, 60_000);

  test.each(FILES)(
    '%s: the result is shown, and what could not be written is said',
    async (_, words) => {
      const onSpare = await check(...words);
      for (const name of readdirSync(there)) rmSync(join(there, name));
      fill(0);
      const { code, stdout, stderr } = await check(...words);
      expect(stderr).toMatch(/^mmcheck: cannot write there\/\S+: ENOSPC.*\n$/);
      expect([code, told(stdout)]).toEqual([2, told(onSpare.stdout)]);
      makeReadOnly();
      const readOnly = await check(...words);
      // It is known before the search.
      expect([readOnly.code, readOnly.stdout]).toEqual([2, '']);
      expect(readOnly.stderr).toMatch(/^mmcheck: cannot write there\/\S+: .*write-protected\n$/);
    },
    60_000,
  );
});
