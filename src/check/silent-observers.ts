// A doubt about observers in none of whose handlers an assertion stands: whatever they remember, they hold for nothing.

import type { StepAccess } from '../compile/access/access.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';

export function silentObservers({ observers }: Monitor): string[] {
  return observers
    .filter((observer) => !observer.accesses().some(asserts))
    .map(
      ({ name }) =>
        `observer '${name}' asserts nothing, so it holds for nothing; call assert(condition, message) in one of its handlers`,
    );
}

function asserts({ tools, unused }: StepAccess): boolean {
  return tools.includes('assert') && !unused.includes('assert');
}
