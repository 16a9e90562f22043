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
  const reasons = [
    [!keepsGraph(store), `--store ${store}`],
    [order === 'dfs', '--order dfs'],
    [system.memory !== undefined, 'a memory model'],
    [asksForLockOrder(properties), 'a claim of lock order (--property leaves it out)'],
  ] as const;
  const reason = reasons.find(([applies]) => applies)?.[1];
  if (reason === undefined) return;
  throw new UsageError(`--checkpoint does not go with ${reason}, which keeps more than is saved`);
}
