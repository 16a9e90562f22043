// TSO and PSO beside a machine of store buffers without bounds that was written for this test alone: the same ends of random
// programs. Each program has so few stores that no buffer is full.
//
// RANDOM_MODELS=2000 SEED=7 npx vitest run test/memory/store-buffers.test.ts looks further.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endsOf, litmus, parsed, type Statement } from './litmus.ts';
import { programs } from './programs.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 6);
const SEED = Number(process.env.SEED ?? 23);

interface Entry {
  readonly word: string;
  readonly value: number;
  /** How many barriers of stores came before it. */
  readonly epoch: number;
}
interface Machine {
  readonly at: readonly number[];
  readonly registers: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, number>>;
  readonly buffers: readonly (readonly Entry[])[];
  readonly epochs: readonly number[];
}

function put<T>(all: readonly T[], k: number, one: T): T[] {
  return all.map((other, n) => (n === k ? one : other));
}

/** Which entries may reach memory next. */
function free(buffer: readonly Entry[], model: 'tso' | 'pso'): Entry[] {
  if (model === 'tso') return buffer.slice(0, 1);
  const first = Math.min(...buffer.map(({ epoch }) => epoch));
  return buffer.filter(
    (one, k) => one.epoch === first && !buffer.slice(0, k).some(({ word }) => word === one.word),
  );
}

function next(programs: readonly Statement[][], m: Machine, model: 'tso' | 'pso'): Machine[] {
  const flushes = m.buffers.flatMap((buffer, p) =>
    free(buffer, model).map((entry) => ({
      ...m,
      memory: { ...m.memory, [entry.word]: entry.value },
      buffers: put(
        m.buffers,
        p,
        buffer.filter((one) => one !== entry),
      ),
    })),
  );
  const steps = programs.flatMap((program, p) => {
    const one = program[m.at[p]];
    const to = one && stepped(m, p, one);
    return to ? [{ ...to, at: put(m.at, p, m.at[p] + 1) }] : [];
  });
  return [...flushes, ...steps];
}

function stepped(m: Machine, p: number, one: Statement): Machine | undefined {
  const buffer = m.buffers[p];
  const epochAfter = { ...m, epochs: put(m.epochs, p, m.epochs[p] + 1) };
  switch (one.type) {
    case 'mb':
      return buffer.length === 0 ? m : undefined;
    case 'wmb':
      return epochAfter;
    case 'rmb':
      return m;
    case 'xchg':
      if (buffer.length > 0) return undefined;
      return {
        ...m,
        registers: { ...m.registers, [one.register]: m.memory[one.word] ?? 0 },
        memory: { ...m.memory, [one.word]: one.value },
      };
    case 'store': {
      const now = one.release ? epochAfter : m;
      const entry = { word: one.word, value: one.value, epoch: now.epochs[p] };
      return { ...now, buffers: put(m.buffers, p, [...buffer, entry]) };
    }
    case 'load': {
      const own = buffer.findLast(({ word }) => word === one.word)?.value;
      const value = own ?? m.memory[one.word] ?? 0;
      return { ...m, registers: { ...m.registers, [one.register]: value } };
    }
  }
}

function endsOfMachine(lines: readonly string[], model: 'tso' | 'pso'): string[] {
  const programs = parsed(lines);
  const all = programs.flat();
  const words = [...new Set(all.flatMap((one) => ('word' in one ? [one.word] : [])))].sort();
  const registers = all.flatMap((one) => ('register' in one ? [one.register] : [])).sort();
  const seen = new Set<string>();
  const ends = new Set<string>();
  const start: Machine = {
    at: programs.map(() => 0),
    registers: {},
    memory: {},
    buffers: programs.map(() => []),
    epochs: programs.map(() => 0),
  };
  const open = [start];
  for (let m = open.pop(); m; m = open.pop()) {
    const after = next(programs, m, model);
    if (after.length === 0) {
      const values = [
        ...registers.map((register) => `${register}=${m.registers[register] ?? 0}`),
        ...words.map((word) => `${word}=${m.memory[word] ?? 0}`),
      ];
      ends.add(values.join(' '));
    }
    for (const one of after) {
      const key = JSON.stringify(one);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(one);
    }
  }
  return [...ends].sort();
}

it.each(['tso', 'pso'] as const)(
  '%s has the ends of a machine of store buffers',
  (model) => {
    const agrees = fc.property(programs, (lines) => {
      const settings = { 'memory-model': model, 'store-buffer': 4 };
      expect(endsOf(litmus(lines), settings)).toEqual(endsOfMachine(lines, model));
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  },
  3_600_000,
);
