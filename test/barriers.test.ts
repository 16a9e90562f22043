// `mmcheck barriers`: what is said of each ordering is what a check says of the model in which it was changed by hand.
//
// RANDOM_MODELS=500 SEED=7 npx vitest run test/barriers.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import ring from '../docs/examples/ring.ts';
import { barriersOf, reordered } from '../src/barriers/barriers.ts';
import { checkModel } from '../src/check/check.ts';
import { propertyMakers } from '../src/language/claims/makers.ts';
import type { MemoryModel, OrderSite } from '../src/language/memory-model.ts';
import type { MemoryOrder } from '../src/language/method.ts';
import { barriersText } from '../src/report/text/barriers.ts';
import { endsOf, litmus } from './memory/litmus.ts';
import { programs } from './memory/programs.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 3);
const SEED = Number(process.env.SEED ?? 23);

// biome-ignore lint/suspicious/noExplicitAny: the processes of any system
const { unreachable } = propertyMakers<any, any>();
const stale = {
  stale: unreachable('new flag, old data', ({ P1 }) =>
    // biome-ignore lint/suspicious/noExplicitAny: the processes of any system
    (P1 as any).some((one: any) => one.at === 'done' && one.r0 === 1 && one.r1 === 0),
  ),
};
const MP = ['x = 1; wmb; y = 1', 'r0 = y; rmb; r1 = x'];

function asked(lines: readonly string[], memory: MemoryModel) {
  return barriersOf(litmus(lines), { 'memory-model': memory }, stale, {});
}

const needsOf = (lines: readonly string[], memory: MemoryModel) =>
  asked(lines, memory).needs.map(({ site, need, enough }) => [site.call, need, enough]);

describe('what is needed', () => {
  it('under lkmm both barriers, under pso that of the stores, under tso none', () => {
    expect(needsOf(MP, 'lkmm')).toEqual([
      ['smp.wmb()', 'needed', undefined],
      ['smp.rmb()', 'needed', undefined],
    ]);
    expect(needsOf(MP, 'pso').map(([, need]) => need)).toEqual(['needed', 'unneeded']);
    expect(needsOf(MP, 'tso').map(([, need]) => need)).toEqual(['unneeded', 'unneeded']);
  });

  it('acquire and release; and of a full barrier a part', () => {
    expect(needsOf(['x = 1; y =rel 1', 'r0 =acq y; r1 = x'], 'lkmm')).toEqual([
      ['y.setRelease()', 'needed', undefined],
      ['y.readAcquire()', 'needed', undefined],
    ]);
    expect(needsOf(['x = 1; mb; y = 1', 'r0 = y; mb; r1 = x'], 'lkmm')).toEqual([
      ['smp.mb()', 'needed', 'wmb'],
      ['smp.mb()', 'needed', 'rmb'],
    ]);
  });

  it('no run of what is only reachable, and that of the property that is named', () => {
    // biome-ignore lint/suspicious/noExplicitAny: the processes of any system
    const { reachable } = propertyMakers<any, any>();
    const both = {
      sees: reachable('it is seen', ({ P1 }) => (P1 as never[]).length > 0),
      ...stale,
    };
    const { needs } = barriersOf(litmus(MP), { 'memory-model': 'pso' }, both, {});
    const [[needed], [unneeded]] = needs.map(({ tried }) => tried);
    expect(needed).toMatchObject({ outcome: 'violated', violated: ['stale'] });
    expect(needed.run?.length).toBeGreaterThan(2);
    expect(unneeded).toMatchObject({ outcome: 'holds', violated: [] });
    expect(unneeded.run).toBeUndefined();
  });

  it('with the shortest run that one without it has', () => {
    const { needs } = asked(MP, 'pso');
    const [{ outcome, violated, run }] = needs[0].tried;
    expect({ outcome, violated }).toEqual({ outcome: 'violated', violated: ['stale'] });
    expect(run?.map(({ name }) => name)).toEqual([
      ...['P0', 'P0', 'P0', 'buffer_P0'],
      ...['P1', 'P1', 'P1', 'P1'],
    ]);
  });
});

test('a run shows what the step loaded that fails', () => {
  const { needs } = barriersOf(ring, { 'memory-model': 'lkmm' }, {}, {});
  expect(needs.map(({ site, need }) => [site.call, need])).toEqual([
    ['smp.mb()', 'unneeded'],
    ['smp.wmb()', 'needed'],
    ['smp.rmb()', 'needed'],
  ]);
  const last = { name: 'reader', label: 'take', chosen: ['slot read 1 behind'] };
  expect(needs[2].tried[0].run?.at(-1)).toEqual(last);
});

describe('what repairs a model', () => {
  const repairs = (lines: readonly string[], memory: MemoryModel) =>
    asked(lines, memory).repairs?.map(
      ({ site, order }) => `${site.process}.${site.call ?? ''}${order}`,
    );

  it('a barrier between the stores, or a release', () => {
    expect(repairs(['x = 1; y = 1', 'r0 = y; r1 = x'], 'pso')).toEqual([
      'P0.wmb',
      'P0.y.set()release',
    ]);
    expect(repairs(['x = 1; wmb; y = 1', 'r0 = y; r1 = x'], 'lkmm')).toEqual([
      'P1.y.read()acquire',
      'P1.rmb',
    ]);
  });

  it('no barrier that comes too late, whatever is reduced', () => {
    const late = { site: { process: 'P0', step: 'end' }, order: 'mb' } as const;
    const model = reordered(litmus(['x = 1; y = 1', 'r0 = y; r1 = x']), {
      told: () => {},
      changed: late,
    });
    const { outcome, statistics } = checkModel(model, { 'memory-model': 'pso' }, stale);
    expect(statistics.reductions).toEqual(['partial-order']);
    expect(outcome).toBe('violated');
  });

  it('under lkmm no full barrier that is one moment with the step behind it', () => {
    const late = asked(['x = 1; mb; y = 1', 'mb; r0 = y; r1 = x'], 'lkmm');
    expect(late).toMatchObject({ outcome: 'violated', underSc: 'holds' });
    expect(late.repairs?.filter(({ order }) => order === 'mb')).toEqual([]);
  });

  it('none where two are missing, or where it is wrong under sc', () => {
    const both = asked(['x = 1; y = 1', 'r0 = y; r1 = x'], 'lkmm');
    expect(both).toMatchObject({ outcome: 'violated', underSc: 'holds', repairs: [] });
    expect(barriersText(both)).toMatch(
      /no single smp_wmb\(\), smp_rmb\(\), acquire or\s+release repairs it/,
    );
    const wrong = asked(['y = 1; x = 1', 'r0 = y; r1 = x'], 'pso');
    expect(wrong).toMatchObject({ outcome: 'violated', underSc: 'violated', repairs: [] });
    expect(barriersText(wrong)).toContain('no barrier repairs that');
  });
});

/** A program of random ones, and the place and the order that is changed in it, with the program in which it is by hand. */
interface Change {
  readonly lines: readonly string[];
  readonly byHand: readonly string[];
  readonly process: number;
  readonly statement: number;
  readonly order: MemoryOrder;
  readonly isPut: boolean;
}

const changes: fc.Arbitrary<Change> = fc
  .tuple(programs, fc.nat(), fc.nat(), fc.constantFrom('mb', 'wmb', 'rmb', undefined))
  .map(([lines, p, s, put]) => {
    const process = p % lines.length;
    const statements = lines[process].split('; ');
    const statement = s % statements.length;
    const weaker = put === undefined && weakened(statements[statement]);
    const order: MemoryOrder = put ?? 'relaxed';
    const replaced = weaker === false ? [put ?? 'mb', statements[statement]] : weaker;
    const own = [
      ...statements.slice(0, statement),
      ...replaced,
      ...statements.slice(statement + 1),
    ];
    const byHand = lines.map((line, k) => (k === process ? own.join('; ') : line));
    return {
      lines,
      byHand,
      process,
      statement,
      order: weaker === false && !put ? 'mb' : order,
      isPut: weaker === false,
    };
  });

/** Without its order; false where it has none. */
function weakened(statement: string): string[] | false {
  if (/=(rel|acq)/.test(statement)) return [statement.replace(/=(rel|acq)/, '=')];
  // A load of nothing stands for a barrier that is gone.
  return /^(mb|wmb|rmb)$/.test(statement) ? [] : false;
}

test.each(['tso', 'pso', 'lkmm'] as const)(
  'a change has the ends of one by hand: %s',
  { timeout: 3_600_000 },
  (memory) => {
    const settings = { 'memory-model': memory, 'store-buffer': 6 } as const;
    const isAlike = fc.property(changes, ({ lines, byHand, process, statement, order, isPut }) => {
      fc.pre(byHand.every((line) => line !== ''));
      const model = litmus(lines);
      const name = `P${process}`;
      const step = Object.keys(model.system({}).processes[name].steps)[statement];
      const sites: OrderSite[] = [];
      endsOf(reordered(model, { told: (site) => sites.push(site) }), settings);
      const site = sites.find(
        (one) => one.process === name && one.step === step && (one.call === undefined) === isPut,
      );
      expect(site).toBeDefined();
      const changed = { site: site as OrderSite, order };
      const ends = endsOf(reordered(model, { told: () => {}, changed }), settings);
      expect(ends).toEqual(endsOf(litmus(byHand), settings));
    });
    fc.assert(isAlike, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  },
);
