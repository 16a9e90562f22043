// One system searched wholly and with stubborn sets: what the two say of each property, and what is kept. Stands
// below checkModel, so that a test can put a set of its own making in the place of a stubborn one.

import { Progress } from '../../src/base/progress.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { assertedProperties, type Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { expansionBy, NotSteady } from '../../src/reduction/partial-order/expansion.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';
import type { StubbornSets } from '../../src/reduction/partial-order/stubborn.ts';
import type { MakeExpansion } from '../../src/transition/reduced.ts';
import { type Graph, graphOf, lostIn } from './kept.ts';

/** How a search is reduced: by which sets, and how it makes use of them. */
export interface Reducer {
  readonly sets: (system: CompiledSystem, monitor: Monitor, isSteady: boolean) => StubbornSets;
  readonly expansion?: (sets: StubbornSets, isSteady: boolean) => MakeExpansion;
}

export const SOUND: Reducer = { sets: stubbornSets };

export class Searches {
  readonly #system: CompiledSystem;
  readonly #properties: Properties;
  readonly #whole: Search;
  readonly #graph: Graph | undefined;

  constructor(definition: SystemDefinition, properties: Properties, maxStates = 2000) {
    this.#system = new CompiledSystem(
      definition,
      observerShapes(properties),
      undefined,
      assertedProperties(properties),
    );
    this.#properties = properties;
    this.#whole = this.#search(this.#monitor(), maxStates);
    const isComplete = this.#whole.run().limit === undefined;
    this.#graph = isComplete ? graphOf(this.#whole.graph, this.#monitor()) : undefined;
  }

  /** Whether there are too many states to compare anything. */
  get areTooLarge(): boolean {
    return this.#graph === undefined;
  }

  get states(): number {
    return this.#whole.graph.visited.count;
  }

  /** How a reduced search differs in what it says; and how many states it takes. */
  compare(reducer: Reducer): {
    difference: string | undefined;
    states: number;
  } {
    const reduced = this.#reducedBy(reducer, true) ?? (this.#reducedBy(reducer, false) as Search);
    const difference =
      findingsDifference(this.#whole, reduced) ??
      lostIn(this.#graph as Graph, graphOf(reduced.graph, this.#monitor()));
    return { difference, states: reduced.graph.visited.count };
  }

  /** Nothing where the sets rest on steady observers, and one is not. */
  #reducedBy({ sets, expansion = expansionBy }: Reducer, isSteady: boolean): Search | undefined {
    const monitor = this.#monitor();
    const makeExpansion = expansion(sets(this.#system, monitor, isSteady), isSteady);
    const reduced = this.#search(monitor, Number.POSITIVE_INFINITY, makeExpansion);
    try {
      reduced.run();
      return reduced;
    } catch (error) {
      if (error instanceof NotSteady) return undefined;
      throw error;
    }
  }

  #monitor(): Monitor {
    return new Monitor(this.#system, this.#properties);
  }

  #search(monitor: Monitor, maxStates: number, expansion?: MakeExpansion): Search {
    return new Search(this.#system, monitor, this.#properties, {
      order: 'bfs',
      maxStates,
      maxDepth: Number.POSITIVE_INFINITY,
      memoryBytes: 2 ** 22,
      progress: new Progress(),
      exhaustive: true,
      expansion,
    });
  }
}

function findingsDifference(whole: Search, reduced: Search): string | undefined {
  const missed = [...whole.findings.keys()].filter((name) => !reduced.findings.has(name));
  const invented = [...reduced.findings.keys()].filter((name) => !whole.findings.has(name));
  if (missed.length + invented.length === 0) return undefined;
  return [
    ...missed.map((name) => `misses ${name}`),
    ...invented.map((name) => `invents ${name}`),
  ].join();
}
