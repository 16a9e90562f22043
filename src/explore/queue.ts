// Breadth-first: the frontier is the end of the list of states in the order in which they were found, and a level ends
// where that of its successors begins.

import type { VisitedSet } from '../store/visited-set.ts';
import type { Frontier, FrontierKind } from './frontier.ts';

export const queue: FrontierKind = { make: (visited) => new Queue(visited), wordsPerState: 0 };

class Queue implements Frontier {
  level = 0;
  deepest = 0;
  readonly #visited: VisitedSet;
  #levelEnd = 0;
  #next = 0;

  constructor(visited: VisitedSet) {
    this.#visited = visited;
  }

  get size(): number {
    return this.#visited.count - this.#next;
  }

  get mustKnow(): boolean {
    return this.#next === this.#levelEnd;
  }

  begin(index: number): void {
    this.#levelEnd = index + 1;
  }

  /** It stands where it belongs. */
  add(): void {}

  take(): number {
    const index = this.#next++;
    if (index === this.#levelEnd) {
      this.deepest = ++this.level;
      this.#levelEnd = this.#visited.count;
    }
    return index;
  }
}
