// A graph whose states are forgotten when they are expanded: of each remain a mark (store/marks.ts), and by which transition it
// was found. It can say whether a state was seen, not what it was; a run to one is made by taking its transitions again,
// and is then a small graph of its own, exact, which shows it as any other.
//
// Sound only if whatever is found is found of a real state: each that is expanded is there in full, and nothing is decided by
// what is not there. With reductions: which state stands for an orbit does not depend on the store. Nor does which
// transitions may be left out: the proviso against ignoring is one of labels (reduction/partial-order/sticky.ts), not of what
// was visited; only whether leaving out pays is guessed from that.

import { MarkedSet } from '../store/marked-set.ts';
import type { MakeMarks } from '../store/marks.ts';
import { progressTest } from '../transition/change.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Expansion, Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { SearchGraph } from './search-graph.ts';
import { SearchTree, type TreeMove } from './search-tree.ts';
import { type GraphParts, knownBy, represented, StoredGraph } from './stored-graph.ts';

/** A run as a graph of its states, and the number of the last. */
export interface RunGraph {
  readonly graph: StoredGraph;
  readonly end: number;
}

export interface MarkedParts extends Omit<GraphParts, 'keepsSuccessors' | 'extraWords'> {
  readonly make: MakeMarks;
  readonly seed: number;
}

/** Room for a run, whatever the search was given; and for each of its states. */
const LEAST_BYTES = 2 ** 20;
const BYTES_A_WORD = 32;

export class MarkedGraph implements SearchGraph {
  readonly stepper: Stepper;
  readonly visited: MarkedSet;
  readonly successors = undefined;
  readonly quotient: Quotient | undefined;
  readonly expansion: Expansion | undefined;
  readonly #parts: MarkedParts;
  readonly #tree = new SearchTree();
  /** The real initial states. */
  readonly #initial: Int32Array[] = [];
  readonly #before: Int32Array;
  readonly #progress: ReturnType<typeof progressTest>;

  constructor(parts: MarkedParts) {
    const { stepper, quotient, memoryBytes, seed, make } = parts;
    const { layout } = stepper.system;
    this.#parts = parts;
    this.stepper = stepper;
    this.quotient = quotient;
    this.visited = new MarkedSet({
      wordBits: layout.wordBits,
      memoryBytes,
      seed,
      make,
      keptBeside: () => this.#tree.bytes,
    });
    this.#before = new Int32Array(layout.words);
    this.#progress = progressTest(layout);
    this.expansion = parts.expansion?.(stepper, knownBy(this.visited, quotient));
  }

  addInitial(initial: Int32Array): number {
    const index = this.visited.insert(represented(this, initial));
    if (index < 0) return index;
    this.#initial.push(initial.slice());
    this.#tree.addRoot();
    return index;
  }

  arrived(index: number, parent: number, instance: number): void {
    this.#tree.arrived(index >= 0, parent, instance);
    this.visited.forget(parent);
  }

  stateAt(index: number): Int32Array {
    const state = new Int32Array(this.visited.words);
    this.visited.load(index, state);
    return state;
  }

  progresses(from: number): boolean {
    this.visited.load(from, this.#before);
    return this.#progress(
      { arena: this.#before, words: this.visited.words },
      0,
      this.stepper.state,
    );
  }

  get memoryBytes(): number {
    return this.visited.bytes + this.#tree.bytes;
  }

  get memoryToGrow(): number {
    return this.memoryBytes + this.visited.bytesToGrow;
  }

  /** The run to a state that was found. */
  runTo(state: number): RunGraph {
    const { root, moves } = this.#tree.wayTo(state);
    const graph = this.#graphOf(moves.length + 1);
    let end = graph.addInitial(this.#initial[root]);
    for (const move of moves) {
      const next = graph.visited.insert(this.#taken(graph.stateAt(end), move));
      if (next < 0) throw notRepeatable();
      graph.predecessors[next] = end;
      end = next;
    }
    return { graph, end };
  }

  /** A graph of the initial states alone. */
  beginning(): StoredGraph {
    const graph = this.#graphOf(this.#initial.length);
    for (const initial of this.#initial) graph.addInitial(initial);
    return graph;
  }

  #graphOf(states: number): StoredGraph {
    const { words } = this.visited;
    return new StoredGraph({
      ...this.#parts,
      expansion: () => this.expansion as Expansion,
      memoryBytes: LEAST_BYTES + BYTES_A_WORD * (words + 1) * states,
      keepsSuccessors: false,
      extraWords: 0,
    });
  }

  /** The state that was stored for a transition of one that was stored. */
  #taken(before: Int32Array, { instance, nth }: TreeMove): Int32Array {
    const { state } = this.stepper.system;
    let left = nth;
    let found: { readonly state: Int32Array; readonly label: number } | undefined;
    state.set(before);
    this.stepper.expand({
      moved: (who, _from, to) => {
        if (who === instance && left-- === 0) found = { state: state.slice(), label: to };
      },
      stayed: () => {},
      violated: () => {},
    });
    if (!found) throw notRepeatable();
    state.set(found.state);
    this.expansion?.follow(before, instance, found, () => {});
    this.quotient?.canonicalize(state);
    return state.slice();
  }
}
