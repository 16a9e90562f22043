// Claims about the whole graph on orbits: the same verdicts as the reference has, of hand-made systems the same runs as of all
// states, and runs that are fair and break the claim when they are asked state by state. What is at stake is who is who: a cycle of
// representatives may serve one instance only, under another number each time.
//
// RANDOM_MODELS=100000 SEED=7 npx vitest run test/liveness/symmetry.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { pathTo } from '../../src/counterexample/path.ts';
import { saidOfLasso } from '../../src/counterexample/re-evaluate-lasso.ts';
import * as mmcheck from '../../src/index.ts';
import { array, bool, cell, kind, none, orNone, system } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { reachable } from '../support/reachable.ts';
import { judge } from './support.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 30);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 700;
const MINUTE = 60_000;

const STATEMENTS: readonly string[] = [
  "if (turn.value !== none && turn.value !== me.id) return 'blocked';",
  "if (turn.value !== me.id) return 'blocked';",
  "if (turn.value === me.id) return 'blocked';",
  'turn.value = me.id;',
  'turn.value = none;',
  'turn.value = choose(task.ids);',
  'flag[me.id] = !flag[me.id];',
  'flag[me.id] = true;',
  "if (flag.every((one) => one)) return 'blocked';",
  'if (flag.every((one) => one)) for (const t of task.ids) flag[t] = false;',
  'c.value = (c.value + 1) % 3;',
  "if (c.value === 0) return 'blocked';",
  'me.peer = choose(task.ids);',
  "if (me.peer !== none && flag[me.peer]) return 'blocked';",
  'if (me.peer !== none) turn.value = me.peer;',
];
const CONDITIONS: readonly string[] = [
  "worker.some((w) => w.at === 'l0')",
  "worker.every((w) => w.at !== 'l1')",
  "worker.filter((w) => w.at === 'l1').length === 1",
  "worker.some((w) => w.at === 'done')",
  'turn.value === none',
  'flag.some((one) => one)',
  'flag.filter((one) => one).length < 2',
  'c.value === 1',
];

const step = fc.record({
  statements: fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 3 }),
  next: fc.nat(9),
  otherwise: fc.option(fc.tuple(fc.constantFrom('c.value === 1', 'flag[me.id]'), fc.nat(9))),
});
const drawn = fc.record({
  tasks: fc.constantFrom(2, 3),
  fairness: fc.constantFrom('weak', 'strong', 'none'),
  ticks: fc.boolean(),
  watched: fc.boolean(),
  steps: fc.array(step, { minLength: 2, maxLength: 4 }),
  from: fc.constantFrom(...CONDITIONS),
  to: fc.constantFrom(...CONDITIONS),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const NAMES = ['turn', 'flag', 'c', 'me', 'choose', 'worker'];
/** A function as source, with a pattern of the names that its code has. */
function fn(code: string, body = code): string {
  const names = NAMES.filter((name) => new RegExp(`(?<!\\.)\\b${name}\\b`).test(code));
  return `({ ${names.join(', ')} }) => ${body}`;
}

function sourceOf({ tasks, fairness, ticks, watched, steps, from, to }: Drawn): string {
  const labels = ['done', ...steps.map((_, k) => `l${k}`)];
  const label = (k: number): string => `'${labels[k % labels.length]}'`;
  const bodies = steps.map(({ statements, next, otherwise }, k) => {
    const other = otherwise ? `if (${otherwise[0]}) return ${label(otherwise[1])};` : '';
    // What is blocked must have changed nothing.
    const [blocking, doing] = [true, false].map((is) =>
      statements.filter((statement) => statement.includes('blocked') === is).join(' '),
    );
    const code = `{ ${blocking} ${doing} ${other} return ${label(next)}; }`;
    return `l${k}: ${fn(code)},`;
  });
  return `
    const task = kind('task', ${tasks});
    const model = defineModel('alike', { system: () => system(
      { turn: cell(orNone(task)), flag: array(task, bool), c: cell(upTo(2)) },
      ({ process }) => ({
        worker: process({ count: task, fairness: '${fairness}', start: 'l0', locals: { peer: orNone(task) },
          steps: { ${bodies.join('\n')} } }),
        ${ticks ? "ticker: process({ start: 'go', steps: { go: ({ c }) => { c.value = (c.value + 1) % 3; return 'go'; } } })," : ''}
      })) });
    const { properties } = defineProperties(model, (make) => ({
      possible: make.alwaysPossible('', ${fn(from)}),
      eventually: make.eventually('', ${fn(from)}),
      leadsTo: make.leadsTo('', ${fn(from)}, ${fn(to)}),
      always: make.eventuallyAlways('', ${fn(to)}),
      terminates: make.terminates('', 'worker'),
      ${watched ? "seen: make.observer('', { state: { last: orNone(task) }, on: { worker: { l0: ({ my, me }) => { my.last = me.id; } } } })," : ''}
    }));
    return { model, properties: properties({}) };`;
}

function load(source: string): { definition: SystemDefinition; properties: Properties } {
  const names = Object.keys(mmcheck);
  const { model, properties } = new Function(...names, source)(...Object.values(mmcheck)) as {
    model: ModelDefinition;
    properties: Properties;
  };
  return { definition: model.system({}), properties };
}

/** Asks the run that each finding of a search of orbits shows, by the definitions; how many have a loop. */
function askRuns(definition: SystemDefinition, properties: Properties): number {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const monitor = new Monitor(system, properties);
  const { quotient } = planSymmetry(system, properties);
  const search = new Search(system, monitor, properties, {
    order: 'bfs',
    maxStates: Number.POSITIVE_INFINITY,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes: 2 ** 26,
    progress: new Progress(),
    exhaustive: true,
    quotient,
  });
  const { findings } = search.run();
  let loops = 0;
  for (const finding of findings.values()) {
    const property = properties[finding.property];
    if (property.kind !== 'liveness' || !('claim' in property)) continue;
    const path = pathTo(finding.graph ?? search.graph, finding);
    expect(path.loop, finding.property).toBeDefined();
    const said = saidOfLasso(search.graph.stepper, finding.property, property, path);
    expect(said, finding.property).toBeDefined();
    loops++;
  }
  return loops;
}

test(
  `${RUNS} random systems of instances that are alike`,
  () => {
    let [permuted, loops] = [0, 0];
    const agrees = fc.property(drawn, (one) => {
      const { definition, properties } = load(sourceOf(one));
      try {
        const { verdicts } = explore(definition, properties, { maxStates: MAX_STATES });
        const system = new CompiledSystem(definition, observerShapes(properties));
        const { quotient } = planSymmetry(system, properties);
        if (!quotient) return;
        permuted++;
        const found = reachable(definition, properties, { quotient, memoryBytes: 2 ** 24 });
        for (const [name, { verdict }] of Object.entries(verdicts)) {
          expect([name, found.verdicts[name].verdict]).toEqual([name, verdict]);
        }
        loops += askRuns(definition, properties);
      } catch (error) {
        fc.pre(!(error instanceof TooManyStates));
        throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 1000 });
    expect(permuted).toBeGreaterThan(RUNS / 2);
    expect(loops).toBeGreaterThan(RUNS / 4);
  },
  10 * MINUTE + RUNS * 200,
);

const task = kind('task', 3);

test('one instance that steps for ever serves no other', () => {
  const once = system({ flag: array(task, bool) }, ({ process }) => ({
    worker: process({
      count: task,
      fairness: 'weak',
      start: 'again',
      steps: {
        again: ({ flag, me }) => {
          flag[me.id] = true;
          return 'other';
        },
        other: () => 'again',
      },
    }),
  }));
  const all = judge(once, ({ eventually }) =>
    eventually('all have stepped', ({ flag }) => flag.every((one) => one)),
  );
  expect(all.verdict).toBe('holds');
});

test('instances that take turns are all served, though the loop of representatives is short', () => {
  const turns = system({ last: cell(orNone(task)), c: cell(bool) }, ({ process }) => ({
    worker: process({
      count: task,
      fairness: 'strong',
      start: 'take',
      steps: {
        take: ({ last, me }) => {
          if (last.value === me.id) return 'blocked';
          last.value = me.id;
          return 'take';
        },
      },
    }),
  }));
  const never = judge(turns, ({ eventually }) => eventually('c is set', ({ c }) => c.value));
  expect(never.verdict).toBe('violated');
  expect(new Set(never.cycle?.match(/worker\d/g)).size).toBe(3);
});

test.each([
  ['weak', 'violated'],
  ['strong', 'holds'],
] as const)(
  'whoever finds a lock taken now and then, with %s fairness: %s',
  (fairness, verdict) => {
    const locked = system({ owner: cell(orNone(task)), had: array(task, bool) }, ({ process }) => ({
      worker: process({
        count: task,
        fairness,
        start: 'lock',
        steps: {
          lock: ({ owner, me }) => {
            if (owner.value !== none) return 'blocked';
            owner.value = me.id;
            return 'unlock';
          },
          unlock: ({ owner, had, me }) => {
            owner.value = none;
            had[me.id] = true;
            return 'lock';
          },
        },
      }),
    }));
    const all = judge(locked, ({ eventually }) =>
      eventually('all had it', ({ had }) => had.every((one) => one)),
    );
    expect(all.verdict).toBe(verdict);
  },
);
