// What a review found to be taken for a use that keeps to the rules, though it tells ids apart: one
// case for each rule that said more than was true. Each is refused, and what looks like it and keeps
// to the rules is taken.

import { describe, expect, test } from 'vitest';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import * as mmcheck from '../../src/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import { type Case, REFUSED, TAKEN } from './refused-steps.ts';

const NAMES = [
  'gates',
  'flag',
  'rank',
  'opt',
  'slots',
  'a',
  'b',
  'w',
  'n',
  'o',
  'q',
  'on',
  'deep',
  'me',
  'choose',
  'assert',
];

function kindsOf({ top = '', step }: Case): readonly string[] {
  const used = NAMES.filter((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(step));
  const source = `
    const cpu = kind('cpu', 3);
    const GATE = { isOpen: { pure: true, run() { return this.k; } } };
    ${top}
    return system({
      flag: array(cpu, bool), rank: array(cpu, upTo(3)), opt: array(cpu, orNone(cpu)),
      slots: array(2, record({ k: bool, v: upTo(1) })), a: array(2, upTo(1)), b: array(2, upTo(1)),
      w: cell(bool), n: cell(upTo(3)), o: cell(upTo(0)), q: list(2, orNone(cpu)), on: cell(cpu),
      deep: array(2, record({ k: bool, r: record({ z: upTo(1) }) })), gates: array(2, primitive({ k: bool }, GATE)),
    }, ({ process }) => ({
      boot: process({
        locals: { c: orNone(cpu), d: orNone(cpu) }, start: 'pick',
        steps: {
          pick: ({ choose, me }) => { me.c = choose(cpu.ids); return 'look'; },
          look: ({ ${used.join(', ')} }) => { ${step}; return 'done'; },
        },
      }),
    }), ({ on, choose }) => { on.value = choose(cpu.ids); });`;
  const names = Object.keys(mmcheck);
  const make = new Function(...names, `'use strict'; ${source}`);
  const definition = make(...Object.values(mmcheck)) as SystemDefinition;
  return planSymmetry(new CompiledSystem(definition), {}).kinds.map(({ name }) => name);
}

describe('refused', () => {
  test.each(Object.entries(REFUSED))('%s', (_name, given) => {
    expect(kindsOf(given)).toEqual([]);
  });
});

describe('taken', () => {
  test.each(Object.entries(TAKEN))('%s', (_name, given) => {
    expect(kindsOf(given)).toEqual(['cpu']);
  });
});
