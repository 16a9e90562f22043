// Liveness against its definition, on random graphs: a few processes move one token about, each where its table lets
// it, and every claim is judged under every fairness. What a lasso shows is checked against the tables themselves.
//
// RANDOM_GRAPHS=20000 SEED=7 npx vitest run test/liveness/random-graphs.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { anyProcess, cell, defineModel, orNone, system, upTo } from '../../src/index.ts';
import type {
  LivenessClaim,
  Properties,
  PropertyDefinition,
} from '../../src/language/claims/property.ts';
import type { Fairness } from '../../src/language/process.ts';
import { explore } from '../../src/reference/explore.ts';
import type { Trace, TraceState } from '../../src/trace/trace.ts';

const RUNS = Number(process.env.RANDOM_GRAPHS ?? 60);
const SEED = Number(process.env.SEED ?? 1);
const MINUTE = 60_000;

interface Graph {
  /** Of each process: from each place the places that it can move the token to. */
  readonly moves: readonly (readonly (readonly number[])[])[];
  readonly ends: readonly boolean[];
  readonly goal: readonly boolean[];
  readonly from: readonly boolean[];
  /** Whether a move also notes whose it was, so that staying at a place can be a step. */
  readonly notes: boolean;
}

const graphs: fc.Arbitrary<Graph> = fc
  .record({ places: fc.integer({ min: 2, max: 7 }), processes: fc.integer({ min: 1, max: 3 }) })
  .chain(({ places, processes }) => {
    const place = fc.integer({ min: 0, max: places - 1 });
    const each = <T>(one: fc.Arbitrary<T>, n: number): fc.Arbitrary<T[]> =>
      fc.array(one, { minLength: n, maxLength: n });
    const targets = fc.oneof(fc.constant([]), fc.array(place, { maxLength: 2 }));
    return fc.record({
      moves: each(each(targets, places), processes),
      ends: each(fc.boolean(), processes),
      goal: each(fc.nat(3), places).map((drawn) => drawn.map((n) => n === 0)),
      from: each(fc.boolean(), places),
      notes: fc.boolean(),
    });
  });

const names = (graph: Graph): string[] => graph.moves.map((_, k) => `p${k}`);

function systemOf({ moves, ends, notes }: Graph) {
  const last = moves[0].length - 1;
  return system({ at: cell(upTo(last)), last: cell(orNone(anyProcess)) }, ({ process }) =>
    Object.fromEntries(
      moves.map((table, k) => [
        `p${k}`,
        process({
          ...(ends[k] ? { end: ['go'] } : {}),
          start: 'go',
          steps: {
            go: ({ at, last, choose, me }) => {
              const to = table[at.value];
              if (to.length === 0) return 'blocked';
              at.value = choose(to);
              if (notes) last.value = me.self;
              return 'go';
            },
          },
        }),
      ]),
    ),
  );
}

type Fair = Readonly<Record<string, Fairness>>;
type At = { at: { value: number } };

/** Every claim under every fairness to each process. */
function claimsOf(graph: Graph): Properties {
  const { goal, from } = graph;
  const reached = ({ at }: At) => goal[at.value];
  const asked = ({ at }: At) => from[at.value];
  const claims: LivenessClaim[] = [
    { type: 'eventually', goal: reached },
    { type: 'leads-to', from: asked, to: reached },
    { type: 'eventually-always', stays: reached },
    { type: 'progresses', processes: names(graph) },
  ];
  const all: [string, PropertyDefinition][] = everyFairness(names(graph)).flatMap((fairness, f) =>
    claims.map((claim): [string, PropertyDefinition] => [
      `${claim.type}-${f}`,
      { kind: 'liveness', about: '', claim, fairness },
    ]),
  );
  const end: PropertyDefinition = { kind: 'at-end', about: '', holds: reached };
  const possible: PropertyDefinition = { kind: 'always-possible', about: '', goal: reached };
  return Object.fromEntries([
    ['possible', possible],
    ['end', end],
    ['deadlock', { kind: 'deadlock', about: '' }],
    ...all,
  ]);
}

function everyFairness(processes: readonly string[]): Fair[] {
  return processes.reduce<Fair[]>(
    (all, name) =>
      all.flatMap((one) =>
        (['none', 'weak', 'strong'] as const).map((fair) => ({ ...one, [name]: fair })),
      ),
    [{}],
  );
}

const place = ({ cells }: TraceState): number => cells.get('at') as number;
const note = ({ cells }: TraceState): unknown => cells.get('last');

/** The run that a lasso shows is one, and breaks the claim. */
function checkLasso(graph: Graph, property: PropertyDefinition, trace: Trace): void {
  const states = [trace.initial, ...trace.steps.map(({ state }) => state)];
  const movers = trace.steps.map(({ process }) => Number(process.slice(1))).toArray();
  const loop = trace.loop as number;
  movers.forEach((k, n) => {
    expect(graph.moves[k][place(states[n])]).toContain(place(states[n + 1]));
  });
  expect([place(states[loop]), note(states[loop])]).toEqual([
    place(states[movers.length]),
    note(states[movers.length]),
  ]);
  if (property.kind !== 'liveness' || !('claim' in property)) throw new Error('no lasso is due');
  const round = states.slice(loop);
  const steps = movers.slice(loop);
  expect(round.length === 1 || round.some((state, n) => n > 0 && !same(state, round[n - 1]))).toBe(
    true,
  );
  const { claim, fairness } = property;
  graph.moves.forEach((table, k) => {
    const able = round.filter((state) =>
      table[place(state)].some(
        (to) => to !== place(state) || (graph.notes && note(state) !== `p${k}`),
      ),
    ).length;
    const asked = fairness[`p${k}`];
    if (steps.includes(k) || asked === 'none') return;
    if (asked === 'weak') expect(able).toBeLessThan(round.length);
    else expect(able).toBe(0);
  });
  if (claim.type === 'progresses') expect(new Set(steps).size).toBeLessThan(graph.moves.length);
  else if (claim.type === 'eventually-always') {
    expect(round.every((state) => graph.goal[place(state)])).toBe(false);
  } else expect(round.some((state) => graph.goal[place(state)])).toBe(false);
  if (claim.type === 'eventually') expect(states.some((one) => graph.goal[place(one)])).toBe(false);
}

/** Whether a lasso breaks a claim, any claim: by the tables, not by what was decided. */
function breaks(graph: Graph, property: PropertyDefinition, trace: Trace): boolean {
  if (property.kind !== 'liveness' || !('claim' in property)) throw new Error('no liveness');
  const { claim, fairness } = property;
  const states = [trace.initial, ...trace.steps.map(({ state }) => state)];
  const loop = trace.loop as number;
  const round = states.slice(loop);
  const steps = trace.steps.slice(loop).map(({ process }) => process);
  const isFair = names(graph).every((name, k) => {
    if (steps.includes(name) || fairness[name] === 'none') return true;
    const able = round.map((state) =>
      graph.moves[k][place(state)].some(
        (to) => to !== place(state) || (graph.notes && note(state) !== name),
      ),
    );
    return fairness[name] === 'weak' ? able.includes(false) : !able.includes(true);
  });
  const isGoal = states.map((state) => graph.goal[place(state)]);
  const isOwed = {
    eventually: () => !isGoal.includes(true),
    'leads-to': () =>
      !isGoal.slice(loop).includes(true) &&
      states.some((state, k) => graph.from[place(state)] && !isGoal.slice(k).includes(true)),
    progresses: () => names(graph).some((name, k) => !graph.ends[k] && !steps.includes(name)),
    terminates: () => true,
    'eventually-always': () => isGoal.slice(loop).includes(false),
  }[claim.type];
  return isFair && isOwed();
}

const same = (a: TraceState, b: TraceState): boolean =>
  place(a) === place(b) && note(a) === note(b);

test(
  `${RUNS} random graphs`,
  () => {
    const agrees = fc.property(graphs, (graph) => {
      const definition = systemOf(graph);
      const properties = claimsOf(graph);
      const model = defineModel('graph', { system: () => definition });
      const expected = explore(definition, properties).verdicts;
      const outcome = checkModel(model, {}, properties, { memoryBytes: 2 ** 20 });
      for (const { name, verdict, minimal, counterexample: trace } of outcome.properties) {
        if (name === 'assertions') continue;
        const depth = trace?.steps.size;
        expect([name, { verdict, ...(depth === undefined ? {} : { depth }) }]).toEqual([
          name,
          expected[name],
        ]);
        if (trace?.loop !== undefined) checkLasso(graph, properties[name], trace);
        // What is small enough to be tried by the reference is small enough to be proved.
        if (trace) expect([name, minimal]).toEqual([name, true]);
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED });
  },
  10 * MINUTE,
);

test(
  'a lasso is asked again for any claim',
  () => {
    const seen = { stands: 0, falls: 0 };
    const agrees = fc.property(graphs, fc.nat(999), (graph, drawn) => {
      const properties = claimsOf(graph);
      const model = defineModel('graph', { system: () => systemOf(graph) });
      const { properties: outcomes } = checkModel(model, {}, properties, { memoryBytes: 2 ** 20 });
      const lassos = outcomes.flatMap(({ counterexample: trace }) =>
        trace?.loop === undefined ? [] : [trace],
      );
      if (lassos.length === 0) return;
      const trace = lassos[drawn % lassos.length];
      const lively = Object.keys(properties).filter((name) => name.includes('-'));
      const others = lively.filter((_, k) => k % 7 === drawn % 7);
      for (const name of [trace.property.name, ...others]) {
        const property = { ...trace.property, name };
        const { claim } = replayTrace(model, properties, { ...trace, property });
        expect([name, claim]).toEqual([
          name,
          breaks(graph, properties[name], trace) ? 'stands' : 'falls',
        ]);
        seen[claim as keyof typeof seen]++;
      }
    });
    fc.assert(agrees, { numRuns: Math.ceil(RUNS / 5), seed: SEED });
    expect(Math.min(seen.stands, seen.falls)).toBeGreaterThan(50);
  },
  10 * MINUTE,
);
