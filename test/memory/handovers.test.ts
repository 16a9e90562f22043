// Locks and completions under tso and pso: what a release lets be late, and what it does not. Beside them a machine that was written
// for this test alone, in which to give back a lock is an entry of the store buffer, as the store of the lock's word is on a
// machine: the same ends of random programs with two locks.
//
// RANDOM_MODELS=2000 SEED=7 npx vitest run test/memory/handovers.test.ts looks further.

import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { defineModel, upTo } from '../../src/index.ts';
import { atomic, completion, mutex, rwsem, spinlock } from '../../src/kernel/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import { code } from '../kernel/code.ts';
import { rule } from '../kernel/rules/rule.ts';
import { endsOf } from './litmus.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 12);
const SEED = Number(process.env.SEED ?? 23);
const MODELS = ['tso', 'pso'] as const;
type Model = (typeof MODELS)[number];

const LOCKS = ['l', 'm'];
const cells = (): Cells => ({
  x: atomic(upTo(2)),
  y: atomic(upTo(2)),
  l: spinlock('l'),
  m: mutex('m'),
  done: completion(),
  read: completion(),
  sem: rwsem('sem'),
});

/** A statement: `x = 1`, `r0 = x`, `lock l`, `unlock l`, or the call of a method. */
function bodyOf(statement: string): string {
  const [, register, word] = /^(r\d) = ([xy])$/.exec(statement) ?? [];
  if (word) return `me.${register} = ${word}.read()`;
  const [, target, value] = /^([xy]) = (\d)$/.exec(statement) ?? [];
  if (target) return `${target}.set(${value})`;
  const [how, lock] = statement.split(' ');
  if (how === 'lock') return `if (!${lock}.acquire(me)) return 'blocked'`;
  return how === 'unlock' ? `${lock}.release(me)` : statement;
}

function modelOf(lines: readonly string[]) {
  const programs = lines.map((line) => line.split('; '));
  const named = cells();
  const used = Object.keys(named).filter((name) => new RegExp(`\\b${name}\\b`).test(lines.join()));
  const processes = programs.map((program, k) => [`P${k}`, program.map(bodyOf)] as const);
  const locals = Object.fromEntries(registersOf(lines).map((register) => [register, upTo(2)]));
  return defineModel('handed-on', {
    system: () =>
      code(
        Object.fromEntries(used.map((name) => [name, named[name]])),
        Object.fromEntries(processes),
        locals,
      ) as never,
  });
}

function registersOf(lines: readonly string[]): string[] {
  return [...lines.join().matchAll(/r\d(?= =)/g)].map(([register]) => register).sort();
}

/** The values of registers and words. */
function ends(lines: readonly string[], memory: Model | 'lkmm'): string[] {
  const found = endsOf(modelOf(lines), { 'memory-model': memory, 'store-buffer': 4 });
  const known = found.map((end) =>
    end
      .split(' ')
      .filter((one) => /^[rxy]\d? ?=/.test(one) && !one.startsWith('said'))
      .join(' '),
  );
  return [...new Set(known)].sort();
}

const isReached = (memory: Model | 'lkmm', lines: readonly string[], asks: string): boolean =>
  ends(lines, memory).some((end) => asks.split(' ').every((one) => end.split(' ').includes(one)));

const EVERY = [...MODELS, 'lkmm'] as const;

rule('spin_unlock() is a release, and no more', {
  broken: () => {
    for (const memory of EVERY) {
      const handed = ['lock l; x = 1; y = 1; unlock l', 'lock l; r0 = y; r1 = x; unlock l'];
      expect(isReached(memory, handed, 'r0=1 r1=0')).toBe(false);
      expect(isReached(memory, handed, 'r0=0 r1=1')).toBe(false);
    }
  },
  kept: () => {
    const buffering = ['lock l; x = 1; unlock l; r0 = y', 'lock m; y = 1; unlock m; r1 = x'];
    for (const memory of EVERY) expect(isReached(memory, buffering, 'r0=0 r1=0')).toBe(true);
    const published = ['lock l; x = 1; unlock l; y = 1', 'r0 = y; r1 = x'];
    expect(isReached('pso', published, 'r0=1 r1=0')).toBe(true);
    expect(isReached('tso', published, 'r0=1 r1=0')).toBe(false);
  },
});

rule('complete() is a release, and who has waited sees what was stored before', {
  broken: () => {
    const waits = "if (!done.wait()) return 'blocked'";
    for (const memory of EVERY) {
      expect(isReached(memory, ['x = 1; done.complete()', `${waits}; r0 = x`], 'r0=0')).toBe(false);
      const chained = ['x = 1; done.complete(); r0 = y', `${waits}; y = 1; r1 = x`];
      expect(isReached(memory, chained, 'r0=1 r1=0')).toBe(false);
    }
  },
  kept: () => {
    const passed = ['x = 1; done.complete(); r0 = y', 'y = 1; done.tryWait(); r1 = x'];
    for (const memory of EVERY) expect(isReached(memory, passed, 'r0=0 r1=0')).toBe(true);
  },
});

it('to take a lock is a full barrier under tso, and an acquire elsewhere', () => {
  const inside = ['x = 1; lock l; r0 = y; unlock l', 'y = 1; lock m; r1 = x; unlock m'];
  expect(isReached('tso', inside, 'r0=0 r1=0')).toBe(false);
  expect(isReached('pso', inside, 'r0=0 r1=0')).toBe(true);
  expect(isReached('lkmm', inside, 'r0=0 r1=0')).toBe(true);
});

it.each(EVERY)('under %s a reader sees what a writer has stored', (memory) => {
  const takes = (how: string): string => `if (!sem.acquire${how}(me)) return 'blocked'`;
  const readers = [
    `${takes('Write')}; x = 1; y = 1; sem.releaseWrite(me)`,
    `${takes('Read')}; r0 = y; r1 = x; sem.releaseRead(me)`,
  ];
  expect(isReached(memory, readers, 'r0=1 r1=0')).toBe(false);
});

// Whether P1 gets it depends on the flush, so neither may be left to come first, though nothing else of theirs has to do with the other.
test.each([
  ['a lock', 'lock l; x.set(1), l.release(me), done.complete()', 'l.tryAcquire(me)'],
  ['a completion', 'x.set(1), done.complete()', 'done.tryWait()'],
])('partial order keeps both orders of a flush and of who takes %s', (_, gives, takes) => {
  const is = (what: string): string => `if (!${what}.isDone()) return 'blocked'`;
  for (const answer of [true, false]) {
    const claims = `me.said = ${takes} ? 1 : 2; assert(me.said === ${answer ? 1 : 2}, 'it is not so')`;
    const model = modelOf([
      `${is('read')}; ${gives}`,
      `${is('done')}; ${claims}`,
      'r0 = x; read.complete()',
    ]);
    const { properties, statistics } = checkModel(model, { 'memory-model': 'tso' }, {});
    expect(statistics.reductions).toEqual(['partial-order']);
    expect(properties.map(({ verdict }) => verdict)).toEqual(['violated']);
  }
});

interface Machine {
  readonly at: readonly number[];
  readonly values: Readonly<Record<string, number>>;
  /** What is not in memory yet: `x = 1`, or `unlock l`. */
  readonly buffers: readonly (readonly string[])[];
}

function put<T>(all: readonly T[], k: number, one: T): T[] {
  return all.map((other, n) => (n === k ? one : other));
}

/** What may reach memory next: under pso any store but behind one of its word, a lock behind all before it. */
function mayFlush(buffer: readonly string[], k: number, model: Model): boolean {
  const before = buffer.slice(0, k);
  if (model === 'tso' || buffer[k].startsWith('unlock')) return k === 0;
  return !before.some((one) => one[0] === buffer[k][0] && !one.startsWith('unlock'));
}

function next(programs: readonly string[][], m: Machine, model: Model): Machine[] {
  const flushes = m.buffers.flatMap((buffer, p) =>
    buffer.flatMap((entry, k) => {
      if (!mayFlush(buffer, k, model)) return [];
      const [word, , value] = entry.split(' ');
      const changed = word === 'unlock' ? { [entry.slice(-1)]: 0 } : { [word]: Number(value) };
      return [
        {
          ...m,
          values: { ...m.values, ...changed },
          buffers: put(m.buffers, p, buffer.toSpliced(k, 1)),
        },
      ];
    }),
  );
  const steps = programs.flatMap((program, p) => {
    const one = program[m.at[p]];
    const to = one && stepped(m, p, one, model);
    return to ? [{ ...to, at: put(m.at, p, m.at[p] + 1) }] : [];
  });
  return [...flushes, ...steps];
}

function stepped(m: Machine, p: number, one: string, model: Model): Machine | undefined {
  const buffer = m.buffers[p];
  const name = one.slice(-1);
  if (one.startsWith('lock')) {
    if ((model === 'tso' && buffer.length > 0) || m.values[name] === 1) return undefined;
    return { ...m, values: { ...m.values, [name]: 1 } };
  }
  const [, register, word] = /^(r\d) = ([xy])$/.exec(one) ?? [];
  if (!word) return { ...m, buffers: put(m.buffers, p, [...buffer, one]) };
  const own = buffer.findLast((entry) => entry.startsWith(`${word} =`));
  const value = own ? Number(own.slice(-1)) : (m.values[word] ?? 0);
  return { ...m, values: { ...m.values, [register]: value } };
}

function endsOfMachine(lines: readonly string[], model: Model): string[] {
  const programs = lines.map((line) => line.split('; '));
  const words = ['x', 'y'].filter((word) => new RegExp(`\\b${word}\\b`).test(lines.join()));
  const start = { at: programs.map(() => 0), values: {}, buffers: programs.map(() => []) };
  const [seen, found, open] = [new Set<string>(), new Set<string>(), [start as Machine]];
  for (let m = open.pop(); m; m = open.pop()) {
    const after = next(programs, m, model);
    if (after.length === 0) {
      const { values } = m;
      found.add(
        [...registersOf(lines), ...words].map((one) => `${one}=${values[one] ?? 0}`).join(' '),
      );
    }
    for (const one of after) {
      const key = JSON.stringify([one.at, Object.entries(one.values).sort(), one.buffers]);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(one);
    }
  }
  return [...found].sort();
}

const access = fc.oneof(
  fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom(1, 2)).map(([w, v]) => [`${w} = ${v}`]),
  fc.constantFrom('x', 'y').map((w) => [`r = ${w}`]),
);
const section = fc
  .tuple(fc.constantFrom(...LOCKS), fc.array(access, { maxLength: 2 }))
  .map(([lock, all]) => [`lock ${lock}`, ...all.flat(), `unlock ${lock}`]);
const programs = fc
  .array(fc.array(fc.oneof(access, section), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 2,
  })
  .map((all) => {
    let register = 0;
    return all.map((blocks) =>
      blocks
        .flat()
        .map((one) => one.replace(/^r /, () => `r${register++} `))
        .join('; '),
    );
  })
  .filter((lines) => registersOf(lines).length < 9 && /[xy]/.test(lines.join()));

it.each(MODELS)(
  '%s has the ends of a machine that buffers the release of a lock',
  (model) => {
    const agrees = fc.property(programs, (lines) => {
      expect(ends(lines, model)).toEqual(endsOfMachine(lines, model));
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  },
  3_600_000,
);
