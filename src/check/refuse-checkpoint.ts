// A search that keeps more than a snapshot has cannot be gone on with by another process; that is refused before it begins.

import { UsageError } from '../base/errors.ts';
import { keepsGraph } from '../base/stores.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import { asksForLockOrder } from '../lock-order/outcome.ts';
import type { InternalOptions } from './options.ts';

export function refuseCheckpoint(
  system: CompiledSystem,
  properties: Properties,
  { checkpoint, store, order }: InternalOptions,
): void {
  if (!checkpoint) return;
  const { memory } = system.definition;
  const reasons = [
    [
      !keepsGraph(store),
      `--store ${store}: what is saved are whole states, and how each was found`,
    ],
    [order === 'dfs', `--order dfs, ${KEEPS_MORE}`],
    [memory !== undefined, `--memory-model ${memory?.model}, ${KEEPS_MORE}`],
    [
      asksForLockOrder(properties),
      `a claim of lock order (--property leaves it out), ${KEEPS_MORE}`,
    ],
  ] as const;
  const reason = reasons.find(([applies]) => applies)?.[1];
  if (reason !== undefined) throw new UsageError(`--checkpoint does not go with ${reason}`);
}

const KEEPS_MORE = 'which keeps more than is saved';
