// The explorer: one loop over the states that are reached, whatever the order.
//
// Breadth-first takes states in the order in which they were found, so that the first violation of a property is a
// shortest one; depth-first takes the newest first and keeps its frontier small in wide systems. What must stay true:
// a state is expanded exactly once, and a search that ends without a limit has expanded every reachable state.

import type { CompiledSystem } from '../model/compile.ts';
import { initialStates } from '../model/initial-states.ts';
import type { LimitReached } from '../outcome.ts';
import { type Monitor, observerShapes } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import { STORE_FULL, VisitedSet } from '../store/visited-set.ts';
import { Arrivals, type Host, known } from './arrivals.ts';
import { wordsFor } from './bits.ts';
import { changeTest, progressTest } from './change.ts';
import { DeadlockFinder } from './deadlock.ts';
import { Frontier } from './frontier.ts';
import { PartialOrder } from './partial-order.ts';
import { knownBy, Payoff } from './payoff.ts';
import {
  ASKING,
  BEAT,
  begins,
  during,
  limitRequested,
  notInAStep,
  type Progress,
  RUNNING,
  StopSignal,
} from './progress.ts';
import { SAMPLED, SampledSuccessors } from './sampled-successors.ts';
import type { Finding, SearchOptions, SearchResult } from './search.ts';
import { Stepper, type Visitor } from './stepper.ts';
import { deadlocksOf, decideOnGraph, graphWords, needsSuccessors } from './whole-graph.ts';

/** A graph of fewer states is completed although all is decided, for the shortest run into a deadlock: it takes a moment. */
const SMALL = 100_000;

export class Explorer implements Visitor, Host {
  readonly stepper: Stepper;
  readonly visited: VisitedSet;
  /** The state from which each state was first reached; initial states have -1. */
  readonly predecessors: Int32Array;
  /** Kept for claims about the whole graph. */
  readonly successors: SampledSuccessors | undefined;
  readonly findings = new Map<string, Finding>();
  transitions = 0;

  readonly #options: SearchOptions;
  /** Makes each state that is found the representative of its orbit. */
  readonly symmetry: Canonicalizer | undefined;
  readonly partialOrder: PartialOrder | undefined;
  readonly #system: CompiledSystem;
  /** An initial state for each that is one only by its orbit. */
  readonly #initial = new Map<number, Int32Array>();
  readonly #open: Set<string>;
  /** Whether the search is over once nothing is open. */
  readonly #endsEarly: boolean;
  readonly #deadlocks: readonly string[];
  readonly #deadlock: DeadlockFinder | undefined;
  readonly #properties: Properties;
  readonly #frontier: Frontier;
  /** Words a state that are kept beside the visited set. */
  readonly #extraWords: number;
  readonly #changes: ReturnType<typeof changeTest>;
  readonly #progress: ReturnType<typeof progressTest>;
  readonly #arrivals: Arrivals;
  #current = -1;
  readonly #found = (property: string, message: string): void => {
    this.#record({ property, message, state: this.visited.count - 1 });
  };

  constructor(
    system: CompiledSystem,
    monitor: Monitor,
    properties: Properties,
    options: SearchOptions,
  ) {
    this.#options = options;
    this.symmetry = options.symmetry;
    this.#system = system;
    this.#properties = properties;
    this.stepper = new Stepper(system, monitor, options.watch);
    this.stepper.flags = options.progress.flags;
    this.#deadlocks = deadlocksOf(properties);
    const instances = system.layout.instances.length;
    const maskWords = this.#deadlocks.length === 0 ? 0 : wordsFor(instances);
    const successors = needsSuccessors(properties);
    const depth = options.order === 'dfs' ? 1 : 0;
    this.#extraWords = 1 + maskWords + (successors ? SAMPLED : 0) + depth + graphWords(properties);
    this.visited = new VisitedSet(system.layout.words, options.memoryBytes, this.#extraWords);
    this.visited.aroundGrowth = (grow) => notInAStep(options.progress, grow);
    this.#frontier = new Frontier(options.order, this.visited);
    this.#arrivals = new Arrivals(this.visited);
    const { capacity } = this.visited;
    this.predecessors = new Int32Array(capacity);
    this.successors = successors ? new SampledSuccessors(capacity) : undefined;
    this.#changes = changeTest(system.layout);
    this.#progress = progressTest(system.layout);
    this.partialOrder =
      options.partialOrder &&
      new PartialOrder(
        this.stepper,
        options.partialOrder,
        new Payoff(knownBy(this.visited, options.symmetry), system.layout.words),
      );
    this.#deadlock =
      this.#deadlocks.length === 0 ? undefined : new DeadlockFinder(system, capacity);
    const { assertions = system.asserts() } = options;
    this.#endsEarly = !options.exhaustive && Object.keys(properties).length > 0;
    this.#open = new Set([...Object.keys(properties), ...(assertions ? ['assertions'] : [])]);
  }

  run(): SearchResult {
    const limit = this.#search() ?? this.#decideOnGraph();
    const { progress } = this.#options;
    this.#report(progress);
    return {
      transitions: this.transitions,
      depth: this.#frontier.deepest,
      findings: this.findings,
      frontier: this.#frontier.size,
      ...(limit === undefined ? {} : { limit }),
    };
  }

  #search(): LimitReached | undefined {
    try {
      const limit = this.#addInitialStates() ?? this.#expandAll();
      this.#arrivals.settle(this);
      return limit;
    } catch (error) {
      if (error === STORE_FULL) return 'memory';
      throw error;
    }
  }

  /** A limit, if there are too many. */
  #addInitialStates(): LimitReached | undefined {
    const { maxStates, progress } = this.#options;
    let made = 0;
    for (const initial of initialStates(this.#system, observerShapes(this.#properties))) {
      if (made++ % BEAT === 0) {
        this.#report(progress);
        const limit = limitRequested(progress);
        if (limit) return limit;
      }
      if (this.visited.count >= maxStates) return 'states';
      this.#system.state.set(initial);
      this.symmetry?.canonicalize(this.#system.state);
      const index = this.visited.insert(this.#system.state);
      if (index < 0) continue;
      this.predecessors[index] = -1;
      if (this.symmetry) this.#initial.set(index, initial);
      this.#frontier.begin(index);
      during(progress, ASKING, () => this.stepper.monitor.atInitialState(this.#found));
    }
    return undefined;
  }

  #expandAll(): LimitReached | undefined {
    const { maxStates, maxDepth, progress } = this.#options;
    const { state } = this.#system;
    let bounded = false;
    for (let taken = 0; ; taken++) {
      if (this.#mustKnow(taken)) this.#arrivals.settle(this);
      if (this.#frontier.size === 0) break;
      if (taken % BEAT === 0) {
        this.#report(progress);
        const limit = limitRequested(progress);
        if (limit) return limit;
      }
      if (this.#decided()) return undefined;
      if (this.visited.count >= maxStates) return 'states';
      const index = this.#frontier.take();
      if (this.#frontier.level >= maxDepth) {
        bounded = true;
        continue;
      }
      this.#current = index;
      this.successors?.begin(index);
      this.visited.load(index, state);
      this.#deadlock?.enter();
      const isWhole = this.#expand();
      // Where steps are left out, that nothing moved is no standstill.
      if (this.#deadlock?.leave(index) && isWhole) this.#recordDeadlock(index);
    }
    return bounded ? 'depth' : undefined;
  }

  /** Whether what comes next, a level, a limit or the end of the stack, depends on which arrivals are new. */
  #mustKnow(taken: number): boolean {
    const { areEnough, count } = this.#arrivals;
    return (
      areEnough ||
      this.#frontier.mustKnow ||
      taken % BEAT === 0 ||
      this.visited.count + count >= this.#options.maxStates
    );
  }

  /** Visits the transitions of the working state; false if some were left out. */
  #expand(): boolean {
    if (this.partialOrder) return this.partialOrder.expand(this);
    this.stepper.expand(this);
    return true;
  }

  /** Visits transitions of the working state, which was reached before, to states that were reached, too. */
  expandAgain(visitor: Visitor): void {
    if (this.partialOrder) this.partialOrder.expandAgain(visitor);
    else this.stepper.expand(visitor);
  }

  moved(instance: number, from: number, _to: number, _choice: number): void {
    this.transitions++;
    const { state } = this.#system;
    // What changes within an orbit is progress, too, so it is asked before the state becomes a representative.
    if (this.#deadlock) {
      if (this.progresses(this.#current)) this.#deadlock.moves(instance);
      else this.#deadlock.stays(instance, from);
    }
    this.symmetry?.canonicalize(state);
    this.#arrivals.add(state, this.#current, instance, from);
    if (this.#arrivals.isFull) this.#arrivals.settle(this);
  }

  arrived(index: number, parent: number, instance: number, from: number): void {
    if (index >= 0) this.#addState(index, parent, instance, from);
    this.successors?.note(parent, index >= 0 ? index : ~index);
  }

  #addState(index: number, parent: number, instance: number, from: number): void {
    const { monitor, flags } = this.stepper;
    this.predecessors[index] = parent;
    this.#frontier.add(index);
    if (!monitor.asksAfter(instance, from)) return;
    this.visited.load(index, this.#system.state);
    const running = begins(flags, ASKING);
    monitor.atNewState(instance, from, this.#found);
    flags[RUNNING] = running;
  }

  stayed(instance: number, from: number): void {
    this.#deadlock?.stays(instance, from);
  }

  objected(property: string, message: string, instance: number, choice: number): void {
    // A transition whose own assertion fails has no successor, but it is one.
    if (property === 'assertions') {
      this.transitions++;
      this.#deadlock?.fails();
    }
    this.#record({ property, message, state: this.#current, step: { instance, choice } });
  }

  #record(finding: Finding): void {
    if (this.findings.has(finding.property)) return;
    this.findings.set(finding.property, finding);
    this.#open.delete(finding.property);
    this.stepper.monitor.close(finding.property);
  }

  #recordDeadlock(index: number): void {
    const finder = this.#deadlock as DeadlockFinder;
    const standstill = finder.standstill(index, this.stateAt(index));
    for (const property of this.#deadlocks) this.#record({ ...standstill, property });
  }

  /** What can be said only when the whole graph is known. */
  #decideOnGraph(): LimitReached | undefined {
    try {
      if (this.#frontier.size > 0) return undefined;
      for (const finding of decideOnGraph(this, this.#properties, this.#deadlock)) {
        this.findings.set(finding.property, finding);
      }
      return undefined;
    } catch (error) {
      if (error instanceof StopSignal) return error.limit;
      throw error;
    }
  }

  /** Called now and then by whatever works on the finished graph; throws where nobody wants the answer any more. */
  beat(): void {
    const { progress } = this.#options;
    this.#report(progress);
    const limit = limitRequested(progress);
    if (limit) throw new StopSignal(limit);
  }

  /** The number of the working state, or of another that was reached. */
  numberOf(state: Int32Array): number {
    return known(this.visited.insert(state));
  }

  /** Whether a step from one state to the other is progress: observers' memories do not count. */
  changes(from: number, to: number): boolean {
    return from !== to && this.#changes(this.visited, from, to);
  }

  /** The same of a step from a state to the working one. */
  progresses(from: number): boolean {
    return this.#progress(this.visited, from, this.#system.state);
  }

  /** Bytes in use by states, table and what is kept beside them. */
  get memoryBytes(): number {
    return this.visited.bytes + 4 * this.#extraWords * this.visited.count;
  }

  /** The state whose transitions are being taken; -1 before the first. */
  get current(): number {
    return this.#current;
  }

  /** A real initial state that the one of a number stands for. */
  initialAt(index: number): Int32Array {
    return this.#initial.get(index) ?? this.stateAt(index);
  }

  stateAt(index: number): Int32Array {
    const state = new Int32Array(this.visited.words);
    this.visited.load(index, state);
    return state;
  }

  #decided(): boolean {
    return this.#endsEarly && this.#open.size === 0 && !this.#mayBeShorter();
  }

  /** Whether a deadlock was found that the rest of the graph may show to be shorter, and is worth it. */
  #mayBeShorter(): boolean {
    const [deadlock] = this.#deadlocks;
    return this.findings.get(deadlock)?.minimal === false && this.visited.count < SMALL;
  }

  #report(progress: Progress): void {
    this.#options.onBeat?.();
    progress.report({
      states: this.visited.count,
      transitions: this.transitions,
      depth: this.#frontier.deepest,
      frontier: this.#frontier.size,
      memoryBytes: this.memoryBytes,
    });
  }
}
