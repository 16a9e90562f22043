// RCU under the memory models: a read section orders nothing by itself, and grace periods order what the axiom of RCU says. The engine
// and the axiomatic enumerator find the same final states, of tests that tell one way of being wrong each, and of random ones.
//
// RANDOM_MODELS=500 SEED=7 npx vitest run test/litmus/rcu.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { propertyMakers } from '../../src/language/claims/makers.ts';
import type { PropertyDefinition } from '../../src/language/claims/property.ts';
import { readTest } from '../../src/litmus/read-test.ts';
import { loadModelText } from '../../src/load/load-text.ts';
import { withoutLoadBuffering } from '../../src/reference/axiomatic/lkmm.ts';
import { parametersFromText } from '../../src/supervise/tasks/subject.ts';
import { byAxioms, byEngine, differences, without } from './both-ways.ts';
import { rcuTest } from './rcu-test.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 4);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

async function expectAgreement(text: string): Promise<void> {
  const more = without(await byEngine(text, 'lkmm'), byAxioms(text, withoutLoadBuffering));
  const wrong = [...(await differences(text)), ...more.map((state) => `lkmm shows ${state}`)];
  if (wrong.length > 0) throw new Error(`${text}\n${wrong.join('\n')}`);
}

describe.each([
  ['a section is no barrier', ['[ x=1 r0=y ]', 'y=1 mb r0=x']],
  ['neither is its end, nor its beginning', ['x=1 [ ] r0=y', 'y=1 mb r0=x']],
  ['what comes before a section that is over', ['y=1 [ r0=x ]', 'x=1 sync r0=y']],
  ['a section that is not waited for', ['[ r0=x y=1 z=1 ]', '[ r0=x r1=z ]', 'x=1 sync r0=y']],
  ['what comes after a section', ['[ r0=x ] y=1 r1=z', 'x=1 r0=z sync r1=y', 'z=1']],
  ['while it is waited for', ['y=1 [ r0=x ] r1=z', '[ z=1 mb r0=y r1=x ]', 'x=1 sync x=2']],
  ['one within another', ['[ [ r0=x ] y=1 ]', 'x=1 sync r0=y']],
  ['the beginning of one within another', ['[ r0=z [ r1=x ] ]', 'x=1 sync z=1']],
  ['two sections and one grace period', ['[ r0=x y=1 ]', '[ r0=y z=1 ]', 'r0=z sync x=1']],
  ['two sections and two grace periods', ['[ r0=x y=1 ]', '[ r0=y z=1 ]', 'r0=z sync sync x=1']],
  ['a grace period is a barrier', ['x=1 sync r0=y', 'y=1 mb r0=x']],
])('%s', (_, processes) => {
  test(processes.join(' | '), () => expectAgreement(rcuTest(processes)));
});

/** That no run ends with these values of registers, for each combination of 0 and 1. */
function endsAsProperties(processes: readonly string[]): Record<string, PropertyDefinition> {
  const registers = processes.flatMap((line, k) =>
    [...line.matchAll(/r\d/g)].map(([name]) => ({ process: `P${k}`, name })),
  );
  const names = processes.map((_, k) => `P${k}`);
  const all = Array.from({ length: 2 ** registers.length }, (_, n) => {
    const values = registers.map((one, k) => ({ ...one, value: (n >> k) & 1 }));
    const asked = values.map(({ process, name, value }) => `${process}[0].${name} === ${value}`);
    const done = names.map((name) => `${name}[0].at === 'done'`);
    const text = `return ({ ${names.join(', ')} }) => ${[...done, ...asked].join(' && ')};`;
    const end = values.map(({ process, name, value }) => `${process.slice(1)}:${name}=${value}`);
    return [end.join(' '), propertyMakers().unreachable('an end', new Function(text)())] as const;
  });
  return Object.fromEntries(all);
}

describe.each(['tso', 'pso'] as const)('partial order leaves out no end: %s', (memory) => {
  test.each([
    [['y=1 [ r0=x ]', 'x=1 sync r0=y']],
    [['[ r0=x y=1 ] r1=z', 'x=1 sync r0=y z=1']],
    [['[ x=1 r0=y ]', 'y=1 sync r0=x']],
    // Who waits for a mark waits for a flush, whatever else could end a grace period.
    [['y=1 [ r0=x ]', 'x=1 sync z=1', 'r0=z [ ]']],
    // Here all steps depend on each other, and there is nothing to leave out.
    [['y=1 [ ]', 'sync z=1', 'r0=z [ ] r1=y'], { isIdle: true }],
  ] as [string[], { isIdle: boolean }?][])(
    '%j',
    async (processes, { isIdle } = { isIdle: false }) => {
      const text = rcuTest(processes);
      const { model: made, memory: roomFor } = readTest(text, 'a test');
      const model = await loadModelText(made);
      const properties = endsAsProperties(processes);
      const parameters = parametersFromText(model, roomFor(memory));
      const { properties: said, statistics } = checkModel(model, parameters, properties);
      if (!isIdle) expect(statistics.reductions).toContain('partial-order');
      const found = await byEngine(text, memory);
      for (const { name, verdict } of said) {
        const isReached = found.some((end) => end.startsWith(name));
        expect([name, verdict]).toEqual([name, isReached ? 'violated' : 'holds']);
      }
    },
  );
});

test('under tso a section lets a load pass a store', async () => {
  const text = rcuTest(['[ x=1 r0=y ]', '[ y=1 r0=x ]']);
  expect(await byEngine(text, 'tso')).toContain('0:r0=0 1:r0=0 x=1 y=1 z=0');
  expect(await byEngine(text, 'sc')).not.toContain('0:r0=0 1:r0=0 x=1 y=1 z=0');
});

const word = fc.constantFrom('x', 'y', 'z');
const access = fc.oneof(
  word.map((name) => `${name}=V`),
  word.map((name) => `R=${name}`),
);
const piece = fc.oneof(
  { weight: 4, arbitrary: access },
  fc.constantFrom('mb', 'wmb', 'rmb'),
  {
    weight: 3,
    arbitrary: fc
      .array(access, { minLength: 1, maxLength: 2 })
      .map((inside) => `[ ${inside.join(' ')} ]`),
  },
  { weight: 3, arbitrary: fc.constant('sync') },
);

/** So many accesses: candidate executions are many. */
const MOST = process.env.RANDOM_MODELS === undefined ? 5 : 7;

/** Registers have numbers of their own, and so have stored values. */
const processes = fc
  .array(fc.array(piece, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 })
  .map((all) => {
    let value = 0;
    return all.map((pieces) => {
      let register = 0;
      return pieces
        .join(' ')
        .replace(/R/g, () => `r${register++}`)
        .replace(/V/g, () => `${++value}`);
    });
  })
  .filter((all) => {
    const text = all.join(' ');
    return text.includes('sync') && text.includes('[') && text.split('=').length <= MOST + 1;
  });

test('random tests', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(processes, (all) => expectAgreement(rcuTest(all))),
    { numRuns: RUNS, endOnFailure: true, ...SEED },
  );
});
