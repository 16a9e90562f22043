// One search: a strategy explores the graph, then the properties are decided that only the finished graph can decide.

import { isRefusal } from '../base/allocation.ts';
import { ModelError, UsageError } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import type { Order } from '../base/orders.ts';
import { StopSignal } from '../base/progress.ts';
import { STORES, type StoreName } from '../base/stores.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { withRun, withRunTo } from '../counterexample/broken-model.ts';
import { DeadlockFinder } from '../decide/deadlock.ts';
import { deadlocksOf, decideOnGraph, graphWords, needsSuccessors } from '../decide/whole-graph.ts';
import type { ExploreOptions, SearchLimits } from '../explore/options.ts';
import { type MakeStrategy, strategyOf } from '../explore/strategies.ts';
import type { Strategy } from '../explore/strategy.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { SearchResult } from '../graph/finding.ts';
import type { Properties } from '../language/claims/property.ts';
import { type Partitioned, PartitionedSearch } from '../partitions/search.ts';

export interface SearchOptions
  extends SearchLimits,
    Pick<ExploreOptions, 'quotient' | 'expansion' | 'watch' | 'team' | 'seed' | 'snapshots'> {
  /** Keeps its states in partitions elsewhere, and not in a store. */
  readonly partitioned?: Partitioned | undefined;
  readonly order: Order;
  /** Exact by default. */
  readonly store?: StoreName | undefined;
  /** Whether the assertions of steps are among what is to be decided; they are where steps make any. */
  readonly assertions?: boolean;
  /** Whether a mistake of the model is what is looked for. */
  readonly untilWrong?: boolean;
}

export class Search {
  /** The memory that it was given, which is less than was asked for where the system refuses that. */
  readonly granted: number;
  readonly #strategy: Strategy;
  readonly #properties: Properties;
  readonly #deadlock: DeadlockFinder | undefined;
  readonly #untilWrong: boolean;
  /** Whether the graph is finished, and asked. */
  #isDeciding = false;

  constructor(
    system: CompiledSystem,
    monitor: Monitor,
    properties: Properties,
    options: SearchOptions,
  ) {
    const deadlocks = deadlocksOf(properties);
    this.#properties = properties;
    this.#untilWrong = options.untilWrong === true;
    this.#deadlock = deadlocks.length > 0 ? new DeadlockFinder(system, deadlocks) : undefined;
    const [strategy, granted] = asMuchAsGranted(options.memoryBytes, (memoryBytes) =>
      makeStrategy(options)(system, monitor, {
        assertions: system.asserts(),
        ...options,
        memoryBytes,
        properties: Object.keys(properties),
        recorder: this.#deadlock,
        keepsSuccessors: needsSuccessors(properties),
        extraWords: graphWords(properties),
      }),
    );
    this.#strategy = strategy;
    this.granted = granted;
  }

  get graph(): ExploredGraph {
    return this.#strategy.graph;
  }

  get findings(): SearchResult['findings'] {
    return this.#strategy.findings;
  }

  /** How many threads have searched. */
  get workers(): number {
    return this.#strategy.workers ?? this.#strategy.ahead?.workers ?? 1;
  }

  get memoryBytes(): number {
    return this.#strategy.memoryBytes;
  }

  /** What it would have needed at once for more states. */
  get memoryToGrow(): number {
    return this.#strategy.memoryToGrow;
  }

  /** Of the memory in use, what decisions on the finished graph will need: it is kept free until then. */
  get keptFree(): number {
    const { keepsGraph, states } = this.#strategy;
    return keepsGraph ? 4 * graphWords(this.#properties) * states : 0;
  }

  run(): SearchResult {
    const limit = this.#strategy.run() ?? this.#decideOnGraph();
    if (limit !== undefined) this.#strategy.save?.();
    this.#strategy.report();
    return { ...this.soFar(), ...(limit === undefined ? {} : { limit }) };
  }

  /** What was found until now. */
  soFar(): Omit<SearchResult, 'limit'> {
    const { states, transitions, depth, findings, frontier, beyond, omission } = this.#strategy;
    const lossy = omission !== undefined && { omission };
    const forgotten = !this.#strategy.keepsGraph && { forgotten: true as const };
    return { states, transitions, depth, findings, frontier, beyond, ...forgotten, ...lossy };
  }

  /**
   * The same; a ModelError leaves it with the run that led to the state in which it was found, or, where something had been
   * found before, or just that is looked for, ends it as a limit does.
   */
  runOrExplain(): SearchResult {
    try {
      return this.run();
    } catch (error) {
      const explained = error instanceof ModelError ? this.#explained(error) : undefined;
      if (!explained) throw error;
      if (this.findings.size === 0 && !this.#untilWrong) throw explained;
      this.#strategy.report();
      return { ...this.soFar(), limit: 'error', error: explained };
    }
  }

  /** The error with the run to where it was found; undefined where no run is needed. */
  #explained(error: ModelError): ModelError | undefined {
    // A property of the finished graph is evaluated on the working state.
    const state = this.#isDeciding
      ? this.graph.visited.find(this.graph.stepper.state)
      : this.#strategy.asked;
    if (state >= 0) return withRunTo(this.graph, state, error);
    const { current } = this.#strategy;
    return current < 0 ? undefined : withRun(this.graph, current, error);
  }

  #decideOnGraph(): LimitReached | undefined {
    const { frontier, beyond, keepsGraph } = this.#strategy;
    // A search that had decided everything has not seen the whole graph, and one that forgets it cannot look at it.
    if (frontier > 0 || beyond > 0 || !keepsGraph) return undefined;
    this.#isDeciding = true;
    try {
      for (const finding of decideOnGraph(this.graph, this.#properties, this.#deadlock)) {
        this.#strategy.findings.set(finding.property, finding);
      }
      return undefined;
    } catch (error) {
      if (error instanceof StopSignal) return error.limit;
      if (isRefusal(error)) return 'memory';
      throw error;
    }
  }
}

function makeStrategy({ order, store, partitioned }: SearchOptions): MakeStrategy {
  if (!partitioned) return strategyOf(order, store ?? STORES[0]).make;
  return (...given) => new PartitionedSearch(...given, partitioned);
}

/** With half of the memory, and half of that, until the system gives it; and how much that was. */
function asMuchAsGranted<T>(asked: number, make: (memoryBytes: number) => T): [T, number] {
  for (let memoryBytes = asked; ; memoryBytes /= 2) {
    try {
      return [make(memoryBytes), memoryBytes];
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // What else Node needs is taken from what is left.
      if (memoryBytes < LEAST_GRANTED) {
        throw new UsageError(
          'too little memory: the system refuses what a search of the smallest model needs; ' +
            'does `ulimit -v`, or a container, bound this process?',
        );
      }
    }
  }
}

const LEAST_GRANTED = 2 ** 20;
