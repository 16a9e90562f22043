// What keeps a search from fewer states: for authors of models that are large, with what in the model it comes from.

import type { RefusedReduction, Statistics } from '../../outcome/outcome.ts';
import { thousands } from './statistics.ts';

/** Smaller searches are over before one has read it. */
const WORTH_TELLING = 10_000;

/** An item for each kind of ids and each property in the way. */
export function unreducedItems(statistics: Statistics): string[] {
  const { states, distinguished = [], refused = [] } = statistics;
  if (states < WORTH_TELLING) return [];
  return [
    ...distinguished.map(
      ({ kind, ids, reason }) => `${kind}, up to ${factorialText(ids)} times the states: ${reason}`,
    ),
    ...refused.flatMap((one) => (one.kind === undefined ? refusalItem(one) : [])),
  ];
}

function refusalItem({ reduction, property, reason }: RefusedReduction): string[] {
  return property === undefined ? [] : [`${reduction}, refused for '${property}': ${reason}`];
}

/** How many orders of them there are. */
function factorialText(ids: number): string {
  let product = 1;
  for (let k = 2; k <= ids && product < 1e12; k++) product *= k;
  return product < 1e12 ? thousands(product) : 'a trillion';
}
