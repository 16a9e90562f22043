// One strongly connected component of a finished graph, for building a cycle in it.

import { BreadthFirst } from '../graph/breadth-first.ts';
import type { Hop, Neighbours } from '../graph/neighbours.ts';
import { type FairPart, neighboursIn } from './fair-part.ts';

export interface ComponentParts extends FairPart {
  /** Whether fairness to a process is met by a state in which it is not enabled. */
  mayPause(instance: number): boolean;
}

export class Component {
  readonly #parts: ComponentParts;
  readonly #ways: BreadthFirst;
  readonly #hops = new Map<number, Neighbours>();

  constructor(parts: ComponentParts) {
    this.#parts = parts;
    this.#ways = new BreadthFirst(parts.graph, parts);
  }

  mayPause(instance: number): boolean {
    return this.#parts.mayPause(instance);
  }

  /** The transitions within the component. */
  neighbours(state: number): Neighbours {
    const known = this.#hops.get(state);
    if (known) return known;
    const neighbours = neighboursIn(this.#parts, state);
    if (this.#hops.size < MOST_KEPT) this.#hops.set(state, neighbours);
    return neighbours;
  }

  /** A shortest way to a state. */
  wayTo(from: number, goal: number): Hop[] {
    return this.#way(from, (state) => state === goal);
  }

  /** A shortest way that meets what is due to one of the processes. */
  wayToMeet(from: number, due: ReadonlySet<number>): Hop[] {
    const stepFrom = (state: number): Hop | undefined =>
      this.neighbours(state).hops.find(({ instance, changes }) => changes && due.has(instance));
    const pausesIn = (state: number): boolean => {
      const { enabled } = this.neighbours(state);
      return [...due].some((k) => this.mayPause(k) && !enabled(k));
    };
    const way = this.#way(from, (state) => pausesIn(state) || stepFrom(state) !== undefined);
    const end = way.at(-1)?.to ?? from;
    const last = pausesIn(end) ? undefined : stepFrom(end);
    return last ? [...way, last] : way;
  }

  #way(from: number, isEnd: (state: number) => boolean): Hop[] {
    const ways = this.#ways;
    try {
      ways.begin(from);
      for (; !ways.isExhausted; ways.expandLevel()) {
        const end = ways.find(isEnd);
        if (end !== undefined) return this.#wayBack(end);
      }
    } finally {
      ways.reset();
    }
    throw new Error('a component is not strongly connected');
  }

  #wayBack(end: number): Hop[] {
    const { before } = this.#ways;
    const way: Hop[] = [];
    for (let at = end; before[at] > 0; at = before[at] - 1) {
      const { hops } = this.neighbours(before[at] - 1);
      way.push(hops.find(({ to }) => to === at) as Hop);
    }
    return way.reverse();
  }
}

/** Transitions that are kept rather than generated again. */
const MOST_KEPT = 4096;
