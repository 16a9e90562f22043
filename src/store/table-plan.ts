// How much of the memory of a visited set its table gets, reckoned before the search: a table is a power of two, and while
// it grows there are two of them, so that what is left for states depends on where growing ends.
//
// What must stay true: at no time do states and tables together take more than was given.

/** A slot of the table. */
const SLOT_BYTES = 4;
/** The table grows when this part of it is full: probe sequences are short then. */
const FULLEST = 0.6;
/** The last table may become fuller: a slower look-up, of slots that lie side by side, beside no look-up at all. */
const LAST_FULLEST = 0.92;
/** Below so many slots, which are 16 MiB, it grows fourfold: a third less is moved, and what is wasted is little. */
const LARGE_TABLE = 1 << 22;

export interface TablePlan {
  /** How many states there is room for. */
  readonly capacity: number;
  /** Slots of the table after which there is no larger one. */
  readonly last: number;
  /** With more states the last table does not fit beside the one before. */
  readonly lastFrom: number;
}

/** The plan with room for most states; `stateBytes` are those of one beside the table. */
export function planTables(
  memoryBytes: number,
  stateBytes: number,
  first: number,
  mostSlots: number,
): TablePlan {
  const statesBeside = (slots: number): number =>
    Math.floor((memoryBytes - slots * SLOT_BYTES) / stateBytes);
  const planned = (last: number, lastFrom: number): TablePlan => ({
    capacity: Math.min(Math.floor(last * LAST_FULLEST), statesBeside(last)),
    last,
    lastFrom,
  });
  let best = planned(first, 0);
  for (let last = 2 * first; last <= mostSlots; last *= 2) {
    const lastFrom = Math.min(Math.floor((last / 2) * FULLEST), statesBeside(last + last / 2) - 1);
    if (lastFrom < 1) break;
    const plan = planned(last, lastFrom);
    if (plan.capacity > best.capacity) best = plan;
  }
  return best;
}

/** With how many states a table is left for a larger one. */
export function growsAt(slots: number, { last, lastFrom }: TablePlan): number {
  if (slots >= last) return Number.POSITIVE_INFINITY;
  return Math.min(Math.floor(slots * FULLEST), lastFrom);
}

/** The slots of the table after one of so many, for so many states. */
export function nextTable(slots: number, count: number, { last, lastFrom }: TablePlan): number {
  if (count >= lastFrom) return last;
  const fourfold = 4 * slots;
  return fourfold <= LARGE_TABLE && fourfold <= last ? fourfold : 2 * slots;
}

/** How many states a table can name that no larger one can follow, after all. */
export function mostIn(slots: number): number {
  return Math.floor(slots * LAST_FULLEST);
}
