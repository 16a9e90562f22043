// A sweep: the searches at the values of one parameter, put side by side, and what the next value would cost.
//
// What must stay true: an estimate is made of searches that have seen all states, under the same reductions, and of nothing
// where there are fewer than three of them: one factor says nothing of the next.

import type { ParameterValues } from '../language/define-model.ts';
import type { RunlessOutcome } from '../outcome/outcome.ts';
import type { Between, NextSize, Sweep, SweptSize } from '../outcome/sweep.ts';

/** Shorter searches are mostly their beginning, in which code is not compiled yet. */
const LEAST_SECONDS = 1;
/** Smaller ones mostly hold room for states to come. */
const LEAST_STATES = 50_000;
/** A table of states grows by doubling, so it may be nearly twice as large as it has to be. */
const DOUBLING = 2;

export function sweptSize(value: number, outcome: RunlessOutcome, before?: SweptSize): SweptSize {
  const { statistics } = outcome;
  // A model's own constraint leaves a graph that is whole.
  const limit = outcome.limit?.reached === 'constraint' ? undefined : outcome.limit;
  const { states, transitions, depth, seconds, peakMemoryBytes, reductions } = statistics;
  const isWhole = limit === undefined && before !== undefined && before.limit === undefined;
  return {
    value,
    outcome: outcome.outcome,
    properties: outcome.properties.map(({ name, kind, verdict }) => ({ name, kind, verdict })),
    states,
    transitions,
    depth,
    seconds,
    memoryBytes: peakMemoryBytes,
    reductions,
    ...(isWhole && { factor: states / before.states }),
    ...(limit && { limit }),
  };
}

export function sweepOf(
  model: string,
  parameter: string,
  fixed: ParameterValues,
  sizes: readonly SweptSize[],
  left: readonly number[],
  isValue: (value: number) => boolean,
): Sweep {
  const next = nextSize(sizes);
  return {
    model,
    parameter,
    fixed,
    sizes,
    left,
    ...(next && isValue(next.value) && { next }),
  };
}

/** The last factor as it is, and as it has changed since the one before: between the two. */
export function nextSize(sizes: readonly SweptSize[]): NextSize | undefined {
  const [first, second, last] = sizes.slice(-3);
  if (last?.factor === undefined || second.factor === undefined) return undefined;
  const distance = last.value - second.value;
  const isEven = second.value - first.value === distance;
  const areAlike = [first, second].every(
    ({ reductions }) => reductions.join() === last.reductions.join(),
  );
  if (!isEven || !areAlike || Math.min(last.factor, second.factor) <= 1) return undefined;
  const changed = (last.factor * last.factor) / second.factor;
  const factor = between(last.factor, Math.max(1, changed));
  const states = times(factor, last.states);
  return {
    value: last.value + distance,
    factor,
    states,
    ...(last.seconds >= LEAST_SECONDS && { seconds: times(factor, last.seconds) }),
    ...(last.states >= LEAST_STATES && { memoryBytes: memoryFor(states, last) }),
  };
}

function memoryFor([least, most]: Between, { memoryBytes, states }: SweptSize): Between {
  const each = memoryBytes / states;
  return [(least * each) / DOUBLING, most * each * DOUBLING];
}

function between(one: number, other: number): Between {
  return [Math.min(one, other), Math.max(one, other)];
}

function times([least, most]: Between, amount: number): Between {
  return [least * amount, most * amount];
}
