// The first phase of a round: pieces of the frontier are expanded, and what they lead to is put into the visited set as
// candidates, each claimed by the first of the transitions that lead to it.
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
import { AGAIN, CandidateSet } from './candidate-set.ts';
import * as memory from './memory.ts';
import { keyOf, MOST_TRANSITIONS } from './transition-key.ts';

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
  readonly candidates: CandidateSet;
  readonly #parts: SearchParts;
  readonly #memory: memory.SearchMemory;
  readonly #member: number;
  readonly #expandAll: Stepper['expand'];
  readonly #batch: SuccessorBatch;
  readonly #samples: SampledSuccessors | undefined;
  readonly #progresses: (from: number, to: Int32Array) => boolean;
  readonly #closed = new Set<string>();
  #current = -1;
  #first = 0;
  /** Which of the state's transitions comes next. */
  #ordinal = 0;
  #transitions = 0;
  #trouble = false;
  #sum = 0;
  readonly #problem = (): void => {
    this.#trouble = true;
  };

  constructor(parts: SearchParts, shared: memory.SearchMemory, member: number, table: Int32Array) {
    const { graph, round } = shared;
    this.#parts = parts;
    this.#memory = shared;
    this.#member = member;
    this.candidates = new CandidateSet(shared, member, table);
    // A call of which it is known where it goes costs half: the search has its own (Stepper.generateExpand).
    this.#expandAll = parts.stepper.generateExpand();
    this.#batch = new SuccessorBatch(this.candidates);
    if (graph.successors.length > 1) this.#samples = new SampledSuccessors(round.samples);
    const test = progressTest(parts.stepper.system.layout);
    this.#progresses = (from, to) => test(this.candidates, from, to);
  }

  /** A round begins. */
  enter(): void {
    const { header } = this.#memory.round;
    this.#first = header[memory.FIRST];
    if (this.#samples) this.#samples.first = this.#first;
    this.candidates.count = header[memory.COUNT];
    this.candidates.room = header[memory.ROOM];
    this.candidates.kept = 0;
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
      const { round, members } = this.#memory;
      const { records } = round;
      const at = piece * memory.RECORD_WORDS;
      members[this.#member].kept[0] = this.candidates.kept;
      records[at + memory.MEMBER] = this.#member;
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
      this.#ordinal = 0;
      this.#samples?.begin(index);
      for (let w = 0; w < words; w++) state[w] = graph.arena[index * words + w];
      recorder?.enter();
      const isWhole = this.#expand(wholly);
      round.pruned[index - this.#first] = isWhole ? 0 : 1;
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
    this.candidates.arriving[this.#batch.count] = keyOf(this.#current - this.#first, this.#ordinal);
    if (++this.#ordinal === MOST_TRANSITIONS) this.#trouble = true;
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
    if (isNew && this.#parts.monitor.asksAfter(instance, from)) this.#ask(instance, from);
    // The number of a known state, or the complement of a candidate.
    this.#samples?.note(parent, index < AGAIN ? ~index : ~(index - AGAIN));
  }

  /** About the candidate that was kept last. */
  #ask(instance: number, from: number): void {
    const candidate = this.candidates.kept - 1;
    const { monitor, stepper } = this.#parts;
    const { words, members } = this.#memory;
    const { states } = members[this.#member];
    const { state, flags } = stepper;
    for (let w = 0; w < words; w++) state[w] = states[candidate * words + w];
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
