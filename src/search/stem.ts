// The shortest way into a fair cycle: from an initial state to where a run begins to owe what was claimed, and from
// there within the region to a state of a fair component.
//
// Both legs together are shortest: beginnings enter the breadth-first search of the region at their own depth.

import type { Explorer } from './explore.ts';
import { neighboursOf } from './neighbours.ts';

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
  /** One more than the state before, or itself complemented where the region is entered. */
  const before = new Int32Array(visited.count);
  const distance = new Int32Array(visited.count);
  const queue: number[] = [];
  const reach = (state: number, from: number, depth: number): void => {
    if (before[state] !== 0) return;
    before[state] = from;
    distance[state] = depth;
    queue.push(state);
  };
  let next = 0;
  for (let head = 0; head < queue.length || next < starts.length; ) {
    const start = starts[next];
    if (head === queue.length || depths[start] < distance[queue[head]]) {
      reach(start, -1, depths[start]);
      next++;
      continue;
    }
    const state = queue[head++];
    if (wanted.fair(state)) return wayTo(state, before, predecessors);
    if (head % 1024 === 0) search.beat();
    for (const { instance, to } of neighboursOf(search, state).hops) {
      if (instance === wanted.starving || !wanted.inside(to)) continue;
      reach(to, state + 1, distance[state] + 1);
    }
  }
  throw new Error('no way leads into the fair cycle');
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
