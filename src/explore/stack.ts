// Depth-first: the frontier is a stack, and each state's depth is kept.

import { reserve } from '../base/allocation.ts';
import type { Frontier, FrontierKind } from './frontier.ts';

export const stack: FrontierKind = {
  make: (_found, capacity) => new Stack(reserve(capacity)),
  wordsPerState: 1,
};

class Stack implements Frontier {
  level = 0;
  deepest = 0;
  readonly mustKnow = true;
  readonly #depths: Int32Array;
  readonly #states: number[] = [];

  /** Of every state that there may be. */
  constructor(depths: Int32Array) {
    this.#depths = depths;
  }

  get size(): number {
    return this.#states.length;
  }

  begin(index: number): void {
    this.#states.push(index);
  }

  add(index: number): void {
    this.#depths[index] = this.level + 1;
    this.#states.push(index);
  }

  take(): number {
    const index = this.#states.pop() as number;
    this.level = this.#depths[index];
    this.deepest = Math.max(this.deepest, this.level);
    return index;
  }
}
