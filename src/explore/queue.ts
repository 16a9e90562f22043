// Breadth-first: the frontier is the end of the list of states in the order in which they were found, and a level ends
// where that of its successors begins.

import type { FoundStates, Frontier, FrontierKind } from './frontier.ts';

export const queue: FrontierKind = { make: (found) => new Queue(found), wordsPerState: 0 };

class Queue implements Frontier {
  level = 0;
  deepest = 0;
  readonly #found: FoundStates;
  #levelEnd = 0;
  #next = 0;

  constructor(found: FoundStates) {
    this.#found = found;
  }

  get size(): number {
    return this.#found.count - this.#next;
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
    if (this.#next === this.#levelEnd) this.#enterLevel();
    return this.#next++;
  }

  /** The next of a level come in a row; there must be one, and what was found must be known where a level ends. */
  get row(): { readonly first: number; readonly length: number } {
    if (this.#next === this.#levelEnd) this.#enterLevel();
    return { first: this.#next, length: this.#levelEnd - this.#next };
  }

  skip(many: number): void {
    this.#next += many;
  }

  saved(): readonly number[] {
    return [this.#next, this.#levelEnd, this.level];
  }

  restore([next, levelEnd, level]: readonly number[]): void {
    this.#next = next;
    this.#levelEnd = levelEnd;
    this.level = level;
    this.deepest = level;
  }

  #enterLevel(): void {
    this.deepest = ++this.level;
    this.#levelEnd = this.#found.count;
  }
}
