// Whether a body treats the ids of a kind alike, by trying it in random states.

import type { Random } from './random.ts';
import { Runs } from './runs.ts';
import { randomState } from './states.ts';
import { type Subject, system } from './subject.ts';
import { type Judgement, Symmetry } from './symmetry.ts';

const symmetry = new Symmetry(system.layout);

/** All kinds whose ids may be interchangeable. */
export const CANDIDATES = symmetry.kinds;

/** Looks at `count` random states for each of the kinds. */
export function judge(
  subject: Subject,
  wanted: ReadonlySet<string>,
  random: Random,
  count: number,
): Judgement {
  const runs = new Runs(subject);
  const { role } = subject.body;
  const workers = role === 'always' ? system.layout.instances.length : 2;
  const trial = {
    draw: () => ({
      state: randomState(random, role, runs.names),
      instance: random.below(workers),
    }),
    run: (state: Int32Array, instance: number) => runs.of(state, instance),
  };
  return symmetry.judge(trial, wanted, count);
}
