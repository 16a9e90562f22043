// The sequential strategy: one loop over the states that are reached, whatever the order.
//
// Its frontier says which state comes next: breadth-first (queue.ts) takes states in the order in which they were found, so
// that the first violation of a property is a shortest one; depth-first (stack.ts) takes the newest first. What must stay
// true: a state is expanded exactly once, and a search that ends without a limit has expanded every reachable state.

import type { LimitReached } from '../base/limits.ts';
import { BEAT, limitRequested, notInAStep, StopSignal } from '../base/progress.ts';
import { constraintOf } from '../compile/monitor/constraint.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Finding } from '../graph/finding.ts';
import type { StateRecorder } from '../graph/recorder.ts';
import type { SearchGraph } from '../graph/search-graph.ts';
import { type Host, SuccessorBatch } from '../graph/successor-batch.ts';
import { STORE_FULL } from '../store/state-store.ts';
import { Stepper } from '../transition/stepper.ts';
import type { StepWatch, Visitor } from '../transition/transitions.ts';
import { AskedState } from './asked-state.ts';
import type { BeginSearch } from './begun.ts';
import type { Frontier } from './frontier.ts';
import { OpenProperties } from './open-properties.ts';
import type { ExploreOptions } from './options.ts';
import type { Ahead } from './rounds/ahead.ts';
import type { Saver } from './saver.ts';
import type { Strategy } from './strategy.ts';

export class SequentialSearch<Graph extends SearchGraph>
  implements
    Omit<Strategy, 'graph' | 'keepsGraph' | 'states' | 'memoryBytes' | 'memoryToGrow'>,
    Visitor,
    Host
{
  readonly graph: Graph;
  readonly findings = new Map<string, Finding>();
  transitions = 0;
  beyond = 0;
  /** How many states were taken from the frontier, and whether one was too deep. */
  taken = 0;
  isBounded = false;
  saver: Saver | undefined;
  readonly #options: ExploreOptions;
  readonly #monitor: Monitor;
  readonly order: Frontier;
  readonly #batch: SuccessorBatch;
  readonly #recorder: StateRecorder | undefined;
  readonly #watch: StepWatch | undefined;
  readonly #open: OpenProperties;
  readonly #constraint: (() => boolean) | undefined;
  readonly ahead: Ahead | undefined;
  readonly recorded: Int32Array;
  #current = -1;
  readonly #asked: AskedState;
  readonly #found = (property: string, message: string): void => {
    this.#record({ property, message, state: this.graph.visited.count - 1 });
  };

  constructor(
    system: CompiledSystem,
    monitor: Monitor,
    options: ExploreOptions,
    begin: BeginSearch<Graph>,
  ) {
    const { progress, recorder, watch } = options;
    this.#options = options;
    this.#monitor = monitor;
    this.#constraint = constraintOf(system);
    this.#recorder = recorder;
    this.#watch = watch;
    this.#asked = new AskedState(progress.flags);
    const begun = begin({
      findings: this.findings,
      stepper: new Stepper(system, monitor, { flags: progress.flags, watch }),
      quotient: options.quotient,
      expansion: options.expansion,
      memoryBytes: options.memoryBytes,
      aroundGrowth: (grow) => notInAStep(progress, grow),
      beat: () => this.#beat(),
    });
    this.graph = begun.graph;
    this.order = begun.order;
    this.ahead = begun.ahead;
    this.recorded = begun.recorded ?? new Int32Array();
    this.#batch = new SuccessorBatch(this.graph.visited);
    this.#open = new OpenProperties(options);
  }

  run(): LimitReached | undefined {
    try {
      const limit =
        (this.saver?.resume() ? undefined : this.#addInitialStates()) ?? this.#expandAll();
      this.#batch.flush(this);
      return limit;
    } catch (error) {
      if (error === STORE_FULL) return 'memory';
      throw error;
    } finally {
      this.ahead?.end();
    }
  }

  /** A limit, if there are too many. */
  #addInitialStates(): LimitReached | undefined {
    const { maxStates } = this.#options;
    let made = 0;
    for (const initial of this.graph.stepper.initial()) {
      const limit = made++ % BEAT === 0 ? this.#pause() : undefined;
      if (limit || this.graph.visited.count >= maxStates) return limit ?? 'states';
      const index = this.graph.addInitial(initial);
      if (index < 0) continue;
      this.order.begin(index);
      this.#asked.begin(index);
      this.#monitor.atInitialState(this.#found);
      this.#asked.end();
    }
    return undefined;
  }

  #expandAll(): LimitReached | undefined {
    const { maxStates, maxDepth } = this.#options;
    const { stepper, visited, successors } = this.graph;
    for (; ; this.taken++) {
      const { taken } = this;
      if (this.#mustKnow(taken)) this.#batch.flush(this);
      if (this.saver && (taken % BEAT === 0 || this.order.size === 0)) this.saver.note();
      if (this.order.size === 0) break;
      const limit = taken % BEAT === 0 ? this.#pause() : undefined;
      if (limit) return limit;
      if (this.#open.areDecided(this.findings, visited.count)) return undefined;
      if (visited.count >= maxStates) return 'states';
      if (this.ahead && this.#isEven(taken)) {
        const advance = this.ahead.advance();
        const limit = this.#pause();
        if (limit) return limit;
        if (advance) {
          this.taken += advance.states - 1;
          this.transitions += advance.transitions;
          continue;
        }
      }
      const index = this.order.take();
      if (this.order.level >= maxDepth) {
        this.isBounded = true;
        continue;
      }
      visited.load(index, stepper.state);
      if (!this.#isWithin(index)) continue;
      this.#current = index;
      successors?.begin(index);
      this.#watch?.enter(index);
      this.#recorder?.enter();
      const isWhole = this.#expand();
      // Where steps are pruned, a state in which nothing moved need not be a global deadlock.
      if (this.#recorder?.leave(index) && isWhole) this.#recordDeadlock(index, this.#recorder);
    }
    if (this.isBounded) return 'depth';
    return this.beyond > 0 ? 'constraint' : undefined;
  }

  /** Whether the model's constraint lets the search go on from the working state. */
  #isWithin(index: number): boolean {
    if (!this.#constraint) return true;
    const isWithin = this.#asked.answer(index, this.#constraint);
    if (!isWithin) this.beyond++;
    return isWithin;
  }

  /** Whether all that was found is known, with any number of threads, and something is open. */
  #isEven(taken: number): boolean {
    return !this.#open.areClosed && (taken % BEAT === 0 || this.order.mustKnow);
  }

  /** Whether what comes next, a level, a limit or the end of the stack, depends on which successors are new. */
  #mustKnow(taken: number): boolean {
    const { areEnough, count } = this.#batch;
    return (
      areEnough ||
      this.order.mustKnow ||
      taken % BEAT === 0 ||
      this.graph.visited.count + count >= this.#options.maxStates
    );
  }

  /** Visits the transitions of the working state; false if some were pruned. */
  #expand(): boolean {
    const { expansion, stepper } = this.graph;
    if (expansion) return expansion.expand(this);
    stepper.expand(this);
    return true;
  }

  moved(instance: number, from: number, _to: number, _choice: number): void {
    this.transitions++;
    const { graph } = this;
    const { state } = graph.stepper;
    // What changes within an orbit is progress, too, so it is tested before the state becomes a representative.
    if (this.#recorder) {
      if (graph.progresses(this.#current)) this.#recorder.moves(instance);
      else this.#recorder.stays(instance, from);
    }
    graph.quotient?.canonicalize(state);
    this.#batch.add(state, this.#current, instance, from);
    if (this.#batch.isFull) this.#batch.flush(this);
  }

  arrived(index: number, parent: number, instance: number, from: number): void {
    this.graph.arrived(index, parent, instance);
    if (index >= 0) this.#addState(index, instance, from);
  }

  #addState(index: number, instance: number, from: number): void {
    const { visited, stepper } = this.graph;
    this.order.add(index);
    if (!this.#monitor.asksAfter(instance, from)) return;
    visited.load(index, stepper.state);
    this.#asked.begin(index);
    this.#monitor.atNewState(instance, from, this.#found);
    this.#asked.end();
  }

  stayed(instance: number, from: number): void {
    this.#recorder?.stays(instance, from);
  }

  violated(
    property: string,
    message: string,
    instance: number,
    choice: number,
    ownAssertion: boolean,
  ): void {
    // A transition whose own assertion fails has no successor, but it is one.
    if (ownAssertion) {
      this.transitions++;
      this.#recorder?.fails();
    }
    this.#record({ property, message, state: this.#current, step: { instance, choice } });
  }

  #record(finding: Finding): void {
    if (this.findings.has(finding.property)) return;
    // A run through states beyond the constraint might be shorter.
    this.know(this.beyond > 0 ? { ...finding, minimal: false as const } : finding);
    this.#options.onFinding?.();
  }

  know(finding: Finding): void {
    this.findings.set(finding.property, finding);
    this.#open.close(finding.property);
    this.#monitor.close(finding.property);
  }

  #recordDeadlock(index: number, recorder: StateRecorder): void {
    for (const finding of recorder.globalDeadlock(index, this.graph.stateAt(index))) {
      this.#record(finding);
    }
  }

  get asked(): number {
    return this.#asked.index;
  }

  get current(): number {
    return this.#current;
  }

  get depth(): number {
    return this.order.deepest;
  }

  get frontier(): number {
    return this.order.size;
  }

  #beat(): void {
    const limit = this.#pause();
    if (limit) throw new StopSignal(limit);
  }

  #pause(): LimitReached | undefined {
    this.report();
    return limitRequested(this.#options.progress);
  }

  report(): void {
    this.#options.onBeat?.();
    this.#options.progress.report({
      states: this.graph.visited.count,
      transitions: this.transitions,
      depth: this.order.deepest,
      frontier: this.order.size,
      memoryBytes: this.graph.memoryBytes,
    });
  }
}
