// When a search goes on in rounds: breadth-first, once there are enough states, while something is open. Until then
// nothing is made for a team, and no helper begins.

import type { Monitor } from '../../compile/monitor/monitor.ts';
import type { Finding } from '../../graph/finding.ts';
import type { StoredGraph } from '../../graph/stored-graph.ts';
import { ASSERTIONS } from '../../language/claims/property.ts';
import type { Frontier } from '../frontier.ts';
import type { ExploreOptions } from '../options.ts';
import { type Advance, Rounds } from './rounds.ts';
import type { Team } from './team.ts';

/** What it needs of the search. */
interface Search {
  readonly graph: StoredGraph;
  readonly order: Frontier;
  readonly findings: ReadonlyMap<string, Finding>;
}

interface Setting {
  readonly monitor: Monitor;
  /** What the recorder keeps. */
  readonly recorded: Int32Array;
  readonly team: Team;
}

export class Ahead {
  readonly #search: Search;
  readonly #options: ExploreOptions;
  readonly #setting: Setting;
  #rounds: Rounds | undefined;

  constructor(search: Search, options: ExploreOptions, setting: Setting) {
    this.#search = search;
    this.#options = options;
    this.#setting = setting;
  }

  /** Expands the next states, which the frontier then leaves out; nothing where the search has to do that itself. */
  advance(): Advance | undefined {
    const { graph, order, findings } = this.#search;
    const { maxDepth, maxStates } = this.#options;
    const { row } = order;
    if (!row || order.level >= maxDepth) return undefined;
    if (graph.visited.count < this.#setting.team.pace.from) return undefined;
    this.#rounds ??= this.#begin();
    const isClosed = (property: string): boolean => findings.has(property);
    const advance = this.#rounds.advance({ ...row, maxStates, isClosed });
    if (advance) order.skip?.(advance.states);
    return advance;
  }

  /** How many threads have searched. */
  get workers(): number {
    return this.#rounds?.rounds ? this.#setting.team.members : 1;
  }

  end(): void {
    this.#rounds?.end();
  }

  #begin(): Rounds {
    const { graph } = this.#search;
    const { monitor, recorded, team } = this.#setting;
    const { quotient, expansion, properties, recorder } = this.#options;
    const { stepper } = graph;
    const parts = {
      stepper,
      monitor,
      quotient,
      expansion: expansion?.(stepper),
      recorder,
      properties: [...properties, ASSERTIONS],
    };
    return new Rounds(parts, graph, recorded, team);
  }
}
