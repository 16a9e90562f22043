// Random small models as TypeScript source, as a user would write them: what the engine and the
// reference explorer must agree on. Same seeds, same source; no model writes outside a domain, and
// most have a few hundred states.

import fc from 'fast-check';
import { Draw } from './random-model/draw.ts';
import { condition } from './random-model/expressions.ts';
import { type ModelSeeds, modelSeeds, planSystem, type SystemPlan } from './random-model/plan.ts';
import {
  cellRoots,
  type Helpers,
  procedureSource,
  processSource,
} from './random-model/processes.ts';
import { propertiesSource } from './random-model/properties.ts';
import { type Ready, Scope } from './random-model/scope.ts';
import { block, statement, statements } from './random-model/statements.ts';

/** Prints as its source in a counterexample. */
export interface RandomModel {
  readonly source: string;
}

export const randomModel: fc.Arbitrary<RandomModel> = modelSeeds.map((given) => {
  const source = sourceOf(given);
  return { source, [fc.toStringMethod]: () => source };
});

const HEAD = `import {
  anyProcess, array, bool, cell, defineModel, defineProperties, kind, list, none, oneOf, orNone,
  primitive, type ProcessId, range, record, set, system, table, upTo,
} from 'mmcheck';

const FIRST = 0;
const node = kind('node', 2);
const zone = kind('zone', ['Normal', 'Movable']);

const spinlock = () =>
  primitive({ holder: orNone(anyProcess) }, {
    acquire: {
      pure: false,
      run(me) {
        if (this.holder !== none) return false;
        this.holder = me.self;
        return true;
      },
    },
    release: { pure: false, run() { this.holder = none; } },
    isHeld: { pure: true, run() { return this.holder !== none; } },
  });
`;

function sourceOf(given: ModelSeeds): string {
  const plan = planSystem(given);
  const [helpers, helperLines] = helpersOf(plan, given);
  const cells = Object.entries(plan.cells).map(([name, { source }]) => `${name}: ${source},`);
  const procedures = plan.procedures.toReversed();
  const processes = plan.processes.flatMap((one) => processSource(plan.cells, helpers, one));
  const build = [
    ...procedures.flatMap((one) => procedureSource(plan.cells, helpers, one)),
    ...block('return {', processes).with(-1, '};'),
  ];
  const parts = [
    ...block('{', cells).with(-1, '},'),
    ...block('{', helperLines).with(-1, '},'),
    ...block('({ process, procedure, call }) => {', build).with(-1, '},'),
    ...initialSource(plan, helpers, given),
  ];
  const lines = [
    "const model = defineModel('random', {",
    ...block('  system: () => system(', parts)
      .with(-1, '),')
      .map((line) => `  ${line}`),
    '});',
    'export default model;',
    '',
    ...block('export const properties = defineProperties(model, (make) => ({', [
      ...propertiesSource(plan, given.properties),
      ...(parts.some((line) => line.includes("'claimed'")) ? ["claimed: make.asserted(''),"] : []),
    ]).with(-1, '}));'),
  ];
  return `${HEAD}\n${lines.join('\n')}\n`;
}

/** Helpers alternately ask and do; both see cells only. */
function helpersOf(plan: SystemPlan, given: ModelSeeds): [Helpers, string[]] {
  const conditions: Ready[] = [];
  const actions: Ready[] = [];
  const lines = given.helpers.flatMap((seeds, k) => {
    const draw = new Draw(seeds);
    const acts = draw.once(2);
    const name = `helper${k}`;
    const scope = new Scope({ roots: cellRoots(plan.cells, acts) });
    if (acts) {
      actions.push({ text: `${name}();`, names: [name] });
      const body = statement(draw, scope);
      return block(`${name}: (${scope.pattern()}) => {`, body).with(-1, '},');
    }
    const ready = { text: `${name}(${draw.below(2)})`, names: [name] };
    conditions.push(ready);
    const asked = scope.within({ text: 'k', length: 2 }, () => condition(draw, scope));
    return [`${name}: (${scope.pattern() || '{}'}, k: number) => ${asked},`];
  });
  return [{ conditions, actions }, lines];
}

function initialSource(plan: SystemPlan, helpers: Helpers, given: ModelSeeds): string[] {
  if (given.initial.length === 0) return [];
  const draw = new Draw(given.initial);
  const scope = new Scope({ roots: cellRoots(plan.cells, true), ...helpers, tools: ['choose'] });
  const body = statements(draw, scope, 2);
  return block(`(${scope.pattern()}) => {`, body).with(-1, '},');
}
