// How the tests run: models import the public names as a user would, so the names lead to the
// sources.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^mmcheck$/, replacement: source('index.ts') },
      { find: /^mmcheck\/kernel$/, replacement: source('kernel/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // By default one cpu is left idle, which on two of them is half of the machine.
    maxWorkers: '100%',
    // A search that loops must fail, not hang; the largest tests explore some 100,000 states.
    testTimeout: 60_000,
    // A page, a server or a queue on a machine at work answers late; who waits for it needs no test to fail sooner.
    expect: { poll: { timeout: 20_000 } },
  },
});
