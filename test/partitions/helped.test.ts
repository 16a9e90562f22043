// Helpers that do jobs with other memory, twice, late or not at all, beside a leader: what is found and counted is the same.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PartitionAssistant } from '../../src/check/assist-partitions.ts';
import { checkHelped, checkModel } from '../../src/check/check.ts';
import type { MakePartitioned } from '../../src/check/options.ts';
import type { JobWorker } from '../../src/partitions/job-worker.ts';
import { batchOf, type Job, logOf } from '../../src/partitions/objects.ts';
import type { OpenLevel } from '../../src/partitions/perform-level.ts';
import { DamagedObject, type ObjectWriter } from '../../src/partitions/place.ts';
import peterson from '../peer-models/peterson.ts';
import zonelist from '../peer-models/zonelist.ts';
import { told } from './in-partitions.ts';
import { MemoryPlace } from './memory-place.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 4);
const PARTITIONS = 6;
const BYTES = 2 ** 23;

/** As Redis keeps objects: the first under a name stays. */
class FirstPlace extends MemoryPlace {
  override create(name: string): ObjectWriter {
    const writer = super.create(name);
    const commit = (index: unknown) => {
      if (!this.objects.has(name)) writer.commit(index);
    };
    return { ...writer, commit };
  }
}

/** What it is made of may be gone by then. */
function tried(worker: JobWorker, job: Job): void {
  try {
    worker.perform(job);
  } catch (error) {
    expect(error).toBeInstanceOf(DamagedObject);
    worker.forget();
  }
}

const DO = ['not', 'once', 'twice', 'again, for it was lost', 'after the leader'] as const;

test.each([
  ['zonelist', zonelist, { Z: 2, P: 1, A: 3 }],
  ['peterson', peterson, { N: 3, ERR: 0 }],
] as const)('%s', (_name, model, values) => {
  const options = { reduction: ['symmetry'], statesTogether: 0 } as const;
  const whole = told(checkModel(model, values, {}, options));
  const helped = (acts: readonly (typeof DO)[number][]): object => {
    const place = new FirstPlace();
    let turn = 0;
    const of: MakePartitioned = (_search, attempt) => {
      const parts = { place, partitions: PARTITIONS, beat: () => {} };
      const helpers = [BYTES, BYTES / 4].map((memoryBytes) => {
        const partitioned = { option: '--queue', of } as const;
        const check = {
          model,
          values,
          properties: {},
          options: { ...options, memoryBytes, partitioned },
        };
        return new PartitionAssistant(check, attempt.sent, parts).worker;
      });
      const late: (() => void)[] = [];
      const share = ({ jobs, isDone }: OpenLevel): void => {
        for (const act of late.splice(0)) act();
        jobs.forEach((job, k) => {
          if (isDone(k)) return;
          const act = acts[turn++ % acts.length];
          const [one, other] = turn % 2 === 0 ? helpers : [...helpers].reverse();
          if (act === 'once' || act === 'twice') one.perform(job);
          if (act === 'twice') other.perform(job);
          if (act === 'again, for it was lost') {
            one.perform(job);
            for (const name of [batchOf(job), logOf(job)]) place.remove(name);
            one.perform(job);
          }
          if (act === 'after the leader') late.push(() => tried(one, job));
        });
      };
      const nothing = () => {};
      const others = { size: 0, begin: nothing, hear: nothing, end: nothing, share };
      return { place, partitions: PARTITIONS, enough: 20, helpers: others };
    };
    return told(
      checkHelped(model, values, {}, { ...options, partitioned: { option: '--queue', of } }),
    );
  };
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...DO), { minLength: 1, maxLength: 20 }), (acts) => {
      expect(helped(acts)).toEqual(whole);
    }),
    { numRuns: RUNS, seed: 25, endOnFailure: true },
  );
});
