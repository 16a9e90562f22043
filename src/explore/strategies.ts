// The strategies of search: their names are the choices of `--order`, the first is the default.

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
  /** What is said of it on the command line. */
  readonly about: string;
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
  bfs: { make: sequential(queue), about: 'finds shortest counterexamples', findsShortest: true },
  dfs: { make: sequential(stack), about: 'needs less memory', findsShortest: false },
} satisfies Readonly<Record<string, KnownStrategy>>;

/** The name of a strategy. */
export type Order = keyof typeof STRATEGIES;
