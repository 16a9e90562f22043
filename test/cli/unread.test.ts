// A reader of the result that goes away, as `head` does: nothing more is searched for it.

import { expect, test } from 'vitest';
import { mmcheck, project, TINY, tinySpec } from './mmcheck.ts';

const LARGE = `import { array, cell, defineModel, system, upTo } from 'mmcheck';
export default defineModel('large', {
  system: () => system({ wheel: array(6, upTo(99)) }, ({ process }) => ({
    turner: process({ start: 'turn', steps: {
      turn: ({ wheel, choose }) => {
        const k = choose([0, 1, 2, 3, 4, 5]);
        wheel[k] = (wheel[k] + 1) % 100;
        return 'turn';
      },
    }, end: ['turn'] }),
  })),
});
`;
const LARGE_SPEC = `import { defineSpec } from 'mmcheck';
import large from '../models/large.ts';
export default defineSpec(large, {
  properties: ({ invariant }) => ({ small: invariant('', ({ wheel }) => wheel[0] < 999) }),
  rows: [{ set: {}, expect: { small: 'holds' } }],
  teeth: { small: { replace: '% 100', at: {} } },
});
`;
const rows = "{ set: {}, expect: { off: 'violated' } }";

test('run ends early, unless something else is to be written', async () => {
  const cwd = project({
    'models/tiny.ts': TINY,
    'models/large.ts': LARGE,
    'specs/a.ts': tinySpec(rows),
    'specs/b.ts': tinySpec(rows),
    'specs/large.ts': LARGE_SPEC,
  });
  const headOf = (...words: string[]) =>
    mmcheck(['run', '--timeout', '8s', ...words], {
      cwd,
      meanwhile: (child) => child.stdout!.once('data', () => child.stdout!.destroy()),
    });
  const [unread, written] = [await headOf(), await headOf('--report', 'json=r.json')];
  expect(unread.code).toBe(3);
  expect(unread.seconds).toBeLessThan(7);
  expect(written.seconds).toBeGreaterThan(8);
}, 60_000);
