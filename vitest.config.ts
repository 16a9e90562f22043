// How the tests run: models import the public names as a user would, so the names lead to the
// sources.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** Replaces parts of the program, or leaves it to whoever imports it first to tidy up: such a file has a process of its own. */
const ALONE = /\bvi\b|\/(?:mmcheck|states-project|explorer|browser)\.ts'/;

/** The others share one, so that the program is loaded a few times and not some three hundred times. */
const TESTS = new URL('test/', import.meta.url);
const together = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => !ALONE.test(readFileSync(new URL(file, TESTS), 'utf8')))
  .map((file) => `test/${file}`);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^mmcheck$/, replacement: source('index.ts') },
      { find: /^mmcheck\/kernel$/, replacement: source('kernel/index.ts') },
    ],
  },
  test: {
    projects: [
      { extends: true, test: { name: 'together', include: together, isolate: false } },
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: together } },
    ],
    // By default one cpu is left idle, which on two of them is half of the machine.
    maxWorkers: '100%',
    // A search that loops must fail, not hang; the largest tests explore some 100,000 states.
    testTimeout: 60_000,
    // A page, a server or a queue on a machine at work answers late; who waits for it needs no test to fail sooner.
    expect: { poll: { timeout: 20_000 } },
  },
});
