// A project whose rows take some tenths of a second each, so that they can be disturbed, and the commands that check them.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mmcheck, project, type RunOptions } from '../cli/mmcheck.ts';
import { pause, type RedisServer } from './redis-server.ts';

const MODEL = `import { cell, defineModel, system, upTo } from 'mmcheck';
export default defineModel('grid', {
  parameters: { size: upTo(150) },
  system: ({ size }) =>
    system({ a: cell(upTo(150)), b: cell(upTo(150)) }, ({ process }) => ({
      left: process({ start: 'go', steps: {
        go: ({ a }) => { if (a.value === size) return 'done'; a.value++; return 'go'; },
      } }),
      right: process({ start: 'go', steps: {
        go: ({ b }) => { if (b.value === size) return 'done'; b.value++; return 'go'; },
      } }),
    })),
});
`;

/** Two rows have runs. */
const SPEC = `import { defineSpec } from 'mmcheck';
import grid from '../models/grid.ts';
export default defineSpec(grid, {
  properties: ({ invariant }) => ({
    small: invariant('the sum stays small', ({ a, b }) => a.value + b.value <= 298),
    apart: invariant('they do not meet', ({ a, b }) => a.value !== 2 || b.value !== 2),
  }),
  rows: [
    { set: { size: 1 }, expect: { small: 'holds', apart: 'holds' } },
    ...[146, 147, 148].map((size) => ({ set: { size }, expect: { small: 'holds', apart: 'violated' } })),
    { set: { size: 150 }, expect: { small: { verdict: 'violated', depth: 299 }, apart: { verdict: 'violated', depth: 4 } } },
  ],
  teeth: {},
});
`;

/** A spec that cannot be loaded, and a row whose step never returns. */
const ODD = {
  'specs/broken.ts': "import nothing from '../models/nothing.ts';\nexport default nothing;\n",
  'models/endless.ts': `import { bool, cell, defineModel, system } from 'mmcheck';
export default defineModel('endless', {
  system: () => system({ flag: cell(bool) }, ({ process }) => ({
    turner: process({ start: 'turn', steps: { turn: ({ flag }) => { while (!flag.value) {} return 'done'; } } }),
  })),
});
`,
  'specs/endless.ts': `import { defineSpec } from 'mmcheck';
import endless from '../models/endless.ts';
export default defineSpec(endless, {
  properties: ({ invariant }) => ({ off: invariant('', ({ flag }) => !flag.value) }),
  rows: [{ set: {}, expect: { off: 'violated' } }],
});
`,
};

export const GRID = { 'models/grid.ts': MODEL, 'specs/grid.ts': SPEC };

export const gridProject = (more: Readonly<Record<string, string>> = {}) =>
  project({ ...GRID, ...more });
export const oddProject = () => gridProject(ODD);

/** All but what depends on the clock. */
export function timeless(result: string): string {
  return result
    .replace(/"seconds": [\d.e-]+/g, '"seconds": 0')
    .replace(/\d+\.\d+ s\b/g, '0 s')
    .replace(/time="[\d.]+"/g, 'time="0"');
}

export const coordinator = (server: RedisServer, words: readonly string[], options: RunOptions) =>
  mmcheck(['run', '--queue', server.url, ...words], options);

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A worker that a test ends. */
export class TestWorker {
  readonly child: ChildProcess;
  stderr = '';

  constructor(url: string, cwd: string, ...words: readonly string[]) {
    this.child = spawn(process.execPath, [MAIN, 'worker', '--queue', url, ...words], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr?.on('data', (data) => (this.stderr += data));
  }

  /** Until it has said so. */
  async hasSaid(words: string): Promise<void> {
    while (!this.stderr.includes(words)) {
      if (this.child.exitCode !== null) throw new Error(`it has ended: ${this.stderr}`);
      await pause(20);
    }
  }

  /** The exit status; null where the signal ended it. */
  end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child.exitCode);
    child.kill(signal);
    return new Promise((resolve) => child.on('exit', resolve));
  }
}
