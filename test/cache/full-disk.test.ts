// A disk that is full: nothing of the half that was written stays, and the work is done without.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { DiskCache } from '../../src/cache/disk-cache.ts';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    writeFileSync(file: string, text: string) {
      real.writeFileSync(file, text.slice(0, 10));
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    },
  };
});

test('is said, and leaves nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmcheck-cache-'));
  const cache = new DiskCache('verdicts', folder);
  cache.put('key', 'holds');
  expect(cache.trouble).toContain('no space left');
  expect(cache.get('key')).toBe('absent');
  expect(readdirSync(join(folder, 'verdicts'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
