// The shortest way into a fair cycle: from an initial state to where a run begins to owe what was claimed, and from
// there within the region to a state of a fair component.
//
// Both legs together are shortest: the search of the region goes level by level, and beginnings enter it at their own
// depth.

import type { Explorer } from './explore.ts';
import { visitSuccessors } from './neighbours.ts';

export interface Wanted {
  /** Whether a run can begin to owe in a state. */
  begins(state: number): boolean;
  inside(state: number): boolean;
  /** Where the way ends. */
  fair(state: number): boolean;
  readonly starving?: number;
}

/** The states on the way, the initial one first. */
export function shortestStem(search: Explorer, wanted: Wanted): number[] {
  const { predecessors, visited } = search;
  const depths = depthsOf(search);
  const starts = startsOf(visited.count, depths, wanted);
  /** One more than the state before; -1 where the region is entered. */
  const before = new Int32Array(visited.count);
  let level: number[] = [];
  for (let depth = 0, next = 0; level.length > 0 || next < starts.length; depth++) {
    for (; next < starts.length && depths[starts[next]] === depth; next++) {
      if (before[starts[next]] !== 0) continue;
      before[starts[next]] = -1;
      level.push(starts[next]);
    }
    const end = level.find((state) => wanted.fair(state));
    if (end !== undefined) return wayTo(end, before, predecessors);
    level = level.flatMap((state) => stepsFrom(search, wanted, state, before));
  }
  throw new Error('no way leads into the fair cycle');
}

/** The states that are first reached from this one. */
function stepsFrom(search: Explorer, wanted: Wanted, state: number, before: Int32Array): number[] {
  search.beat();
  const reached: number[] = [];
  visitSuccessors(search, state, (instance, to) => {
    if (before[to] !== 0 || instance === wanted.starving || !wanted.inside(to)) return;
    before[to] = state + 1;
    reached.push(to);
  });
  return reached;
}

function depthsOf({ predecessors, visited }: Explorer): Int32Array {
  const depths = new Int32Array(visited.count);
  for (let k = 0; k < depths.length; k++) {
    depths[k] = predecessors[k] < 0 ? 0 : depths[predecessors[k]] + 1;
  }
  return depths;
}

/** All beginnings, the nearest first; among equals the first found, as everywhere. */
function startsOf(count: number, depths: Int32Array, { begins, inside }: Wanted): number[] {
  const starts: number[] = [];
  for (let k = 0; k < count; k++) if (inside(k) && begins(k)) starts.push(k);
  return starts.sort((a, b) => depths[a] - depths[b] || a - b);
}

function wayTo(end: number, before: Int32Array, predecessors: Int32Array): number[] {
  const way = [end];
  let at = end;
  for (; before[at] > 0; at = before[at] - 1) way.push(before[at] - 1);
  for (at = predecessors[at]; at >= 0; at = predecessors[at]) way.push(at);
  return way.reverse();
}
