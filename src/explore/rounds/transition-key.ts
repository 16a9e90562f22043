// Which of several transitions a sequential search would take first, as one integer: the state in the round that it leads
// from, and which of that state's transitions it is. The least one that leads to a new state is how the state is found.

/** Of a state in a round there may be so many transitions; more are trouble. */
const ORDINAL_BITS = 17;
export const MOST_TRANSITIONS = 1 << ORDINAL_BITS;

export function keyOf(parent: number, ordinal: number): number {
  return (parent << ORDINAL_BITS) | ordinal;
}

export function parentOf(key: number): number {
  return key >>> ORDINAL_BITS;
}

/** Another transition leads to a candidate: of all that do the least key is kept in the end. */
export function claim(keys: Int32Array, candidate: number, key: number): void {
  for (let had = keys[candidate]; key < had; ) {
    const seen = Atomics.compareExchange(keys, candidate, had, key);
    if (seen === had) return;
    had = seen;
  }
}
