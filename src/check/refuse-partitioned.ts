// What a search whose states are kept in partitions cannot do is refused before it begins, in one message.

import { UsageError } from '../base/errors.ts';
import { keepsGraph } from '../base/stores.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import { REDUCTIONS, type ReductionName } from '../outcome/reduction-names.ts';
import { refusalsOf } from '../reduction/soundness.ts';
import { partitionSoundness } from '../reduction/store-soundness.ts';
import type { InternalOptions } from './options.ts';
import type { ReductionChoice } from './reductions.ts';

export function refusePartitioned(properties: Properties, options: InternalOptions): void {
  if (!options.partitioned) return;
  const { option } = options.partitioned;
  const refused = refusalsOf(partitionSoundness, properties);
  if (refused.length > 0) {
    const words = refused.map(({ property, reason }) => `'${property}': ${reason}`);
    throw new UsageError(
      `${option} cannot decide ${words.join('; ')}. Choose others with --property, or leave out ${option}`,
    );
  }
  const [reason] = REASONS.flatMap(([applies, why]) => (applies(options) ? [why] : []));
  if (reason !== undefined) throw new UsageError(`${option} does not go with ${reason}`);
}

/** What a memory model was bounded by is known to the process alone that has met it. */
export function refuseKeptByOne({ memory }: CompiledSystem, options: InternalOptions): void {
  if (options.partitioned && memory !== undefined) {
    const { option } = options.partitioned;
    throw new UsageError(`${option} does not go with a memory model: leave one of them out`);
  }
}

/**
 * Those that are used. Partial order is none of them: whether it pays to leave steps out is guessed from what was found before, and
 * what is left out would depend on which job is done first.
 */
export function reductionsOf({
  partitioned,
  reduction,
}: InternalOptions): ReductionChoice | undefined {
  if (!partitioned || reduction === false) return reduction;
  const chosen = Array.isArray(reduction) ? (reduction as readonly ReductionName[]) : REDUCTIONS;
  return chosen.filter((name) => name !== 'partial-order');
}

const NEEDS_STATES = 'which looks at states that are not in memory';
const REASONS: readonly (readonly [(options: InternalOptions) => boolean | undefined, string])[] = [
  [({ store }) => !keepsGraph(store), '--store: partitions are exact'],
  [({ order }) => order === 'dfs', '--order dfs: states are found level by level'],
  [({ checkpoint }) => checkpoint !== undefined, '--checkpoint: what it keeps is one'],
  [({ audit }) => audit, `--audit, ${NEEDS_STATES}`],
  [({ profile }) => profile, `--profile, ${NEEDS_STATES}`],
  [
    ({ reduction }) => Array.isArray(reduction) && reduction.includes('partial-order'),
    '--reduction partial-order: what it leaves out would depend on which partition is searched first',
  ],
];
