// Dead locals: where they are dead, that every rule is needed, and random models with them forgotten and without: the same
// verdicts at the same depths, exactly the states that those which are reached are stored as, and an audit of all of them.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/dead-locals.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DeadLocalsAudit } from '../../src/audit/dead-locals.ts';
import { Findings } from '../../src/audit/findings.ts';
import { ORDERS } from '../../src/base/orders.ts';
import { Progress } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import { placeOf } from '../../src/compile/layout/field.ts';
import { fieldsOf } from '../../src/compile/layout/slot.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { bool, cell, defineModel, kind, orNone, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { forgetting } from '../../src/reduction/dead-locals/forgetting.ts';
import { deadLocals } from '../../src/reduction/dead-locals/plan.ts';
import { localsOf } from '../../src/reduction/dead-locals/readers.ts';
import type { Quotient } from '../../src/transition/reduced.ts';
import { TransitionLists } from '../../src/transition/transition-lists.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';
import { disagreement } from './agreement.ts';
import { type Checked, DEAD_LOCAL_MODELS, type Rule } from './rule-models/dead-locals.ts';
import { agreement, reachedStates } from './support.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 60);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 3000;
const MINUTE = 60_000;

function planOf({ definition, properties }: Checked) {
  const compiled = new CompiledSystem(definition, observerShapes(properties));
  const monitor = new Monitor(compiled, properties);
  return { compiled, plan: deadLocals.plan({ system: compiled, monitor, properties }) };
}

/** By label of the first instance, the locals that are forgotten there. */
function forgottenIn(checked: Checked): Record<string, string> {
  const { compiled, plan } = planOf(checked);
  const [instance] = compiled.layout.instances;
  const dead = plan.dead?.[0] ?? [];
  const names = localsOf(instance).map(
    ({ frame, name, slot }) => [nameOf(frame, name), slot] as const,
  );
  return Object.fromEntries(
    instance.process.labelNames.map((label, code) => {
      const places = new Set((dead[code] ?? []).map(placeOf));
      const own = names.filter(
        ([, slot]) => slot.type === 'scalar' && places.has(placeOf(slot.field)),
      );
      return [label, own.map(([name]) => name).join(' ')];
    }),
  );
}

function nameOf(frame: string, name: string): string {
  return frame === '' ? name : `${frame}.${name}`;
}

function problemsOf({ definition, properties }: Checked, quotient: Quotient): string[] {
  const compiled = new CompiledSystem(definition, observerShapes(properties));
  const { flags } = new Progress();
  const transitions = new TransitionLists(compiled, new Monitor(compiled, properties), flags);
  const findings = new Findings(compiled);
  const audit = new DeadLocalsAudit(transitions, quotient, findings);
  for (const state of reachedStates(definition, properties, 300)) {
    audit.check(state);
    transitions.forget();
  }
  return findings.problems.map(({ step, message }) => `${step} ${message}`);
}

/** What goes wrong where the local is taken to be dead at the label, besides all that are. */
function without(rule: Rule): { problems: string[]; agreement: string } {
  const { compiled, plan } = planOf(rule);
  const [first] = compiled.layout.instances;
  const dead = compiled.layout.instances.map((instance) => {
    const known = plan.dead?.[instance.index] ?? instance.process.labelNames.map(() => []);
    if (instance.process !== first.process) return known;
    const slot = localsOf(instance).find(
      ({ frame, name }) => nameOf(frame, name) === rule.local,
    )?.slot;
    const fields = slot ? fieldsOf(slot) : [];
    const at = instance.process.labelNames.indexOf(rule.label);
    return known.map((some, code) => (code === at ? [...some, ...fields] : some));
  });
  const quotient = forgetting(compiled.layout, dead) as Quotient;
  return {
    problems: problemsOf(rule, quotient),
    agreement: agreement(rule, quotient, MAX_STATES),
  };
}

describe('where a local is alive, it must not be forgotten', () => {
  test.each(Object.entries(DEAD_LOCAL_MODELS))('%s', (_name, rule) => {
    expect(forgottenIn(rule)[rule.label].split(' ')).not.toContain(rule.local);
    const { problems, agreement: found } = without(rule);
    expect(problems).not.toEqual([]);
    expect(found).not.toBe('agrees');
  });
});

test('where nothing reads it any more, or all ways assign it before, it is forgotten', () => {
  const definition = system({ bad: cell(bool) }, ({ process }) => ({
    p: process({
      locals: { x: upTo(1) },
      start: 'guess',
      steps: {
        guess: ({ me, choose }) => {
          me.x = choose([0, 1]);
          return 'next';
        },
        read: ({ bad, me }) => {
          if (me.x === 1) bad.value = true;
          return 'next';
        },
        wait: () => 'next',
        again: ({ me, choose }) => {
          if (choose([true, false])) me.x = 0;
          else me.x = 1;
          return 'last';
        },
        last: ({ me }) => (me.x === 0 ? 'done' : 'wait'),
      },
    }),
  }));
  const forgotten = { guess: 'x', read: '', wait: 'x', again: 'x', last: '', done: 'x' };
  expect(forgottenIn({ definition, properties: {} })).toEqual(forgotten);
});

test('a run that comes back to the same locals in the second round only', () => {
  const model = defineModel('rounds', {
    system: () =>
      system({}, ({ process }) => ({
        p: process({
          locals: { x: upTo(1) },
          start: 'guess',
          steps: {
            guess: ({ me, choose }) => {
              me.x = choose([1, 0]);
              return 'next';
            },
            there: () => 'next',
            back: ({ me }) => {
              me.x = 0;
              return 'there';
            },
          },
        }),
      })),
  });
  const properties: Properties = {
    p: {
      kind: 'liveness',
      about: '',
      claim: { type: 'eventually', goal: () => false },
      fairness: {},
    },
  };
  for (const reduction of [['dead-locals'], false] as const) {
    const { properties: said } = checkModel(model, {}, properties, { reduction });
    expect(said).toMatchObject([{ verdict: 'violated', minimal: true }]);
  }
});

test('an id that cannot be none is left: no value of it is the same in every naming', () => {
  const page = kind('page', 2);
  const definition = system({}, ({ process }) => ({
    p: process({
      locals: { x: page, y: orNone(page) },
      start: 'pick',
      steps: {
        pick: ({ me, choose }) => {
          me.x = choose(page.ids);
          me.y = me.x;
          return 'done';
        },
      },
    }),
  }));
  expect(forgottenIn({ definition, properties: {} }).done).toBe('y');
});

test(
  'random models as users write them',
  () => {
    let forgot = 0;
    const property = fc.property(randomModel, ({ source }) => {
      const { model, properties } = evaluateSource(source);
      const loaded = { definition: model.system({}), properties: properties.properties({}) };
      const { quotient } = planOf(loaded).plan;
      if (!quotient) return;
      forgot++;
      expect(problemsOf(loaded, quotient)).toEqual([]);
      const combinations = ORDERS.flatMap((order) =>
        [['dead-locals'] as const, ['dead-locals', 'symmetry', 'partial-order'] as const].map(
          (reduction) => ({ reduction, order }),
        ),
      );
      expect(
        disagreement(model, loaded.properties, { maxStates: MAX_STATES, combinations }),
      ).not.toHaveProperty('difference');
      const safety = Object.fromEntries(
        Object.entries(loaded.properties).filter(([, { kind }]) => kind !== 'liveness'),
      );
      const asked = { ...loaded, properties: safety };
      const ofSafety = planOf(asked).plan.quotient;
      if (ofSafety) expect(agreement(asked, ofSafety, MAX_STATES)).toMatch(/^agrees|^too many/);
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    expect(forgot).toBeGreaterThan(RUNS / 4);
  },
  60 * MINUTE,
);
