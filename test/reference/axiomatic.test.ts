// The axioms of SC, TSO and PSO against what is published of the classic tests: which of them allow the cycle. As in Alglave,
// Maranget and Tautschnig, "Herding cats" (2014), figure 3 and the tables of chapter 8, and the SPARC manual for PSO.

import { describe, expect, test } from 'vitest';
import { outcomesOf } from '../../src/reference/axiomatic/outcomes.ts';
import type { Instruction, Program, Term, Value } from '../../src/reference/axiomatic/program.ts';
import { pso, sc, tso } from '../../src/reference/axiomatic/store-order-models.ts';

const MODELS = { sc, tso, pso };

/** `x=1` writes, `r0=x` reads, and a fence is its name. */
function program(...threads: readonly string[]): Program {
  const statements = threads.map((thread) => thread.split(' '));
  const locations = ['x', 'y', 'z'].filter((name) => threads.join(' ').includes(name));
  return {
    threads: statements.map((words) => words.map(instruction)),
    initial: new Map(locations.map((name) => [name, 0])),
  };
}

function instruction(word: string): Instruction {
  const [, location, value] = /^([xyz])=(\d)$/.exec(word) ?? [];
  if (location)
    return { type: 'write', location: is(location), value: is(Number(value)), tags: ['once'] };
  const [, register, from] = /^(r\d)=([xyz])$/.exec(word) ?? [];
  if (register) return { type: 'read', location: is(from), register, tags: ['once'] };
  const [, exchanged, by] = /^xchg\(([xyz]),(\d)\)$/.exec(word) ?? [];
  if (exchanged)
    return {
      type: 'update',
      location: is(exchanged),
      value: is(Number(by)),
      reads: [],
      writes: [],
      fails: [],
    };
  return { type: 'fence', tags: [word] };
}

function is(value: Value): Term {
  return { uses: [], of: () => value };
}

/** Which models allow a final state in which all of this is so. */
function allowing(made: Program, wanted: string): string[] {
  const words = wanted.split(' ');
  return Object.entries(MODELS)
    .filter(([, allows]) =>
      [...outcomesOf(made, allows).keys()].some((text) =>
        words.every((word) => text.split(' ').includes(word)),
      ),
    )
    .map(([name]) => name);
}

describe('classic tests', () => {
  test.each([
    ['SB', ['x=1 r0=y', 'y=1 r0=x'], '0:r0=0 1:r0=0', ['tso', 'pso']],
    ['SB+mbs', ['x=1 smp_mb r0=y', 'y=1 smp_mb r0=x'], '0:r0=0 1:r0=0', []],
    ['SB+mb+po', ['x=1 smp_mb r0=y', 'y=1 r0=x'], '0:r0=0 1:r0=0', ['tso', 'pso']],
    ['SB+xchgs', ['xchg(x,1) r0=y', 'xchg(y,1) r0=x'], '0:r0=0 1:r0=0', []],
    ['SB+rfi', ['x=1 r0=x r1=y', 'y=1 r0=y r1=x'], '0:r0=1 0:r1=0 1:r0=1 1:r1=0', ['tso', 'pso']],
    ['MP', ['x=1 y=1', 'r0=y r1=x'], '1:r0=1 1:r1=0', ['pso']],
    ['MP+wmb', ['x=1 smp_wmb y=1', 'r0=y r1=x'], '1:r0=1 1:r1=0', []],
    ['LB', ['r0=x y=1', 'r0=y x=1'], '0:r0=1 1:r0=1', []],
    ['S', ['x=2 y=1', 'r0=y x=1'], '1:r0=1 x=2', ['pso']],
    ['R', ['x=1 y=1', 'y=2 r0=x'], '1:r0=0 y=2', ['tso', 'pso']],
    ['R+wmb', ['x=1 smp_wmb y=1', 'y=2 r0=x'], '1:r0=0 y=2', ['tso', 'pso']],
    ['2+2W', ['x=1 y=2', 'y=1 x=2'], 'x=1 y=1', ['pso']],
    ['WRC', ['x=1', 'r0=x y=1', 'r0=y r1=x'], '1:r0=1 2:r0=1 2:r1=0', []],
    ['ISA2', ['x=1 y=1', 'r0=y z=1', 'r0=z r1=x'], '1:r0=1 2:r0=1 2:r1=0', ['pso']],
    ['IRIW', ['x=1', 'y=1', 'r0=x r1=y', 'r0=y r1=x'], '2:r0=1 2:r1=0 3:r0=1 3:r1=0', []],
    ['CoRR', ['x=1', 'r0=x r1=x'], '1:r0=1 1:r1=0', []],
    ['CoWW', ['x=1 x=2'], 'x=1', []],
    ['CoRW', ['r0=x x=1', 'x=2'], '0:r0=2 x=2', []],
    ['atomicity', ['xchg(x,1)', 'x=2'], 'x=1', ['sc', 'tso', 'pso']],
  ] as const)('%s', (_, threads, wanted, models) => {
    expect(allowing(program(...threads), wanted)).toEqual(models);
  });
});

test('each model allows what a stronger one does', () => {
  const made = program('x=1 y=1 r0=z', 'r0=y z=1', 'z=2 r0=y r1=x');
  const [a, b, c] = [sc, tso, pso].map((allows) => new Set(outcomesOf(made, allows).keys()));
  expect([...a].filter((text) => !b.has(text))).toEqual([]);
  expect([...b].filter((text) => !c.has(text))).toEqual([]);
  expect(a.size).toBeLessThan(b.size);
  expect(b.size).toBeLessThan(c.size);
});
