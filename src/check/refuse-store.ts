// What a store that forgets states cannot do is refused before a search begins, in one message.

import { UsageError } from '../base/errors.ts';
import { keepsGraph } from '../base/stores.ts';
import type { Properties } from '../language/claims/property.ts';
import { refusalOf, refusalsOf } from '../reduction/soundness.ts';
import { markingSoundness } from '../reduction/store-soundness.ts';
import type { CheckOptions } from './options.ts';

/** Whether the packed store decides the same as one that keeps the graph, in less memory. */
export function canBePacked(properties: Properties, options: CheckOptions): boolean {
  if (!keepsGraph(options.store) || refusalOf(markingSoundness, properties)) return false;
  return reasonAgainst(properties, { ...options, store: 'packed' }) === undefined;
}

export function refuseStore(properties: Properties, options: CheckOptions): void {
  const reason = reasonAgainst(properties, options);
  if (reason !== undefined) throw new UsageError(reason);
}

function reasonAgainst(properties: Properties, options: CheckOptions): string | undefined {
  const { store, order } = options;
  if (keepsGraph(store)) return undefined;
  const refused = refusalsOf(markingSoundness, properties);
  if (refused.length > 0) {
    const words = refused.map(({ property, reason }) => `'${property}': ${reason}`);
    return `--store ${store} cannot decide ${words.join('; ')}. Choose others with --property, or --store exact`;
  }
  const needsStates = NEED_STATES.find(([name]) => options[name]);
  if (needsStates) {
    return `--store ${store} forgets the states that --${needsStates[1]} looks at: leave one of them out`;
  }
  return order === 'dfs'
    ? `--store ${store} searches breadth-first: it has in full only the states that are still to be expanded. Leave out --order dfs`
    : undefined;
}

const NEED_STATES = [
  ['audit', 'audit'],
  ['profile', 'profile'],
  ['fewestSwitches', 'fewest-switches'],
] as const satisfies readonly (readonly [keyof CheckOptions, string])[];
