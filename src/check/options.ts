// What the caller of a check chooses.

import { ORDERS, type Order } from '../base/orders.ts';
import type { Progress } from '../base/progress.ts';
import { STORES, type StoreName } from '../base/stores.ts';
import type { Path } from '../counterexample/run.ts';
import type { Shown } from '../counterexample/shortest.ts';
import type { Team } from '../explore/rounds/team.ts';
import type { Snapshots } from '../explore/saver.ts';
import { strategyOf } from '../explore/strategies.ts';
import type { Finding } from '../graph/finding.ts';
import type { PropertyKind } from '../language/claims/property.ts';
import type { RunlessOutcome } from '../outcome/outcome.ts';
import type { Partitioned } from '../partitions/search.ts';
import type { ReductionChoice } from './reductions.ts';
import type { Attempt } from './search-again.ts';

/** The team of one search for the properties that `only` names, or for all; nothing where it is searched alone. */
export type MakeTeam = (
  attempt: Attempt,
  progress: Progress,
  only: readonly string[] | undefined,
) => Team | undefined;

/** Where the states of one search are, by what tells it from others of the check; and who helps, told as of a team. */
export type MakePartitioned = (
  search: string,
  attempt: Attempt,
  only: readonly string[] | undefined,
) => Partitioned;

/** Where the states of a check are, as the command line has it. */
export interface PartitionedChoice {
  readonly option: '--disk' | '--queue';
  /** By what tells the searches of the check apart. */
  readonly of: MakePartitioned;
}

export interface CheckOptions {
  /** Breadth-first (the default) finds shortest counterexamples. */
  readonly order?: Order;
  /** Exact (the default); of those that are lossy nothing is proved. */
  readonly store?: StoreName | undefined;
  /** Of a lossy store: with another seed it omits other states. */
  readonly seed?: number;
  /** All reductions that are sound (the default), none, or only some. */
  readonly reduction?: ReductionChoice;
  readonly maxStates?: number;
  /**
   * A graph of at most so many states is searched without reductions: to find out what may be reduced takes longer. By default
   * reductions are used however small it is.
   */
  readonly unreducedUpTo?: number;
  /** Up to so many states all properties are searched for together, beyond them in groups: see searches.ts. */
  readonly statesTogether?: number;
  readonly maxDepth?: number;
  readonly memoryBytes?: number;
  /** What bounds the memory, if that is not the caller's choice, and what to do about it: for the message of the limit. */
  readonly memoryBound?: string;
  /** Go on until the model goes wrong, whatever is decided before, and tell that as an outcome. */
  readonly untilWrong?: boolean;
  /** Check only these properties. */
  readonly only?: readonly string[];
  /** Of the shortest runs, show the one with the fewest context switches: see counterexample/fewest-switches.ts. */
  readonly fewestSwitches?: boolean;
  /** Show runs that are not the shortest with all their steps: see counterexample/bystanders.ts. */
  readonly full?: boolean;
  /** Check again, by slow code, what the search relied upon: see audit/. */
  readonly audit?: boolean;
  /** Look, after the verdicts, at where states and time come from: see profile/. */
  readonly profile?: boolean;
  /**
   * Told what is known before the check has ended: as soon as something was found, and again before its runs are built,
   * which may take longer than there is time or memory. Nothing where what was told turns out to rest on what is not so.
   */
  readonly onLearnt?: (outcome: RunlessOutcome | undefined) => void;
  /** Shared with the thread that watches over the search: see base/progress.ts. */
  readonly progress?: SharedArrayBuffer;
}

/** What mmcheck chooses itself. */
export interface InternalOptions extends CheckOptions {
  /** The first search is an attempt, given up after so many states; what follows it is not. */
  readonly attemptStates?: number;
  /** Where the searches of the check are saved and gone on with, by what tells them apart. */
  readonly checkpoint?: ((search: string) => Snapshots) | undefined;
  /** Keeps the states of the searches of the check in partitions elsewhere. */
  readonly partitioned?: PartitionedChoice | undefined;
  /** How often a step is run before it is recalled: see CompiledSystem.recallsFrom. */
  readonly recallsFrom?: number;
  /** Other threads that may help with a search: see explore/rounds. */
  readonly team?: MakeTeam;
}

/** Whether the run that a search shows is a shortest one. */
export function findsShortest({
  order = ORDERS[0],
  store = STORES[0],
}: {
  readonly order?: Order | undefined;
  readonly store?: StoreName | undefined;
}): boolean {
  return strategyOf(order, store).findsShortest;
}

/** Whether what is shown of a finding is a shortest run. */
export function isShortest(options: CheckOptions, { finding, minimal }: Shown): boolean {
  return minimal && findsShortest(options) && finding.minimal !== false;
}

/** One run breaks them, or ends in a state that does. */
const BROKEN_BY_A_RUN: ReadonlySet<PropertyKind> = new Set<PropertyKind>([
  'invariant',
  'unreachable',
  'reachable',
  'conservation',
  'observer',
  'assertion',
  'at-end',
  'deadlock',
]);

/** Whether the run of a finding is one that ends, and breaks the property by itself. */
export function isBrokenByRun(kind: PropertyKind, { lasso, loop }: RunEnd): boolean {
  return lasso === undefined && loop === undefined && BROKEN_BY_A_RUN.has(kind);
}

/** What tells of a finding, or of a run, that it never ends. */
type RunEnd = Pick<Finding, 'lasso'> & Pick<Path, 'loop'>;
