// Backward flow against its definition, on random graphs. In real searches the sweeps do nearly all of the work, and
// in small ones all: here they have nothing to go by, or as much as chance gives them, so that the rest is seen to be
// exact.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BackwardFixpoint } from '../../src/decide/backward-fixpoint.ts';
import type { ExploredGraph } from '../../src/graph/explored-graph.ts';
import { VisitedSet } from '../../src/store/visited-set.ts';
import type { Visitor } from '../../src/transition/transitions.ts';

interface Graph {
  readonly edges: readonly (readonly number[])[];
  /** Of each state the bits that it has by itself: one word, or two. */
  readonly own: readonly (readonly number[])[];
  /** Of each state two of its edges, for the sweeps; itself where there is none to be used. */
  readonly sampled: readonly (readonly number[])[];
}

const graphs: fc.Arbitrary<Graph> = fc
  .record({ n: fc.integer({ min: 1, max: 60 }), words: fc.integer({ min: 1, max: 2 }) })
  .chain(({ n, words }) => {
    const each = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
      fc.array(one, { minLength: n, maxLength: n });
    const bits = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 7 }));
    return fc
      .record({
        edges: each(fc.array(fc.nat(n - 1), { maxLength: 3 })),
        own: each(fc.array(bits, { minLength: words, maxLength: words })),
        picks: each(fc.nat(5)),
      })
      .map(({ edges, own, picks }) => ({
        edges,
        own,
        sampled: edges.map((to, k) => [to[picks[k]] ?? k, to[picks[k] - 1] ?? k]),
      }));
  });

function searchOf({ edges, sampled }: Graph): ExploredGraph {
  const state = new Int32Array(1);
  const visited = new VisitedSet(1, 2 ** 20, 0);
  for (let k = 0; k < edges.length; k++) {
    state[0] = k;
    visited.insert(state);
  }
  const expandAgain = (visitor: Visitor): void => {
    const from = state[0];
    for (const to of edges[from]) {
      state[0] = to;
      visitor.moved(0, 0, 0, 0);
    }
    state[0] = from;
  };
  const search = {
    visited,
    stepper: { system: { state } },
    predecessors: new Int32Array(edges.length).fill(-1),
    successors: { of: Int32Array.from(sampled.flat()) },
    beat: () => {},
    expandAgain,
  };
  return search as unknown as ExploredGraph;
}

/** The bits of all that can be reached, itself included. */
function reachedBits({ edges, own }: Graph, start: number): number[] {
  const seen = new Set([start]);
  for (const state of seen) for (const to of edges[state]) seen.add(to);
  return own[start].map((_, w) => [...seen].reduce((bits, state) => bits | own[state][w], 0));
}

test('every state gets the bits of all that it leads to, and no others', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const all = Int32Array.from(graph.own[0], () => 7);
      const bits = Int32Array.from(graph.own.flat());
      const lacking = [...new BackwardFixpoint(searchOf(graph), bits, all).lacking()];
      const expected = graph.edges.map((_, state) => reachedBits(graph, state));
      expect([...bits]).toEqual(expected.flat());
      const isLacking = (state: number): boolean => expected[state].some((word) => word !== 7);
      expect(lacking).toEqual(graph.edges.map((_, k) => k).filter(isLacking));
    }),
    { numRuns: 2000, seed: Number(process.env.SEED ?? 1) },
  );
});
