// A search that keeps every state: exact, so that what it has not found is not there.

import { allocateOwn, allocateShared, reserve } from '../base/allocation.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { StoredGraph } from '../graph/stored-graph.ts';
import type { BeginSearch } from './begun.ts';
import type { FrontierKind } from './frontier.ts';
import type { ExploreOptions } from './options.ts';
import { Ahead } from './rounds/ahead.ts';
import { Saver } from './saver.ts';
import { SequentialSearch } from './sequential.ts';
import type { Strategy } from './strategy.ts';

export class StoredSearch extends SequentialSearch<StoredGraph> implements Strategy {
  readonly keepsGraph = true;

  constructor(
    system: CompiledSystem,
    monitor: Monitor,
    options: ExploreOptions,
    frontier: FrontierKind,
  ) {
    super(system, monitor, options, begin(monitor, options, frontier));
    const { snapshots } = options;
    if (snapshots) this.saver = new Saver(this, snapshots, options.progress);
  }

  save(): void {
    this.saver?.save();
  }

  get states(): number {
    return this.graph.visited.count;
  }

  get memoryBytes(): number {
    return this.graph.memoryBytes;
  }

  get memoryToGrow(): number {
    return this.graph.memoryToGrow;
  }
}

function begin(
  monitor: Monitor,
  options: ExploreOptions,
  frontier: FrontierKind,
): BeginSearch<StoredGraph> {
  const { recorder, team } = options;
  const recordedWords = recorder?.wordsPerState ?? 0;
  return ({ findings, ...parts }) => {
    const graph = new StoredGraph({
      ...parts,
      keepsSuccessors: options.keepsSuccessors,
      extraWords: recordedWords + frontier.wordsPerState + options.extraWords,
      allocate: team ? allocateShared : allocateOwn,
    });
    const { visited } = graph;
    const recorded = reserve(visited.capacity * recordedWords);
    recorder?.reserve(recorded);
    const order = frontier.make(visited, visited.capacity);
    const ahead =
      team && new Ahead({ graph, order, findings }, options, { monitor, recorded, team });
    return { graph, order, ahead, recorded };
  };
}
