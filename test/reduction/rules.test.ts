// Each rule of the analysis, with a model that breaks it: the kind is not permuted and the reason
// names the place; and had it been permuted, the search would have been wrong. Statements that keep
// the rules do not cost the reduction.

import { describe, expect, test } from 'vitest';
import { observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { Canonicalizer } from '../../src/reduction/canonical.ts';
import { Group } from '../../src/reduction/group.ts';
import { RULES } from '../../src/reduction/id-symmetry/rules.ts';
import { planSymmetry, type SymmetryPlan } from '../../src/reduction/symmetry.ts';
import { claim, type IdModel, type LoadedIdModel, loadIdModel } from '../support/id-model.ts';
import { SYMMETRIC_CLAIMS, SYMMETRIC_STEPS, TRAP_CLAIMS, TRAPS } from '../support/id-statements.ts';
import { agreement, reachedStates, symmetryProblems } from './support.ts';

/** One task where it does not matter, so that there are fewer states. */
const sizeOf = (kind: string, { tasks = 1 }: IdModel): number => (kind === 'node' ? 3 : tasks);

function plan({ definition, properties }: LoadedIdModel): SymmetryPlan {
  return planSymmetry(new CompiledSystem(definition, observerShapes(properties)), properties);
}

/** The canonicaliser of a search that does not know the rule. */
function careless(given: IdModel, kinds: readonly string[]): Canonicalizer {
  const { definition, properties } = load(given);
  const { layout } = new CompiledSystem(definition, observerShapes(properties));
  const sized = kinds.map((name) => ({ name, size: sizeOf(name, given) }));
  return new Canonicalizer(layout, new Group(layout, sized));
}

const load = (given: IdModel): LoadedIdModel => loadIdModel({ tasks: 1, ...given });

describe('treats ids alike', () => {
  test.each(SYMMETRIC_STEPS)('%s', (statement) => {
    const { reasons } = plan(load({ tasks: 2, steps: [[statement]] }));
    expect(reasons.get('node')).toBeUndefined();
    expect(reasons.get('task')).toBeUndefined();
  });
  test.each(SYMMETRIC_CLAIMS)('%s', (property) => {
    const { reasons } = plan(load({ tasks: 2, steps: [['me.k = 0;']], properties: [property] }));
    expect(reasons.get('node')).toBeUndefined();
    expect(reasons.get('task')).toBeUndefined();
  });
});

describe('the printed rules', () => {
  test.each(RULES)('$rule', ({ example, trap }) => {
    expect(plan(load({ tasks: 2, steps: [[example]] })).reasons.get('node')).toBeUndefined();
    expect(plan(load({ tasks: 2, steps: [[trap]] })).reasons.get('node')).toBeDefined();
  });
});

describe('traps', () => {
  test.each(Object.entries(TRAPS))('%s', (_name, trap) => {
    const loaded = load(trap);
    const { reasons } = plan(loaded);
    for (const kind of trap.kinds) expect(reasons.get(kind)).toBeDefined();
    const outcome = agreement(loaded, careless(trap, trap.kinds));
    expect(outcome).toMatch(trap.harmless ? /^agrees/ : /^other|^fails/);
    const { definition, properties } = loaded;
    const states = reachedStates(definition, properties, 1000);
    const audited = symmetryProblems(loaded, careless(trap, trap.kinds), states);
    expect(audited.length > 0, 'what the audit says').toBe(!trap.harmless);
  });

  test.each(Object.entries(TRAP_CLAIMS))('a property with %s', (_name, [kind, ...claims]) => {
    const move = 'if (me.on !== none) state[me.on] = (state[me.on] + 1) % 3; owner.value = me.on;';
    const wrong = claims.filter((one) => {
      const given = { tasks: kind === 'task' ? 2 : 1, steps: [[move]], properties: [one] };
      const loaded = load(given);
      expect(plan(loaded).reasons.get(kind)).toBeDefined();
      return /^other|^fails/.test(agreement(loaded, careless(given, [kind])));
    });
    expect(wrong, 'not caught without the rule').not.toEqual([]);
  });
});

test('reasons name the code', () => {
  const { reasons } = plan(load({ steps: [['if (me.on === HOT) n.value = 2;']] }));
  expect(reasons.get('node')).toBe(
    'step worker/s0: `me.on === HOT` compares an id with something that is no id of its kind',
  );
  const property = claim('invariant', 'state[0] < 2');
  expect(plan(load({ steps: [], properties: [property] })).reasons.get('node')).toContain(
    'property p0: `state[0]`',
  );
});
