// A file that was compiled before is not compiled again, and one that has changed is.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { transformOnce } from '../../src/load/compiled.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmcheck-compiled-'));
vi.stubEnv('MMCHECK_CACHE', folder);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const given = (source: string) => ({ source, filename: '/models/a.ts', ts: true });
const kept = () => readdirSync(join(folder, 'compiled')).length;

test('the same text once, another anew', () => {
  const first = transformOnce()(given('export const one: number = 1;'));
  expect(first.code).toContain('one');
  expect(first.code).not.toContain('number');
  expect(transformOnce()(given('export const one: number = 1;'))).toEqual(first);
  expect(kept()).toBe(1);
  expect(transformOnce()(given('export const two: number = 2;')).code).toContain('two');
  expect(kept()).toBe(2);
});

test('with lines and without are two things', () => {
  const before = kept();
  expect(transformOnce(true)(given('export const one: number = 1;')).code).toContain(
    'sourceMapping',
  );
  expect(kept()).toBe(before + 1);
});

test('what does not parse is not kept', () => {
  const before = kept();
  expect(transformOnce()(given('export const one = ;')).code).toContain('__JITI_ERROR__');
  expect(kept()).toBe(before);
});
