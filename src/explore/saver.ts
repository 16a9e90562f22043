// A search as it stands between two states, so that another process can go on with it: what a checkpoint is made of.
//
// What must stay true: a search that is resumed does what the one that was saved would have done, so that counts, verdicts and
// runs are the same. So all that the next states depend on is saved, and it is looked at only where no successor waits to
// be looked up. Arrays of states only grow: what they held at that moment is still their beginning when a search ends in the
// midst of a state, at a limit of memory, so that then, too, the last moment is saved.

import { isRefusal } from '../base/allocation.ts';
import { UsageError } from '../base/errors.ts';
import type { Progress } from '../base/progress.ts';
import type { Finding } from '../graph/finding.ts';
import type { StoredGraph } from '../graph/stored-graph.ts';
import type { Frontier } from './frontier.ts';

/** All but the arrays, as JSON. */
export interface SavedFigures {
  readonly count: number;
  readonly taken: number;
  readonly transitions: number;
  readonly beyond: number;
  readonly isBounded: boolean;
  readonly findings: readonly Finding[];
  readonly frontier: readonly number[];
  readonly expansion: readonly number[];
  readonly successors: readonly number[];
  readonly reached: readonly number[];
}

export interface Snapshot {
  readonly figures: SavedFigures;
  /** In the order of `Saver`, each as long as its states are many. */
  readonly arrays: readonly Int32Array[];
}

/** Where snapshots of one search are kept. */
export interface Snapshots {
  /** Whether the last one is old enough. */
  readonly isDue: boolean;
  save(snapshot: Snapshot): void;
  /** The last one of an earlier process; its arrays are read into those that are given, as far as they go. */
  resume(arraysFor: (figures: SavedFigures) => readonly Int32Array[]): SavedFigures | undefined;
}

/** What it needs of a search. */
export interface KeptSearch {
  readonly graph: StoredGraph;
  readonly order: Frontier;
  readonly recorded: Int32Array;
  readonly findings: ReadonlyMap<string, Finding>;
  taken: number;
  transitions: number;
  beyond: number;
  isBounded: boolean;
  /** Takes over what was found before. */
  know(finding: Finding): void;
}

export class Saver {
  readonly #search: KeptSearch;
  readonly #snapshots: Snapshots;
  readonly #progress: Progress;
  #last: SavedFigures | undefined;

  constructor(search: KeptSearch, snapshots: Snapshots, progress: Progress) {
    this.#search = search;
    this.#snapshots = snapshots;
    this.#progress = progress;
  }

  /** Called where no successor waits: notes where the search stands, and saves it now and then. */
  note(): void {
    const { graph, order, findings, taken, transitions, beyond, isBounded } = this.#search;
    this.#last = {
      count: graph.visited.count,
      taken,
      transitions,
      beyond,
      isBounded,
      findings: [...findings.values()],
      frontier: order.saved?.() ?? [],
      expansion: graph.expansion?.saved() ?? [],
      successors: graph.successors?.saved() ?? [],
      reached: [...graph.stepper.reached],
    };
    if (this.#snapshots.isDue) this.save();
  }

  /** Saves what was noted last. */
  save(): void {
    const figures = this.#last;
    if (!figures) return;
    const arrays = this.#arrays(figures);
    this.#progress.whileSaving(() => this.#snapshots.save({ figures, arrays }));
  }

  /** Whether the search goes on where another has ended. */
  resume(): boolean {
    const figures = this.#snapshots.resume((saved) => {
      const { capacity } = this.#search.graph.visited;
      if (saved.count > capacity) {
        throw new UsageError(
          `the checkpoint has ${saved.count} states, and there is room for ${capacity}: raise --memory`,
        );
      }
      return this.#arrays(saved);
    });
    if (!figures) return false;
    this.#restore(figures);
    return true;
  }

  #arrays({ count }: SavedFigures): Int32Array[] {
    const { graph, recorded } = this.#search;
    const { visited, predecessors, successors } = graph;
    return [visited.arena, predecessors, recorded, ...(successors ? [successors.of] : [])].map(
      (array) => array.subarray(0, count * Math.floor(array.length / visited.capacity)),
    );
  }

  #restore(figures: SavedFigures): void {
    const { graph, order } = this.#search;
    try {
      graph.restore(figures.count);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new UsageError(
        `the system refuses the memory for a table of the ${figures.count} states of the checkpoint: does \`ulimit -v\`, or a container, bound this process?`,
      );
    }
    order.restore?.(figures.frontier);
    graph.expansion?.restore(figures.expansion);
    graph.successors?.restore(figures.successors);
    graph.stepper.reached.set(figures.reached);
    this.#search.taken = figures.taken;
    this.#search.transitions = figures.transitions;
    this.#search.beyond = figures.beyond;
    this.#search.isBounded = figures.isBounded;
    for (const finding of figures.findings) this.#search.know(finding);
  }
}
