// Of all runs that never end and break a claim, one with the fewest steps until it repeats itself: stem and cycle together.
//
// For each entry, the nearest first, a breadth-first search over pairs of a state and of what the cycle has collected so
// far (duties.ts) finds the shortest cycle through it that is shorter than what is known. It suffices to enter each cycle at
// its nearest state, so those that were entries before are avoided.
//
// The pairs are exponentially many in the number of processes to which fairness is owed, as they must be (the problem is
// NP-hard). So the search has a budget, counted in what it looks at, so that the answer is the same on every machine.
// What must stay true: a lasso is said to be shortest only if no entry was left out and no search was cut off.

import type { Lasso } from '../graph/finding.ts';
import type { Hop } from '../graph/neighbours.ts';
import { BEGINNING, type Duties } from './duties.ts';
import { type FairPart, neighboursIn } from './fair-part.ts';
import type { Entry, Stems } from './stem.ts';

type Round = Pick<Lasso, 'stem' | 'cycle'>;

interface LassoParts extends FairPart {
  readonly duties: Duties;
  readonly stems: Stems;
  begins(state: number): boolean;
  component(state: number): number | undefined;
}

/** In pairs of a state and what was collected; a state's transitions count as many. */
const BUDGET = 2 ** 20;
const OF_AN_ENTRY = BUDGET / 8;
const OF_TRANSITIONS = 32;
/** Bits of duties that make pairs which can be numbered. */
const WIDEST = 20;

/** Instead of a cycle, where the search for one takes too long. */
const CUT = 'cut';

interface Place {
  readonly hops: readonly Hop[];
  readonly bits: number;
}

/** How a cycle came to a state, and what it has collected until then. */
interface Pair {
  readonly state: number;
  readonly bits: number;
  readonly last?: { readonly before: Pair; readonly hop: Hop };
}

export class ShortestLasso {
  readonly #parts: LassoParts;
  readonly #places = new Map<number, Place>();
  /** Entries through which no cycle is shorter: none at all, and none on which a run begins to owe. */
  readonly #done = new Set<number>();
  readonly #doneLate = new Set<number>();
  #left = BUDGET;
  #isCut = false;

  constructor(parts: LassoParts) {
    this.#parts = parts;
  }

  /** A shortest lasso, and whether that is proved; the one that is known where none is found to be shorter. */
  shortest(known: Round): Round & { readonly isProved: boolean } {
    const { duties, stems } = this.#parts;
    let best = known;
    if (duties.width > WIDEST) return { ...best, isProved: false };
    for (let depth = 0; depth < lengthOf(best); depth++) {
      for (const entry of stems.level(depth) ?? []) {
        if (this.#left <= 0) return { ...best, isProved: false };
        const most = lengthOf(best) - 1 - depth;
        if (most < 0) break;
        const cycle = this.#cycleThrough(entry, most);
        if (cycle) best = { stem: stems.wayTo(entry), cycle };
      }
    }
    return { ...best, isProved: !this.#isCut };
  }

  /** A shortest cycle through an entry that takes at most so many steps. */
  #cycleThrough(entry: Entry, most: number): Hop[] | undefined {
    const cycle = this.#search(entry, most);
    if (cycle === CUT) this.#isCut = true;
    else (entry.owes ? this.#done : this.#doneLate).add(entry.state);
    return cycle === CUT ? undefined : cycle;
  }

  #search({ state: entry, owes }: Entry, most: number): Hop[] | typeof CUT | undefined {
    const { duties } = this.#parts;
    const size = 2 ** duties.width;
    const begin: Pair = {
      state: entry,
      bits: this.#placeOf(entry).bits | (owes ? BEGINNING : 0),
    };
    if (duties.areMet(begin.bits)) return [];
    const seen = new Set([entry * size + begin.bits]);
    let level = [begin];
    for (let length = 1; length <= most && level.length > 0; length++) {
      const next: Pair[] = [];
      for (const before of level) {
        for (const hop of this.#placeOf(before.state).hops) {
          if (this.#isDone(hop.to, owes)) continue;
          const bits = before.bits | duties.inHop(hop) | this.#placeOf(hop.to).bits;
          const pair = { state: hop.to, bits, last: { before, hop } };
          if (hop.to === entry && duties.areMet(bits)) return hopsOf(pair);
          const key = hop.to * size + bits;
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(pair);
        }
      }
      this.#left -= next.length;
      if (seen.size > OF_AN_ENTRY || this.#left <= 0) return CUT;
      level = next;
    }
    return undefined;
  }

  /** Whether a cycle through the state was looked for when it was an entry, and the entry is no farther away. */
  #isDone(state: number, owes: boolean): boolean {
    return this.#done.has(state) || (!owes && this.#doneLate.has(state));
  }

  #placeOf(state: number): Place {
    const known = this.#places.get(state);
    if (known) return known;
    const { duties, component, begins } = this.#parts;
    const neighbours = neighboursIn(this.#parts, state);
    const hops = neighbours.hops.filter(({ to }) => component(to) === component(state));
    const bits = duties.inState(neighbours) | (begins(state) ? BEGINNING : 0);
    const place = { hops, bits };
    this.#places.set(state, place);
    this.#left -= OF_TRANSITIONS;
    return place;
  }
}

/** The steps until a run repeats itself. */
export function lengthOf({ stem, cycle }: Round): number {
  return stem.length - 1 + cycle.length;
}

function hopsOf(end: Pair): Hop[] {
  const hops: Hop[] = [];
  for (let at = end; at.last; at = at.last.before) hops.push(at.last.hop);
  return hops.reverse();
}
