// A search that has in full only its frontier, breadth-first, and of all other states a mark. What it finds is real; what it has
// not found is not there if its marks are exact, and may be there if not.
//
// What must stay true: a finding leaves it with a graph that shows it, exact and small, made by taking its run again
// (graph/marked-graph.ts). Nothing is decided on the finished graph, which is not there; and with marks that are not exact no
// run is a shortest one.

import type { LimitReached } from '../base/limits.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Finding } from '../graph/finding.ts';
import { MarkedGraph } from '../graph/marked-graph.ts';
import type { StoredGraph } from '../graph/stored-graph.ts';
import type { MakeMarks } from '../store/marks.ts';
import type { ExploreOptions } from './options.ts';
import { queue } from './queue.ts';
import { SequentialSearch } from './sequential.ts';
import type { Strategy } from './strategy.ts';

export class MarkedSearch implements Strategy {
  readonly findings: Map<string, Finding>;
  readonly ahead = undefined;
  readonly keepsGraph = false;
  readonly #search: SequentialSearch<MarkedGraph>;
  #graph: StoredGraph | undefined;

  constructor(system: CompiledSystem, monitor: Monitor, options: ExploreOptions, make: MakeMarks) {
    const { seed = 0 } = options;
    this.#search = new SequentialSearch(system, monitor, options, ({ findings: _, ...parts }) => {
      const graph = new MarkedGraph({ ...parts, make, seed });
      return { graph, order: queue.make(graph.visited, Number.POSITIVE_INFINITY) };
    });
    this.findings = this.#search.findings;
  }

  run(): LimitReached | undefined {
    try {
      return this.#search.run();
    } finally {
      // Also where the model goes wrong then: what was found before is shown.
      this.#giveGraphs();
    }
  }

  #giveGraphs(): void {
    for (const [property, finding] of this.findings) {
      const { graph, end } = this.#search.graph.runTo(finding.state);
      this.findings.set(property, { ...finding, graph, state: end });
    }
  }

  /** Of the initial states; or, where the model went wrong, of the run that led there. */
  get graph(): StoredGraph {
    this.#graph ??= this.#search.graph.beginning();
    return this.#graph;
  }

  get omission(): number | undefined {
    return this.#search.graph.visited.omission;
  }

  get states(): number {
    return this.#search.graph.visited.count;
  }

  get memoryBytes(): number {
    return this.#search.graph.memoryBytes;
  }

  get memoryToGrow(): number {
    return this.#search.graph.memoryToGrow;
  }

  get asked(): number {
    return this.#inOwnGraph(this.#search.asked);
  }

  get current(): number {
    return this.#inOwnGraph(this.#search.current);
  }

  get transitions(): number {
    return this.#search.transitions;
  }

  get depth(): number {
    return this.#search.depth;
  }

  get frontier(): number {
    return this.#search.frontier;
  }

  get beyond(): number {
    return this.#search.beyond;
  }

  report(): void {
    this.#search.report();
  }

  #inOwnGraph(state: number): number {
    if (state < 0) return state;
    const { graph, end } = this.#search.graph.runTo(state);
    this.#graph = graph;
    return end;
  }
}
