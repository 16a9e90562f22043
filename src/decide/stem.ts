// The shortest ways into fair cycles: from an initial state to where a run has an obligation, and from there
// within the obligation region to the states of fair components, the nearest first.
//
// Both legs together are shortest: the search of the obligation region goes level by level, and beginnings enter it at
// their own depth. A run may also begin to owe on the cycle itself, and then comes to it by any way.

import { BreadthFirst } from '../graph/breadth-first.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import { wayTo } from '../graph/way.ts';

export interface Wanted {
  /** Whether a run can begin to owe in a state. */
  begins(state: number): boolean;
  inside(state: number): boolean;
  /** The number of the fair component that a state lies in. */
  component(state: number): number | undefined;
  readonly starving?: number;
}

/** A state with fair cycles through it, and a way there. */
export interface Entry {
  readonly state: number;
  /** Whether a run owes what was claimed when it gets there. Otherwise the cycle must have a beginning. */
  readonly owes: boolean;
}

export class Stems {
  readonly #graph: ExploredGraph;
  readonly #wanted: Wanted;
  readonly #ways: BreadthFirst;
  readonly #levels: Entry[][] = [];
  readonly #rest: Iterator<Entry[]>;

  constructor(graph: ExploredGraph, wanted: Wanted) {
    const { inside, starving } = wanted;
    this.#graph = graph;
    this.#wanted = wanted;
    this.#ways = new BreadthFirst(graph, {
      contains: inside,
      ...(starving === undefined ? {} : { starving }),
    });
    this.#rest = this.#explore();
  }

  /** The entries to which a shortest way has so many steps; undefined where there are no more. */
  level(depth: number): readonly Entry[] | undefined {
    while (this.#levels.length <= depth) {
      const { value, done } = this.#rest.next();
      if (done) return undefined;
      this.#levels.push(value);
    }
    return this.#levels[depth];
  }

  /** The nearest entry of a run that owes what was claimed. */
  nearest(): Entry {
    for (let depth = 0; ; depth++) {
      const entries = this.level(depth);
      if (!entries) throw new Error('no way leads into the fair cycle');
      const entry = entries.find(({ owes }) => owes);
      if (entry) return entry;
    }
  }

  *#explore(): Generator<Entry[]> {
    const ways = this.#ways;
    const { begins, inside, component } = this.#wanted;
    const depths = depthsOf(this.#graph);
    const starts = nearestFirst(depths, (k) => inside(k) && begins(k));
    const begun = new Set([...starts].map(component));
    const early = nearestFirst(depths, (k) => {
      const number = component(k);
      return number !== undefined && begun.has(number);
    });
    let start = 0;
    let before = 0;
    for (let depth = 0; !ways.isExhausted || start < starts.length; depth++) {
      for (; depths[starts[start]] === depth; start++) ways.begin(starts[start]);
      const entries: Entry[] = [];
      for (const state of ways.latest()) {
        if (component(state) !== undefined) entries.push({ state, owes: true });
      }
      for (; depths[early[before]] === depth; before++) {
        const state = early[before];
        if (ways.before[state] === 0) entries.push({ state, owes: false });
      }
      yield entries;
      ways.expandLevel();
    }
  }

  /** The states on the way, the initial one first. */
  wayTo({ state, owes }: Entry): number[] {
    const { before } = this.#ways;
    const way: number[] = [];
    let at = state;
    if (owes) {
      for (; before[at] > 0; at = before[at] - 1) way.push(at);
    }
    return [...wayTo(this.#graph, at), ...way.reverse()];
  }
}

function depthsOf({ predecessors, visited }: ExploredGraph): Int32Array {
  const depths = new Int32Array(visited.count);
  for (let k = 0; k < depths.length; k++) {
    depths[k] = predecessors[k] < 0 ? 0 : depths[predecessors[k]] + 1;
  }
  return depths;
}

/** All states of a sort, the nearest first; among equals the first found, as everywhere. */
function nearestFirst(depths: Int32Array, isOne: (state: number) => boolean): Int32Array {
  let count = 0;
  const is = new Uint8Array(depths.length);
  for (let k = 0; k < depths.length; k++) if (isOne(k)) count += is[k] = 1;
  const all = new Int32Array(count);
  for (let k = 0, n = 0; n < count; k++) if (is[k] === 1) all[n++] = k;
  const isSorted = all.every((k, n) => n === 0 || depths[all[n - 1]] <= depths[k]);
  return isSorted ? all : all.sort((a, b) => depths[a] - depths[b] || a - b);
}
