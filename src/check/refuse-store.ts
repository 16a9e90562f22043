// What a store that forgets states cannot do is refused before a search begins, in one message.

import { UsageError } from '../base/errors.ts';
import { keepsGraph } from '../base/stores.ts';
import type { Properties } from '../language/claims/property.ts';
import { refusalsOf } from '../reduction/soundness.ts';
import { markingSoundness } from '../reduction/store-soundness.ts';
import type { CheckOptions } from './options.ts';

export function refuseStore(properties: Properties, options: CheckOptions): void {
  const { store, order } = options;
  if (keepsGraph(store)) return;
  const refused = refusalsOf(markingSoundness, properties);
  if (refused.length > 0) {
    const words = refused.map(({ property, reason }) => `'${property}': ${reason}`);
    throw new UsageError(
      `--store ${store} cannot decide ${words.join('; ')}. Choose others with --property, or --store exact`,
    );
  }
  const needsStates = NEED_STATES.find(([name]) => options[name]);
  if (needsStates) {
    throw new UsageError(
      `--store ${store} forgets the states that --${needsStates[1]} looks at: leave one of them out`,
    );
  }
  if (order === 'dfs') {
    throw new UsageError(
      `--store ${store} searches breadth-first: it has in full only the states that are still to be expanded. Leave out --order dfs`,
    );
  }
}

const NEED_STATES = [
  ['audit', 'audit'],
  ['profile', 'profile'],
  ['fewestSwitches', 'fewest-switches'],
] as const satisfies readonly (readonly [keyof CheckOptions, string])[];
