// Same in, same out: what differs between two runs is time and memory, whatever the number of threads. By day some specs are
// run twice, with ALL_ROWS=1 all that are shipped.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SPECS = [
  'docs/examples/specs',
  'test/fixtures/specs/counter.ts',
  'specs/page-isolation/isolate-notifier-count.ts',
  'specs/page-isolation/isolation-double-owner.ts',
  'specs/hotplug-locks/memory-notifier-chain.ts',
  'specs/page-isolation/pageset-update-barriers.ts',
];
const ALL = process.env.ALL_ROWS !== undefined;
const HOURS = 3_600_000;

/** Without what is measured. */
function told(json: string): string {
  return JSON.stringify(JSON.parse(json), (key, value) =>
    ['seconds', 'peakMemoryBytes', 'workers'].includes(key) ? undefined : value,
  );
}

it('with one thread and with two: verdicts, numbers of states, runs and fingerprints', {
  timeout: ALL ? 6 * HOURS : 300_000,
}, async () => {
  const folder = project({});
  const [one, two] = await Promise.all(
    [1, 2].map(async (workers) => {
      const sarif = join(folder, `${workers}.sarif`);
      const words = [
        'run',
        ...SPECS,
        ...(ALL ? ['specs'] : []),
        '--no-cache',
        '--workers',
        String(workers),
      ];
      const reports = ['--format', 'json', '--report', `sarif=${sarif}`];
      const { stdout } = await mmcheck([...words, ...reports], { cwd: ROOT });
      return { json: told(stdout), sarif: readFileSync(sarif, 'utf8') };
    }),
  );
  expect(one.json).toContain('"route"');
  expect(two).toEqual(one);
});
