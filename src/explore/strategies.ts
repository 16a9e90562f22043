// The strategies of search, by the orders that can be asked for.

import type { Order } from '../base/orders.ts';
import { keepsGraph, type MarkingStoreName, type StoreName } from '../base/stores.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { BitStates } from '../store/bitstate.ts';
import { CompactStates } from '../store/compact.ts';
import { hashedMarks, type MakeHashedStates } from '../store/hashed-states.ts';
import { PackedStates } from '../store/packed.ts';
import type { FrontierKind } from './frontier.ts';
import { MarkedSearch } from './marked.ts';
import type { ExploreOptions } from './options.ts';
import { queue } from './queue.ts';
import { stack } from './stack.ts';
import { StoredSearch } from './stored.ts';
import type { Strategy } from './strategy.ts';

export type MakeStrategy = (
  system: CompiledSystem,
  monitor: Monitor,
  options: ExploreOptions,
) => Strategy;

interface KnownStrategy {
  readonly make: MakeStrategy;
  /**
   * Whether the first run that it finds into a violation is a shortest one. Sound only if states are expanded in the order
   * of their depth, and none is omitted.
   */
  readonly findsShortest: boolean;
}

const stored =
  (frontier: FrontierKind): MakeStrategy =>
  (...given) =>
    new StoredSearch(...given, frontier);

const lossy = (make: MakeHashedStates): KnownStrategy => ({
  make: (...given) => new MarkedSearch(...given, hashedMarks(make)),
  findsShortest: false,
});

export const STRATEGIES = {
  bfs: { make: stored(queue), findsShortest: true },
  dfs: { make: stored(stack), findsShortest: false },
} satisfies Readonly<Record<Order, KnownStrategy>>;

const MARKING = {
  packed: {
    make: (...given) => new MarkedSearch(...given, (marks) => new PackedStates(marks)),
    findsShortest: true,
  },
  compact: lossy((bytes) => new CompactStates(bytes)),
  bitstate: lossy((bytes) => new BitStates(bytes)),
} satisfies Readonly<Record<MarkingStoreName, KnownStrategy>>;

/** How a search goes in an order, with a store: breadth-first where it forgets states, as only that takes them in a row. */
export function strategyOf(order: Order, store: StoreName): KnownStrategy {
  return keepsGraph(store) ? STRATEGIES[order] : MARKING[store];
}
