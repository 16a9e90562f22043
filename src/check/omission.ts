// What a lossy store may have missed, in numbers and in words.

import type { StoreName } from '../base/stores.ts';
import type { Omission } from '../outcome/outcome.ts';

/**
 * Of a search of a depth in which each new state was omitted with at most such a probability. A run is seen if each of its
 * states is, at the first look-up of it: so it is missed with at most the sum of their probabilities (Stern & Dill 1995; Wolper
 * & Leroy 1993 bound the same). Of a run that is longer nothing is said.
 */
export function omissionOf(state: number, depth: number): Omission {
  return { state, run: Math.min(1, (depth + 1) * state), depth };
}

/** What nothing that was not found is certain for. */
export function omissionWords(store: StoreName, { state, run, depth }: Omission): string {
  const steps = depth === 1 ? '1 step' : `${depth} steps`;
  return (
    `the ${store} store may omit states: a state with a probability of at most ${share(state)}, so that ` +
    `a violation that takes a run of up to ${steps} was missed with at most ${share(run)}`
  );
}

/** Rounded up: it is a bound. */
function share(probability: number): string {
  if (probability === 0) return '0';
  const unit = 10 ** (Math.floor(Math.log10(probability)) - 1);
  return Number(Math.min(1, Math.ceil(probability / unit) * unit).toPrecision(2)).toString();
}
