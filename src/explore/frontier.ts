// The frontier: the states that are found and not expanded yet, and which comes next. Breadth-first it is the end of the
// list of states in the order in which they were found, and a level ends where that of its successors begins;
// depth-first it is a stack, and each state's depth is kept.

import type { VisitedSet } from '../store/visited-set.ts';

export class Frontier {
  /** The depth of the state that was taken last, and of the deepest so far. */
  level = 0;
  deepest = 0;
  readonly #visited: VisitedSet;
  /** Depth-first only. */
  readonly #depths: Int32Array | undefined;
  readonly #stack: number[] = [];
  #levelEnd = 0;
  #next = 0;

  constructor(order: 'bfs' | 'dfs', visited: VisitedSet) {
    this.#visited = visited;
    this.#depths = order === 'dfs' ? new Int32Array(visited.capacity) : undefined;
  }

  get size(): number {
    return this.#depths ? this.#stack.length : this.#visited.count - this.#next;
  }

  /** Whether what is taken next depends on all states that were found being known. */
  get mustKnow(): boolean {
    return this.#depths !== undefined || this.#next === this.#levelEnd;
  }

  /** An initial state was found. */
  begin(index: number): void {
    if (this.#depths) this.#stack.push(index);
    else this.#levelEnd = index + 1;
  }

  /** A state was found from the one that was taken last. */
  add(index: number): void {
    if (!this.#depths) return;
    this.#depths[index] = this.level + 1;
    this.#stack.push(index);
  }

  /** The next state to expand; there must be one. */
  take(): number {
    if (this.#depths) {
      const index = this.#stack.pop() as number;
      this.level = this.#depths[index];
      this.deepest = Math.max(this.deepest, this.level);
      return index;
    }
    const index = this.#next++;
    if (index === this.#levelEnd) {
      this.deepest = ++this.level;
      this.#levelEnd = this.#visited.count;
    }
    return index;
  }
}
