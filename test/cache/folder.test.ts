// Where the cache is, or that there is none, as the environment says.

import { resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { CACHE_VARIABLE, cacheFolder } from '../../src/cache/folder.ts';

afterEach(() => void vi.unstubAllEnvs());

test.each([
  ['off', undefined],
  ['false', undefined],
  ['0', undefined],
  ['there', resolve('there')],
])('%s', (value, folder) => {
  vi.stubEnv(CACHE_VARIABLE, value);
  expect(cacheFolder()).toBe(folder);
});
