// Strong paths: breadth-first over classes of locks, each in up to two ways of having come there, as __bfs() of
// kernel/locking/lockdep.c goes over them (its `only_xr`).

import type { Dependency } from '../outcome/lock-order.ts';

/** Whether a dependency can be followed by another: no recursive reader waits for readers. */
function follows({ asked }: Dependency, { held }: Dependency): boolean {
  return asked !== 'R' || held !== 'S';
}

/** A shortest strong path from behind `first` to before `last`; empty where `last` itself can follow. */
export function shortestStrongPath(
  dependencies: readonly Dependency[],
  first: Dependency,
  last: Dependency,
): readonly Dependency[] | undefined {
  const ways: (readonly Dependency[])[] = [[first]];
  const seen = new Set<string>();
  for (const way of ways) {
    const end = way[way.length - 1];
    if (end.to === last.from && follows(end, last)) return way.slice(1);
    for (const next of dependencies) {
      if (next.from !== end.to || !follows(end, next)) continue;
      const place = `${next.asked} ${next.to}`;
      if (seen.has(place)) continue;
      seen.add(place);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
