// What the processes of a system can see: of each reachable state where they stand and what is in their locals, without
// the cells, which a primitive and its twin store differently.

import type { SystemDefinition } from '../../../src/model/system.ts';
import { reachable } from '../../../src/search/reachable.ts';

export function seenBy(system: SystemDefinition): Set<string> {
  const { keys } = reachable(system, {});
  return new Set([...keys].map((key) => JSON.stringify(JSON.parse(key).processes)));
}
