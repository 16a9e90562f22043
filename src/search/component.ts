// One strongly connected component of a finished graph, for building a cycle in it.

import type { Explorer } from './explore.ts';
import { type Hop, type Neighbours, neighboursOf, visitSuccessors } from './neighbours.ts';

export interface ComponentParts {
  readonly search: Explorer;
  contains(state: number): boolean;
  /** The process whose steps lead out. */
  readonly starving?: number;
  /** Whether fairness to a process is met by a state in which it is not enabled. */
  mayPause(instance: number): boolean;
}

export class Component {
  readonly #parts: ComponentParts;
  /** The way back in a breadth-first search: one more than the state before, and the hop's process. */
  readonly #before: Int32Array;
  readonly #hops = new Map<number, Neighbours>();

  constructor(parts: ComponentParts) {
    this.#parts = parts;
    this.#before = new Int32Array(parts.search.visited.count);
  }

  mayPause(instance: number): boolean {
    return this.#parts.mayPause(instance);
  }

  /** The transitions within the component. */
  neighbours(state: number): Neighbours {
    const known = this.#hops.get(state);
    if (known) return known;
    const { search, starving, contains } = this.#parts;
    const { hops, enabled } = neighboursOf(search, state);
    const inside = hops.filter(({ instance, to }) => instance !== starving && contains(to));
    const neighbours = { hops: inside, enabled };
    if (this.#hops.size < MOST_KEPT) this.#hops.set(state, neighbours);
    return neighbours;
  }

  /** A shortest way to a state. */
  wayTo(from: number, goal: number): Hop[] {
    return this.#search(from, (state) => (state === goal ? [] : undefined));
  }

  /** A shortest way that meets what is due to one of the processes. */
  wayToMeet(from: number, due: ReadonlySet<number>): Hop[] {
    return this.#search(from, (state) => {
      const { hops, enabled } = this.neighbours(state);
      for (const k of due) if (this.mayPause(k) && !enabled(k)) return [];
      const step = hops.find(({ instance, changes }) => changes && due.has(instance));
      return step && [step];
    });
  }

  /** Breadth-first until `end` says with which hops the way ends from a state on. */
  #search(from: number, end: (state: number) => readonly Hop[] | undefined): Hop[] {
    const { search, starving, contains } = this.#parts;
    const before = this.#before;
    const queue = [from];
    before[from] = -1;
    try {
      for (let head = 0; head < queue.length; head++) {
        const state = queue[head];
        const last = end(state);
        if (last) return [...this.#wayBack(state), ...last];
        if (head % 1024 === 0) search.beat();
        visitSuccessors(search, state, (instance, to) => {
          if (before[to] !== 0 || instance === starving || !contains(to)) return;
          before[to] = state + 1;
          queue.push(to);
        });
      }
    } finally {
      for (const state of queue) before[state] = 0;
    }
    throw new Error('a component is not strongly connected');
  }

  #wayBack(end: number): Hop[] {
    const way: Hop[] = [];
    for (let at = end; this.#before[at] > 0; at = this.#before[at] - 1) {
      const { hops } = this.neighbours(this.#before[at] - 1);
      way.push(hops.find(({ to }) => to === at) as Hop);
    }
    return way.reverse();
  }
}

/** Transitions that are kept rather than generated again. */
const MOST_KEPT = 100_000;
