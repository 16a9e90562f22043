// The strategies of search, by the orders that can be asked for.

import type { Order } from '../base/orders.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { FrontierKind } from './frontier.ts';
import type { ExploreOptions } from './options.ts';
import { queue } from './queue.ts';
import { SequentialSearch } from './sequential.ts';
import { stack } from './stack.ts';
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
   * of their depth.
   */
  readonly findsShortest: boolean;
}

const sequential =
  (frontier: FrontierKind): MakeStrategy =>
  (...given) =>
    new SequentialSearch(...given, frontier);

export const STRATEGIES = {
  bfs: { make: sequential(queue), findsShortest: true },
  dfs: { make: sequential(stack), findsShortest: false },
} satisfies Readonly<Record<Order, KnownStrategy>>;
