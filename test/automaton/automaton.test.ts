// Deterministic automata have the words of the graph they are made of, and no two states that say the same.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Automaton, automatonOf, type Watched } from '../../src/automaton/automaton.ts';

const EVENTS = ['a', 'b', 'c'];

const graphs: fc.Arbitrary<Watched> = fc.nat({ max: 7 }).chain((last) => {
  const state = fc.nat({ max: last });
  const edge = fc.tuple(fc.constantFrom(...EVENTS), state);
  const each = <T>(one: fc.Arbitrary<T>) =>
    fc.array(fc.array(one, { maxLength: 3 }), { minLength: last + 1, maxLength: last + 1 });
  return fc.record({
    initial: fc.array(state, { minLength: 1, maxLength: 2 }),
    silent: each(state),
    events: each(edge) as fc.Arbitrary<Watched['events']>,
  });
});

/** All words of at most so many events. */
function words({ initial, silent, events }: Watched, most: number): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const walk = (state: number, word: string): void => {
    if (seen.has(`${state} ${word}`)) return;
    seen.add(`${state} ${word}`);
    found.add(word);
    for (const to of silent[state]) walk(to, word);
    if (word.length === most) return;
    for (const [event, to] of events[state]) walk(to, word + event);
  };
  for (const state of initial) walk(state, '');
  return found;
}

const asWatched = ({ moves }: Automaton): Watched => ({
  initial: [0],
  silent: moves.map(() => []),
  events: moves.map((to) => [...to]),
});

describe('of any graph', () => {
  test('the words are the same, and each state is needed', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const automaton = automatonOf(graph);
        expect(words(asWatched(automaton), 5)).toEqual(words(graph, 5));
        const { moves } = automaton;
        const from = moves.map((_, k) =>
          [...words({ ...asWatched(automaton), initial: [k] }, moves.length)].sort().join(),
        );
        expect(new Set(from).size).toBe(moves.length);
      }),
      { numRuns: 150, seed: 1, endOnFailure: true },
    );
  });
});

test('too many states are refused', () => {
  // The event ten places ago is remembered by no smaller automaton.
  const states = Array.from({ length: 11 }, (_, k) => k);
  const graph: Watched = {
    initial: [0],
    silent: states.map(() => []),
    events: states.map((k) =>
      k === 0
        ? [
            ['a', 0],
            ['b', 0],
            ['a', 1],
          ]
        : k < 10
          ? [
              ['a', k + 1],
              ['b', k + 1],
            ]
          : [],
    ),
  };
  expect(() => automatonOf(graph)).toThrow(/takes more than 500 states: watch fewer steps/);
});
