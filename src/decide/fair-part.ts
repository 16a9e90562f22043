// A part of a finished graph that a fair cycle may not leave, and how things stand in its states.

import type { Part } from '../graph/breadth-first.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import { type Neighbours, neighboursOf } from '../graph/neighbours.ts';

export interface FairPart extends Part {
  readonly graph: ExploredGraph;
  /** What has to recur, as the bit of a process that never steps, and where it does. */
  readonly recurring?: { readonly bit: number; isAt(state: number): boolean } | undefined;
}

/** The transitions within the part. What has to recur is enabled, as it were, where it is not the case. */
export function neighboursIn(part: FairPart, state: number): Neighbours {
  const { graph, starving, contains, recurring } = part;
  const { hops, enabled } = neighboursOf(graph, state);
  const isAt = recurring?.isAt(state);
  return {
    hops: hops.filter(({ instance, to }) => instance !== starving && contains(to)),
    enabled: (k) => (k === recurring?.bit ? !isAt : enabled(k)),
  };
}
