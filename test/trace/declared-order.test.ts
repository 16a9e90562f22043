// What is shown stands in the order of the declarations, however much of it there is, in text, in graphs and after a file;
// sets are sets wherever they stand; and what says nothing is not shown.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { stateGraph } from '../../src/check/state-graph.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  orNone,
  perProcess,
  record,
  set,
  system,
  table,
  upTo,
} from '../../src/index.ts';
import { refcount, spinlock } from '../../src/kernel/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import { cellTexts, stateLabel } from '../../src/report/text/state.ts';
import { traceText } from '../../src/report/text/trace.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { decodeTrace, encodeTrace } from '../../src/trace/trace-json.ts';

const NAMES = [
  'lock',
  'owner',
  'free',
  'lru',
  'pcp',
  'zonelist',
  'seq',
  'drained',
  'mask',
  'b',
  'a',
];
const of = <T>(value: (k: number) => T) =>
  Object.fromEntries(NAMES.map((name, k) => [name, value(k)] as const));

const zone = kind('zone', ['Normal', 'Movable']);
const many = defineModel('many', {
  system: () =>
    system(
      {
        ...of(() => cell(upTo(1))),
        wide: record(of(() => bool)),
        full: cell(bool),
        some: set(zone, [zone.ids[1]]),
        lists: table(zone, { pages: set(3, [2]) }, {}),
        masks: array(2, set(zone, [zone.ids[1]])),
      },
      ({ process }) => ({
        t: process({
          count: 9,
          locals: of(() => upTo(1)),
          start: 's',
          steps: {
            s: ({ full, some, me }) => {
              some.delete(zone.ids[1]);
              some.add(zone.ids[0]);
              me.b = 1;
              full.value = true;
              return 'done';
            },
          },
          coarse: { s: 'one step' },
        }),
      }),
    ),
});
const never: Properties = {
  never: { kind: 'unreachable', about: '', when: ({ full }) => full.value },
};

function traceOf(model: ModelDefinition, properties: Properties): Trace {
  const { counterexample } = checkModel(model, {}, properties).properties[0];
  if (!counterexample) throw new Error('nothing is violated');
  return counterexample;
}

const reread = (trace: Trace): Trace => decodeTrace(JSON.parse(JSON.stringify(encodeTrace(trace))));
const orderOf = (texts: readonly string[]): string[] => texts.map((text) => text.split(' = ')[0]);

const CELLS = [...NAMES, 'wide', 'full', 'some', 'lists', 'masks'];

test.each([
  ['as it was found', traceOf(many, never)],
  ['as it comes out of a file', reread(traceOf(many, never))],
])('a trace %s', (_, trace) => {
  expect(orderOf(cellTexts(trace.initial.cells))).toEqual(CELLS);
  const last = trace.steps.last();
  const { cells, processes } = last?.state ?? trace.initial;
  expect(orderOf(cellTexts(cells))).toEqual(CELLS);
  expect([...processes.keys()]).toEqual(Array.from({ length: 9 }, (_, k) => `t${k}`));
  expect([...(processes.get('t3')?.keys() ?? [])]).toEqual(['at', ...NAMES]);
  expect(cellTexts(trace.initial.cells)).toContain(
    `wide = {${NAMES.join(': false, ')}: false}`
      .replaceAll(' ', '\u00a0')
      .replace('\u00a0=\u00a0', ' = '),
  );
  const text = traceText(trace);
  expect(text).toContain('some = {Movable}');
  expect(text).toContain('lists = [{pages: {2}} x2]');
  expect(text).toContain('masks = [{Movable} x2]');
  expect(text).toContain('some: {Movable} -> {Normal}');
  expect(text).toContain('some = {Normal}');
});

test('a state in a graph', () => {
  const graph = stateGraph(many, {}, {}, { maxStates: 10_000 });
  if ('figures' in graph) throw new Error('it was not finished');
  const lines = stateLabel(graph.states[5].state).split('\n');
  expect(lines.flatMap((line) => /^(\w+) =/.exec(line)?.[1] ?? [])).toEqual(CELLS);
  const standing = lines.slice(lines.findIndex((line) => line.includes(' at '))).join(' ');
  const names = [...standing.matchAll(/(\w+): \d/g)].map(([, name]) => name);
  expect(names.slice(0, NAMES.length)).toEqual(NAMES);
});

test('a file whose members came in another order, or that knows no sets, is replayed all the same', () => {
  const json = encodeTrace(traceOf(many, never));
  const turned = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([k, v]) => [k, turned(v)]),
        );
  const steps = json.steps.map((step) => ({ ...step, becomes: turned(step.becomes) }));
  const { sets: _, ...rest } = { ...json, steps, initial: turned(json.initial) };
  const { claim, trace } = replayTrace(many, never, decodeTrace(rest));
  expect(claim).toBe('stands');
  expect(orderOf(cellTexts(trace.initial.cells))).toEqual(CELLS);
  const other = {
    ...rest,
    initial: { ...(rest.initial as object), cells: { ...json.initial.cells, some: ['Normal'] } },
  };
  expect(() => replayTrace(many, never, decodeTrace(other))).toThrow('starts in no initial state');
});

test('what a procedure had is not shown as changed when it returns', () => {
  const model = defineModel('calls', {
    system: () =>
      system({ full: cell(bool) }, ({ process, procedure, call }) => {
        const walk = procedure('walk', {
          params: { from: upTo(3) },
          locals: { seen: upTo(3) },
          returns: ['found'],
          start: 'look',
          steps: {
            look: ({ me }) => {
              me.seen = me.from;
              return 'found';
            },
          },
        });
        return {
          t: process({
            start: 'go',
            steps: {
              go: call(walk, () => ({ from: 3 }), { found: 'fill' }),
              fill: ({ full }) => {
                full.value = true;
                return 'done';
              },
            },
          }),
        };
      }),
  });
  const steps = traceOf(model, never).steps.toArray();
  const changes = steps.map(({ changes }) => changes.map(({ path, after }) => [path, after]));
  expect(changes).toEqual([[['walk.from', 3]], [], [['full', true]]]);
});

test('what primitives always begin with does not fill the header', () => {
  const model = defineModel('primitives', {
    system: () =>
      system(
        {
          lock: spinlock('zone_lock'),
          zones: table(zone, { lock: spinlock('zone_lock'), free: upTo(2) }, { free: 1 }),
          refs: refcount(3, 2),
          full: cell(bool),
          votes: perProcess(upTo(1)),
        },
        ({ process }) => ({
          t: process({
            start: 'go',
            locals: { z: orNone(zone) },
            steps: {
              go: ({ full, lock, zones, refs, me }) => {
                if (!lock.acquire(me)) return 'blocked';
                full.value = zones[0].free === 1 && refs.count === 2;
                return 'next';
              },
              off: ({ lock, me }) => {
                lock.release(me);
                return 'done';
              },
            },
            coarse: { go: 'x' },
          }),
        }),
      ),
  });
  for (const trace of [traceOf(model, never), reread(traceOf(model, never))]) {
    const text = traceText(trace);
    const header = text.slice(text.indexOf('Initially'), text.indexOf('-\n'));
    expect(header.match(/\S+(?= = )/g)).toEqual(['zones', 'refs', 'full', 'votes']);
    expect(header).toContain('zones = [{free: 1} x2]');
    expect(header).toMatch(/refs = \{count: 2\}$/m);
    // All of it stays in the file.
    expect(encodeTrace(trace).initial.cells.lock).toEqual({ owner: null });
  }
});
