// What is random in a simulation: numbers drawn from a seed, so that the same seed makes the same walks on every machine.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One of the whole numbers from 0 to below a bound, each as likely. */
export type Draw = (below: number) => number;

export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  return (below) => uniformInt(generator, 0, below - 1);
}

/** 0 to below a bound, in any order. */
export function shuffled(length: number, draw: Draw): number[] {
  const order = Array.from({ length }, (_, k) => k);
  for (let k = length - 1; k > 0; k--) {
    const other = draw(k + 1);
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
