// Expands the new states of a job: what is asked of each, all of their steps, and whether nothing moves. What it finds and counts
// is what the search on one machine does (explore/sequential.ts), but for whether a successor is new.

import { BEAT } from '../base/progress.ts';
import { constraintOf } from '../compile/monitor/constraint.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import { AskedState } from '../explore/asked-state.ts';
import type { StateRecorder } from '../graph/recorder.ts';
import { type Host, SuccessorBatch } from '../graph/successor-batch.ts';
import { progressTest } from '../transition/change.ts';
import type { Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Visitor } from '../transition/transitions.ts';
import { instanceOf, labelOf, moveOf, NO_MOVE } from './candidate.ts';
import type { KnownStates } from './known-states.ts';
import type { Origins } from './new-states.ts';
import type { JobFinding } from './objects.ts';
import type { Outbox } from './outbox.ts';

export interface ExpanderParts {
  readonly stepper: Stepper;
  readonly monitor: Monitor;
  readonly quotient: Quotient | undefined;
  readonly recorder: StateRecorder | undefined;
  readonly known: KnownStates;
  readonly outbox: Outbox;
  /** Called now and then; what it throws ends the job. */
  readonly beat: () => void;
}

export class JobExpander implements Visitor, Host {
  transitions = 0;
  beyond = 0;
  /** The first finding of each property, in the order in which they came. */
  readonly findings = new Map<string, JobFinding>();
  /** The number in memory of the state that is expanded, and of the first of those that belong to it in the log. */
  current = -1;
  readonly #parts: ExpanderParts;
  readonly #batch: SuccessorBatch;
  readonly #asked: AskedState;
  readonly #constraint: (() => boolean) | undefined;
  readonly #progress: ReturnType<typeof progressTest>;
  /** What is to be added to the number of a state in memory for its place in the log. */
  #shift = 0;
  #place = 0;
  readonly #found = (property: string, message: string): void => {
    this.#record({ property, message, state: this.#asked.index + this.#shift });
  };

  constructor(parts: ExpanderParts) {
    const { stepper, outbox } = parts;
    this.#parts = parts;
    this.#batch = new SuccessorBatch(outbox);
    this.#asked = new AskedState(stepper.flags);
    this.#constraint = constraintOf(stepper.system);
    this.#progress = progressTest(stepper.system.layout);
  }

  /** The number in memory of the state that a property is asked of; -1 where none is. */
  get asked(): number {
    return this.#asked.index;
  }

  begin(): void {
    this.transitions = 0;
    this.beyond = 0;
    this.findings.clear();
    this.current = -1;
    this.#asked.index = -1;
    this.#batch.count = 0;
  }

  /** Asks of new states what has to be asked, in memory from `first` on and in the log from `place` on. */
  ask(first: number, place: number, origins: Origins): void {
    const { stepper, monitor, known } = this.#parts;
    this.#shift = place - first;
    for (let k = 0; k < origins.count; k++) {
      if (k % BEAT === 0) this.#parts.beat();
      const move = origins.moves[k];
      const isInitial = move === NO_MOVE;
      if (!(isInitial || monitor.asksAfter(instanceOf(move), labelOf(move)))) continue;
      known.set.load(first + k, stepper.state);
      this.#asked.begin(first + k);
      if (isInitial) monitor.atInitialState(this.#found);
      else monitor.atNewState(instanceOf(move), labelOf(move), this.#found);
      this.#asked.end();
    }
  }

  /** Expands the states in memory from one on, which `ask` was told of. */
  expand(first: number, count: number): void {
    for (let k = 0; k < count; k++) {
      if (k % BEAT === 0) this.#parts.beat();
      if (this.#batch.areEnough) this.#batch.flush(this);
      this.#expand(first + k);
    }
    this.#batch.flush(this);
  }

  #expand(index: number): void {
    const { stepper, known, recorder } = this.#parts;
    known.set.load(index, stepper.state);
    if (!this.#isWithin(index)) return;
    this.current = index;
    this.#place = index + this.#shift;
    recorder?.enter();
    stepper.expand(this);
    if (recorder?.leave(index)) this.#recordDeadlock(index, recorder);
  }

  #isWithin(index: number): boolean {
    if (!this.#constraint) return true;
    const isWithin = this.#asked.answer(index, this.#constraint);
    if (!isWithin) this.beyond++;
    return isWithin;
  }

  moved(instance: number, from: number): void {
    this.transitions++;
    const { stepper, recorder, quotient, known } = this.#parts;
    const { state } = stepper;
    if (recorder) {
      if (this.#progress(known.set, this.current, state)) recorder.moves(instance);
      else recorder.stays(instance, from);
    }
    quotient?.canonicalize(state);
    this.#batch.add(state, this.#place, instance, from);
    if (this.#batch.isFull) this.#batch.flush(this);
  }

  arrived(index: number, place: number, instance: number, from: number): void {
    if (index >= 0) this.#parts.outbox.sentFrom(place, moveOf(instance, from));
  }

  stayed(instance: number, from: number): void {
    this.#parts.recorder?.stays(instance, from);
  }

  violated(
    property: string,
    message: string,
    instance: number,
    choice: number,
    ownAssertion: boolean,
  ): void {
    if (ownAssertion) {
      this.transitions++;
      this.#parts.recorder?.fails();
    }
    this.#record({ property, message, state: this.#place, step: { instance, choice } });
  }

  #record(finding: JobFinding): void {
    if (!this.findings.has(finding.property)) this.findings.set(finding.property, finding);
  }

  #recordDeadlock(index: number, recorder: StateRecorder): void {
    const state = new Int32Array(this.#parts.outbox.words);
    this.#parts.known.set.load(index, state);
    for (const { property, message, waiting, minimal } of recorder.globalDeadlock(index, state)) {
      this.#record({
        property,
        message,
        state: this.#place,
        ...(waiting && { waiting }),
        ...(minimal === false && { minimal }),
      });
    }
  }
}
