// The first phase of a round: pieces of the frontier are expanded, and what they lead to is looked up in the visited set as
// it was when the round began. It writes nothing that another thread reads, so that a piece may be expanded twice, by a
// helper that was suspended and by the leader, which does not wait.
//
// What must stay true: whatever a search does but finding states is trouble here: a violation, a mistake of the model, a
// global deadlock. Then nothing of the round counts, and the search itself goes through it, state by state.

import { ASKING, begins, RUNNING } from '../../base/progress.ts';
import type { Monitor } from '../../compile/monitor/monitor.ts';
import type { StateRecorder } from '../../graph/recorder.ts';
import { SampledSuccessors } from '../../graph/sampled-successors.ts';
import { type Host, SuccessorBatch } from '../../graph/successor-batch.ts';
import { STORE_FULL } from '../../store/state-store.ts';
import { progressTest } from '../../transition/change.ts';
import type { Expansion, Quotient } from '../../transition/reduced.ts';
import type { Stepper } from '../../transition/stepper.ts';
import type { Visitor } from '../../transition/transitions.ts';
import { AGAIN, AsideSet } from './aside.ts';
import * as memory from './memory.ts';

/** What a search is made of, for one thread. */
export interface SearchParts {
  readonly stepper: Stepper;
  readonly monitor: Monitor;
  readonly quotient: Quotient | undefined;
  /** One that tries every state. */
  readonly expansion: Expansion | undefined;
  readonly recorder: StateRecorder | undefined;
  /** All that may be closed, in the order of their words (memory.ts). */
  readonly properties: readonly string[];
}

export class Expander implements Visitor, Host {
  readonly aside: AsideSet;
  readonly #parts: SearchParts;
  readonly #memory: memory.SearchMemory;
  readonly #own: memory.CandidateBuffers;
  readonly #expandAll: Stepper['expand'];
  readonly #batch: SuccessorBatch;
  readonly #samples: SampledSuccessors | undefined;
  readonly #progresses: (from: number, to: Int32Array) => boolean;
  readonly #closed = new Set<string>();
  #current = -1;
  #first = 0;
  /** The piece that was expanded last. */
  #last = -1;
  #transitions = 0;
  #trouble = false;
  #sum = 0;
  readonly #problem = (): void => {
    this.#trouble = true;
  };

  constructor(parts: SearchParts, shared: memory.SearchMemory, member: number, table: Int32Array) {
    const { words, graph, members } = shared;
    this.#parts = parts;
    this.#memory = shared;
    this.#own = members[member];
    this.aside = new AsideSet(words, graph.arena, table, this.#own);
    // A call of which it is known where it goes costs half: the search has its own (Stepper.generateExpand).
    this.#expandAll = parts.stepper.generateExpand();
    this.#batch = new SuccessorBatch(this.aside);
    if (graph.successors.length > 1) this.#samples = new SampledSuccessors(this.#own.samples);
    const test = progressTest(parts.stepper.system.layout);
    this.#progresses = (from, to) => test(this.aside, from, to);
  }

  /** A round begins. */
  enter(): void {
    const { header } = this.#memory.round;
    this.#first = header[memory.FIRST];
    if (this.#samples) this.#samples.first = this.#first;
    this.aside.count = header[memory.COUNT];
    this.aside.room = header[memory.ROOM];
    this.aside.clear();
    this.#last = -1;
    this.#close();
  }

  /** What is decided is asked no more. */
  #close(): void {
    const { closed } = this.#memory.round;
    this.#parts.properties.forEach((name, k) => {
      if (closed[k] === 0 || this.#closed.has(name)) return;
      this.#closed.add(name);
      this.#parts.monitor.close(name);
    });
  }

  /** Expands a piece; what came of it is in this member's record. An error of the model's is thrown, and trouble. */
  expand(piece: number): void {
    // One that another member has not finished comes late.
    if (piece < this.#last) this.aside.forget();
    this.#last = piece;
    const from = this.aside.kept;
    this.#transitions = 0;
    this.#trouble = false;
    this.#sum = 0;
    this.#batch.count = 0;
    const reduced = this.#parts.expansion?.reduced ?? 0;
    try {
      this.#expandStates(piece);
      this.#flush();
    } catch (error) {
      this.#trouble = true;
      if (error !== STORE_FULL) throw error;
    } finally {
      const { records } = this.#own;
      const at = piece * memory.RECORD_WORDS;
      records[at + memory.FROM] = from;
      records[at + memory.TO] = this.aside.kept;
      records[at + memory.TRANSITIONS] = this.#transitions;
      records[at + memory.REDUCED] = (this.#parts.expansion?.reduced ?? 0) - reduced;
      records[at + memory.SUM] = this.#sum;
      records[at + memory.TROUBLE] = this.#trouble ? 1 : 0;
    }
  }

  #expandStates(piece: number): void {
    const { words, graph, round } = this.#memory;
    const { header } = round;
    const { recorder, stepper } = this.#parts;
    const { state } = stepper;
    const first = this.#first + piece * header[memory.SIZE];
    const last = Math.min(first + header[memory.SIZE], header[memory.LAST]);
    const wholly = header[memory.WHOLLY] !== 0;
    for (let index = first; index < last && !this.#trouble; index++) {
      this.#current = index;
      this.#samples?.begin(index);
      for (let w = 0; w < words; w++) state[w] = graph.arena[index * words + w];
      recorder?.enter();
      const isWhole = this.#expand(wholly);
      this.#own.pruned[index - this.#first] = isWhole ? 0 : 1;
      if (recorder?.leave(index) && isWhole) this.#isGlobalDeadlock(recorder);
    }
  }

  #isGlobalDeadlock({ properties }: StateRecorder): void {
    if (properties.some((name) => !this.#closed.has(name))) this.#trouble = true;
  }

  #expand(wholly: boolean): boolean {
    const { expansion } = this.#parts;
    if (expansion) return wholly ? expansion.expandWholly(this) : expansion.expand(this);
    this.#expandAll(this);
    return true;
  }

  moved(instance: number, from: number): void {
    this.#transitions++;
    const { recorder, quotient, stepper } = this.#parts;
    const { state } = stepper;
    // As in the search itself: what changes within an orbit is progress, too.
    if (recorder) {
      if (this.#progresses(this.#current, state)) recorder.moves(instance);
      else recorder.stays(instance, from);
    }
    quotient?.canonicalize(state);
    this.#batch.add(state, this.#current, instance, from);
    if (this.#batch.isFull) this.#flush();
  }

  #flush(): void {
    const { hashes, count } = this.#batch;
    let sum = this.#sum;
    for (let k = 0; k < count; k++) sum = (Math.imul(sum, 31) + hashes[k]) | 0;
    this.#sum = sum;
    this.#batch.flush(this);
  }

  arrived(index: number, parent: number, instance: number, from: number): void {
    const isNew = index >= 0 && index < AGAIN;
    if (isNew) {
      this.#own.parents[index] = parent;
      if (this.#parts.monitor.asksAfter(instance, from)) this.#ask(index, instance, from);
    }
    // The number of a known state, or the complement of a candidate.
    this.#samples?.note(parent, index < AGAIN ? ~index : ~(index - AGAIN));
  }

  #ask(candidate: number, instance: number, from: number): void {
    const { monitor, stepper } = this.#parts;
    const { words } = this.#memory;
    const { state, flags } = stepper;
    for (let w = 0; w < words; w++) state[w] = this.#own.states[candidate * words + w];
    const running = begins(flags, ASKING);
    monitor.atNewState(instance, from, this.#problem);
    flags[RUNNING] = running;
  }

  stayed(instance: number, from: number): void {
    this.#parts.recorder?.stays(instance, from);
  }

  violated(property: string, _message: string, _i: number, _c: number, ownClaim: boolean): void {
    if (ownClaim) {
      this.#transitions++;
      this.#parts.recorder?.fails();
    }
    if (!this.#closed.has(property)) this.#trouble = true;
  }
}
