// Part of a graph of representatives, as the real states that they stand for: a run into the part, and from its end all
// that can be reached there, with the states outside to which its steps lead. What tells instances apart by their numbers - who steps, who waits, who is never scheduled -
// is decided on it as on a graph without symmetry, and runs are shown from it as they are.
//
// What must stay true: each real state has a representative of the part, and each step is a real one. Where the part is
// strongly connected, so is its unfolding: it is a finite cover of it.

import { isRefusal } from '../base/allocation.ts';
import { BEAT } from '../base/progress.ts';
import { STORE_FULL } from '../store/state-store.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Quotient } from '../transition/reduced.ts';
import type { ExploredGraph } from './explored-graph.ts';
import { StoredGraph } from './stored-graph.ts';

export interface Unfolded {
  readonly graph: StoredGraph;
  /** The run into the part, by numbers of this graph. */
  readonly way: readonly number[];
  /** Which representative each state has. */
  readonly representatives: readonly number[];
  /** False where there was not memory for all of it: then only the run is sure to be there. */
  readonly isWhole: boolean;
}

/** `way` leads from an initial state to one of the part. */
export function unfold(
  graph: ExploredGraph,
  way: readonly number[],
  contains: (representative: number) => boolean,
): Unfolded {
  const unfolding = new Unfolding(graph);
  const real = unfolding.follow(way);
  const isWhole = unfolding.fill(real[real.length - 1], contains);
  return { graph: unfolding.real, way: real, representatives: unfolding.representatives, isWhole };
}

/** Room for the run, whatever was left. */
const LEAST_BYTES = 2 ** 22;

class Unfolding {
  readonly real: StoredGraph;
  readonly representatives: number[] = [];
  readonly #graph: ExploredGraph;
  readonly #quotient: Quotient;

  constructor(graph: ExploredGraph) {
    this.#graph = graph;
    this.#quotient = graph.quotient as Quotient;
    this.real = new StoredGraph({
      stepper: graph.stepper,
      quotient: undefined,
      expansion: undefined,
      keepsSuccessors: false,
      memoryBytes: Math.max(LEAST_BYTES, graph.memoryLeft),
      extraWords: 0,
      aroundGrowth: graph.visited.aroundGrowth,
      beat: graph.beat,
    });
  }

  /** The real run, by numbers of real states; one state may come twice. */
  follow([first, ...rest]: readonly number[]): number[] {
    const initial = this.#graph.initialAt(first);
    let at = this.real.addInitial(initial);
    this.representatives.push(first);
    return [at, ...rest.map((next) => (at = this.#step(at, next)))];
  }

  /** The first step from a real state to one whose representative is the given one. */
  #step(from: number, representative: number): number {
    const wanted = this.#graph.stateAt(representative);
    let found = -1;
    this.#expand(from, (state, made) => {
      if (found < 0 && wanted.every((word, w) => state[w] === word)) {
        found = this.#add(made, from, representative);
      }
    });
    if (found < 0) throw notRepeatable();
    return found;
  }

  /** Adds all that is reached within the part, and where its steps lead out; false where there is no room. */
  fill(start: number, contains: (representative: number) => boolean): boolean {
    const isFound = new Set([start]);
    try {
      for (const state of isFound) {
        this.#expand(state, (canonical, made) => {
          const representative = this.#graph.numberOf(canonical);
          const next = this.#add(made, state, representative);
          if (contains(representative)) isFound.add(next);
        });
      }
      return true;
    } catch (error) {
      if (error === STORE_FULL || isRefusal(error)) return false;
      throw error;
    }
  }

  #add(state: Int32Array, from: number, representative: number): number {
    const index = this.real.visited.insert(state);
    if (index < 0) return ~index;
    this.real.predecessors[index] = from;
    this.representatives.push(representative);
    return index;
  }

  /** Names each successor by its representative, and as it is. */
  #expand(from: number, visit: (canonical: Int32Array, made: Int32Array) => void): void {
    const { stepper, beat } = this.#graph;
    const { state } = stepper.system;
    if (from % BEAT === 0) beat();
    this.real.visited.load(from, state);
    stepper.expand({
      moved: () => {
        const made = state.slice();
        this.#quotient.canonicalize(state);
        visit(state, made);
      },
      stayed: () => {},
      violated: () => {},
    });
  }
}
