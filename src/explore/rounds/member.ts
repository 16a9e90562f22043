// One of the threads that go through a round, the leader included: does the parts that it has claimed.

import { Expander, type SearchParts } from './expander.ts';
import type * as memory from './memory.ts';
import { storePart, tellSuccessors } from './numbering.ts';

/** The kinds of phases; 0 is the end (control.ts). */
export const Phase = { expand: 1, store: 2, tell: 3 } as const;
export type Phase = (typeof Phase)[keyof typeof Phase];

export class Member {
  readonly id: number;
  readonly #memory: memory.SearchMemory;
  readonly #expander: Expander;
  #table: Int32Array;

  constructor(id: number, parts: SearchParts, shared: memory.SearchMemory, table: Int32Array) {
    this.id = id;
    this.#memory = shared;
    this.#table = table;
    this.#expander = new Expander(parts, shared, id, table);
  }

  /** The table has grown. */
  set table(table: Int32Array) {
    this.#table = table;
    this.#expander.candidates.table = table;
  }

  /** A round begins. */
  enter(): void {
    this.#expander.enter();
  }

  perform(phase: number, part: number): void {
    switch (phase) {
      case Phase.expand:
        this.#expander.expand(part);
        break;
      case Phase.store:
        storePart(this.#memory, part, this.#table);
        break;
      case Phase.tell:
        tellSuccessors(this.#memory, part);
    }
  }
}
