// Every primitive beside its twin of plain cells, in random programs: the same states as far as the processes can see,
// the same deadlocks, and what is refused is refused of both.
//
// RANDOM_MODELS=20000 SEED=7 npx vitest run test/kernel/twins.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { reachable } from '../support/reachable.ts';
import { completionTwin } from './twins/completion.ts';
import { heapTwin } from './twins/heap.ts';
import { kernfsTwin } from './twins/kernfs.ts';
import { percpuRefTwin } from './twins/percpu-ref.ts';
import { rcuTwin } from './twins/rcu.ts';
import { plainRefcount, saturatingRefcount } from './twins/refcount.ts';
import { programsOf, type Twin } from './twins/twin.ts';
import { waitQueueTwin } from './twins/wait-queue.ts';
import { deadlock } from './verdicts.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 80);
const SEED = Number(process.env.SEED ?? 15);

const TWINS: Readonly<Record<string, Twin>> = {
  'refcount, saturating': saturatingRefcount,
  refcount: plainRefcount,
  completion: completionTwin,
  heap: heapTwin({}),
  kernfs: kernfsTwin,
  'percpu ref': percpuRefTwin,
  RCU: rcuTwin,
  'wait queue': waitQueueTwin(),
  'heap that may fail and is used again': heapTwin({ mayFail: true, reuse: true }),
};

interface Seen {
  readonly refused: boolean;
  readonly states: readonly string[];
  readonly deadlock: string;
}

/** What the processes see of all reachable states; the cells are stored differently. */
function seen(system: SystemDefinition): Seen {
  try {
    const { keys, verdicts } = reachable(system, { deadlock });
    const states = new Set([...keys].map((key) => JSON.stringify(JSON.parse(key).processes)));
    return { refused: false, states: [...states].sort(), deadlock: verdicts.deadlock.verdict };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { refused: true, states: [], deadlock: '' };
  }
}

describe.each(Object.entries(TWINS))('%s', (_name, twin) => {
  const each = Math.ceil(RUNS / Object.keys(TWINS).length);
  it(`does what its twin does in ${each} programs`, () => {
    let refused = 0;
    const agrees = fc.property(programsOf(twin), ({ kernel, plain }) => {
      const one = seen(kernel);
      if (one.refused) refused++;
      expect(one).toEqual(seen(plain));
    });
    fc.assert(agrees, { numRuns: each, seed: SEED });
    // What is refused shows nothing else.
    expect(refused).toBeLessThan(0.7 * each);
  }, 3_600_000);
});
