// The shortest way into a fair cycle: from an initial state to where a run has an obligation, and from
// there within the obligation region to a state of a fair component.
//
// Both legs together are shortest: the search of the obligation region goes level by level, and beginnings enter it
// at their own depth.

import { BreadthFirst } from '../graph/breadth-first.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';

export interface Wanted {
  /** Whether a run can begin to owe in a state. */
  begins(state: number): boolean;
  inside(state: number): boolean;
  /** Where the way ends. */
  fair(state: number): boolean;
  readonly starving?: number;
}

/** The states on the way, the initial one first. */
export function shortestStem(graph: ExploredGraph, wanted: Wanted): number[] {
  const { predecessors } = graph;
  const { inside, fair, starving } = wanted;
  const ways = new BreadthFirst(graph, {
    contains: inside,
    ...(starving === undefined ? {} : { starving }),
  });
  const depths = depthsOf(graph);
  const starts = startsOf(depths, wanted);
  for (let depth = 0, next = 0; !ways.isExhausted || next < starts.length; depth++) {
    for (; next < starts.length && depths[starts[next]] === depth; next++) {
      ways.begin(starts[next]);
    }
    const end = ways.find(fair);
    if (end !== undefined) return wayTo(end, ways.before, predecessors);
    ways.expandLevel();
  }
  throw new Error('no way leads into the fair cycle');
}

function depthsOf({ predecessors, visited }: ExploredGraph): Int32Array {
  const depths = new Int32Array(visited.count);
  for (let k = 0; k < depths.length; k++) {
    depths[k] = predecessors[k] < 0 ? 0 : depths[predecessors[k]] + 1;
  }
  return depths;
}

/** All beginnings, the nearest first; among equals the first found, as everywhere. */
function startsOf(depths: Int32Array, { begins, inside }: Wanted): Int32Array {
  const isStart = (k: number): boolean => inside(k) && begins(k);
  let count = 0;
  for (let k = 0; k < depths.length; k++) if (isStart(k)) count++;
  const starts = new Int32Array(count);
  for (let k = 0, n = 0; n < count; k++) if (isStart(k)) starts[n++] = k;
  const isSorted = starts.every((k, n) => n === 0 || depths[starts[n - 1]] <= depths[k]);
  return isSorted ? starts : starts.sort((a, b) => depths[a] - depths[b] || a - b);
}

function wayTo(end: number, before: Int32Array, predecessors: Int32Array): number[] {
  const way = [end];
  let at = end;
  for (; before[at] > 0; at = before[at] - 1) way.push(before[at] - 1);
  for (at = predecessors[at]; at >= 0; at = predecessors[at]) way.push(at);
  return way.reverse();
}
