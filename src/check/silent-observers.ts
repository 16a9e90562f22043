// Doubts about observers in none of whose handlers an assertion stands, or one that has one answer in every state: whatever they
// remember, they hold for nothing.

import type { StepAccess } from '../compile/access/access.ts';
import { constantWords } from '../compile/access/lints.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';

export function silentObservers({ observers }: Monitor): string[] {
  return observers
    .filter((observer) => !observer.accesses().some(asserts))
    .map(
      ({ name }) =>
        `observer '${name}' asserts nothing, so it holds for nothing; call assert(condition, message) in one of its handlers`,
    );
}

export function idleObservers({ observers }: Monitor): string[] {
  return observers.flatMap((observer) => {
    const told = observer
      .accesses()
      .flatMap((access) => constantWords(`observer '${observer.name}' asks`, access));
    return [...new Set(told)];
  });
}

function asserts({ tools, unused }: StepAccess): boolean {
  return tools.includes('assert') && !unused.includes('assert');
}
