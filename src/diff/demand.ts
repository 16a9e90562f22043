// What makes `mmcheck diff` fail: `--fail-on verdict`, `length`, `states=20%`.

import { type Difference, jumpOf } from './compare.ts';

export type FailOn =
  | { readonly on: 'verdict' }
  | { readonly on: 'length' }
  /** 0.2 for a fifth. */
  | { readonly on: 'states'; readonly jump: number };

/** Nothing where the words make no sense. */
export function failOnOf(words: string): FailOn | undefined {
  if (words === 'verdict' || words === 'length') return { on: words };
  const percent = /^states=(\d+(?:\.\d+)?)%$/.exec(words)?.[1];
  return percent === undefined ? undefined : { on: 'states', jump: Number(percent) / 100 };
}

/** A verdict that is not given any more, as its row is gone, has turned too. */
export function failsOn(difference: Difference, demand: FailOn): boolean {
  const { verdicts, went, runs, states } = difference;
  switch (demand.on) {
    case 'verdict':
      return verdicts.length + went.length > 0;
    case 'length':
      return runs.some(({ before, after }) => before !== after);
    case 'states':
      return states.some((change) => jumpOf(change) > demand.jump);
  }
}
