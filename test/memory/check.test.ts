// What a check under a memory model says: its scope, its runs, and what under sc is as if there were no other.

import { describe, expect, it, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { explainTrace } from '../../src/check/explain-trace.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { array, cell, defineModel, kind, system, upTo } from '../../src/index.ts';
import { contexts, irq, spinlock, task } from '../../src/kernel/index.ts';
import { propertyMakers } from '../../src/language/claims/makers.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import type { MemoryModel } from '../../src/language/memory-model.ts';
import { decodeTrace, encodeTrace } from '../../src/trace/trace-json.ts';
import { endsOf, litmus } from './litmus.ts';

const MP = litmus(['x = 1; y = 1', 'r0 = y; r1 = x']);
// biome-ignore lint/suspicious/noExplicitAny: the cells of any system
const { unreachable, invariant, lockOrder } = propertyMakers<any, any>();
const stale = {
  stale: unreachable('new flag, old data', ({ P1 }) =>
    // biome-ignore lint/suspicious/noExplicitAny: the processes of any system
    (P1 as any).some((one: any) => one.at === 'done' && one.r0 === 1 && one.r1 === 0),
  ),
};

const under = (memory: MemoryModel, more = {}) =>
  checkModel(MP, { 'memory-model': memory, ...more }, stale);

test('under sc there is nothing of a memory model', () => {
  const definition = MP.system(resolveParameters(MP, { 'memory-model': 'sc' }));
  expect(resolveParameters(MP, { 'memory-model': 'sc' })).toEqual(resolveParameters(MP, {}));
  const compiled = new CompiledSystem(definition);
  expect(compiled.memory).toBeUndefined();
  expect(compiled.definition).toBe(definition);
  expect(compiled.layout.instances.map(({ name }) => name)).toEqual(['P0', 'P1']);
  expect(under('sc').assumptions.join()).toContain('memory is sequentially consistent');
});

describe('a run', () => {
  it.each(['pso', 'lkmm'] as const)('under %s is replayed from its JSON', (memory) => {
    const [{ verdict, counterexample: trace }] = under(memory).properties;
    expect(verdict).toBe('violated');
    if (!trace) throw new Error('no run');
    const again = decodeTrace(JSON.parse(JSON.stringify(encodeTrace(trace))));
    const { changed, trace: taken } = replayTrace(MP, stale, again);
    expect(changed).toBe(false);
    expect(taken.steps.toArray().map(({ name, label }) => `${name} ${label}`)).toEqual(
      trace.steps.toArray().map(({ name, label }) => `${name} ${label}`),
    );
    if (memory === 'lkmm') {
      expect(() => explainTrace(MP, stale, trace)).toThrow('mmcheck replay');
    } else {
      const flush = trace.steps.find(({ label }) => label === 'flush');
      expect(flush?.name).toBe('buffer_P0');
      expect(flush?.lane).toBe('P0 buffer');
    }
  });
});

describe('the scope', () => {
  const scope = (memory: MemoryModel, lines: readonly string[], more = {}): string =>
    checkModel(litmus(lines), { 'memory-model': memory, ...more }, {}).assumptions.join('\n');
  const many = ['x = 1; x = 2; x = 1; r0 = y', 'y = 1; r1 = x; r2 = x'];

  it.each(['tso', 'pso', 'lkmm'] as const)(
    'of %s names its bound only where it was met',
    (memory) => {
      expect(scope(memory, many)).toContain('not looked at (--buffer)');
      expect(scope(memory, many, { 'store-buffer': 4 })).not.toContain('--buffer');
    },
  );

  it('says where nothing is racy', () => {
    expect(scope('tso', ['x = 1', 'y = 1'])).toContain('no word is racy');
  });
});

test('a buffer is bounded from below, too: more room, more ends', () => {
  const lines = ['x = 1; y = 1; z = 1; r0 = x', 'z = 2; r1 = y; r2 = x'];
  const [few, more] = [1, 3].map((depth) =>
    endsOf(litmus(lines), { 'memory-model': 'pso', 'store-buffer': depth }),
  );
  expect(more).toEqual(expect.arrayContaining(few));
  expect(more.length).toBeGreaterThan(few.length);
});

/** A task and an irq of one cpu, and a task of another. */
const shared = defineModel('shared', {
  system: () => {
    const cpu = kind('cpu', 2);
    return system(
      { cpus: contexts(cpu), flag: cell(upTo(1)), seen: cell(upTo(1)) },
      ({ process }) => ({
        setter: process({
          ...task(0),
          locals: { cpu },
          start: 'claim',
          steps: {
            claim: ({ cpus, me }) => {
              cpus[me.cpu].claim(me);
              return 'set';
            },
            set: ({ flag }) => {
              flag.value = 1;
              return 'wait';
            },
            wait: ({ seen }) => (seen.value === 1 ? 'done' : 'blocked'),
          },
        }),
        other: process({
          ...task(1),
          locals: { cpu, saw: upTo(1) },
          start: 'look',
          steps: {
            look: ({ flag, me }) => {
              me.saw = flag.value as 0 | 1;
              return 'done';
            },
          },
        }),
        handler: process({
          ...irq(0),
          locals: { cpu, saw: upTo(1) },
          start: 'look',
          steps: {
            look: ({ flag, seen, me }) => {
              me.saw = flag.value as 0 | 1;
              seen.value = me.saw;
              return 'done';
            },
          },
        }),
      }),
    );
  },
});

test('who runs on one cpu shares its store buffer', () => {
  const definition = shared.system(resolveParameters(shared, { 'memory-model': 'tso' }));
  const { layout, definition: made } = new CompiledSystem(definition);
  expect(layout.instances.map(({ name }) => name)).toContain('buffer_CPU0');
  expect(layout.instances.map(({ name }) => name)).not.toContain('buffer_CPU1');
  expect(made.memory?.plan?.racy).toEqual(['flag']);
});

/** Two words that a lock protects. */
const locked = defineModel('locked', {
  system: () =>
    system({ lock: spinlock('l'), pair: array(2, upTo(2)) }, ({ process }) => ({
      p: process({
        count: 2,
        start: 'lock',
        steps: {
          lock: ({ lock, me }) => (lock.acquire(me) ? 'first' : 'blocked'),
          first: ({ pair }) => {
            pair[0]++;
            return 'second';
          },
          second: ({ pair, assert }) => {
            assert(pair[0] === pair[1] + 1, 'the lock orders nothing');
            pair[1]++;
            return 'unlock';
          },
          unlock: ({ lock, me }) => {
            lock.release(me);
            return 'done';
          },
        },
      }),
    })),
});

it.each(['tso', 'pso', 'lkmm'] as const)('a lock orders what it protects under %s', (memory) => {
  const properties = {
    order: lockOrder(),
    few: invariant('few', ({ pair }) => Number(pair[0]) < 3),
  };
  const { properties: said } = checkModel(locked, { 'memory-model': memory }, properties);
  expect(said.map(({ verdict }) => verdict)).toEqual(said.map(() => 'holds'));
});

test('settings that make no sense', () => {
  expect(() => under('arm' as MemoryModel)).toThrow("'sc' | 'tso' | 'pso' | 'lkmm'");
  expect(() => under('sc', { 'store-buffer': 2 })).toThrow('--memory-model tso, pso or lkmm');
  expect(() => under('tso', { 'store-buffer': 0 })).toThrow('a whole number 1..8');
  expect(() =>
    defineModel('mine', {
      parameters: { 'memory-model': upTo(1) },
      system: () => MP.system({}) as never,
    }),
  ).toThrow('every model has a parameter memory-model; rename yours');
});
