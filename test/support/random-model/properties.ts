// Random properties and observers, many of which are violated. An observer's `always` is any handler: it may count
// transitions, and what it says may hang on memory that other handlers write.

import type { Shape } from '../../../src/language/cell.ts';
import { Draw, type Seeds, upTo } from './draw.ts';
import { condition } from './expressions.ts';
import { fullLabels, type ProcessPlan, type SystemPlan } from './plan.ts';
import { cellRoots, labelConditions, variableRoots } from './processes.ts';
import { type Ready, Scope, type ScopeOptions } from './scope.ts';
import { node, type Sourced } from './shapes.ts';
import { assertion, block, statements } from './statements.ts';

const MAKERS = ['deadlock', 'invariant', 'observer', 'unreachable', 'reachable', 'conservation'];

export function propertiesSource(system: SystemPlan, all: readonly Seeds[]): string[] {
  let deadlocks = 0;
  return all.flatMap((seeds, k) => {
    const draw = new Draw(seeds);
    const maker = draw.of(MAKERS);
    if (maker === 'deadlock' && deadlocks++ > 0) return [];
    return propertySource(draw, system, maker, `property${k}`);
  });
}

function propertySource(draw: Draw, system: SystemPlan, maker: string, name: string): string[] {
  if (maker === 'deadlock') return [`${name}: make.deadlock(),`];
  if (maker === 'observer') return observerSource(draw, system, name);
  if (maker === 'conservation')
    return [`${name}: make.conservation('', ${conserved(draw, system)}),`];
  const scope = propertyScope(system);
  const asked = condition(draw, scope);
  return [`${name}: make.${maker}('', (${scope.pattern()}) => ${asked}),`];
}

/** Cells, the locals of every process, and claims about labels; nothing can be written. */
function propertyScope(system: SystemPlan, options: Partial<ScopeOptions> = {}): Scope {
  const locals = system.processes.flatMap(({ name, count, locals }) =>
    variableRoots(locals, `${name}[${count - 1}]`, name, false),
  );
  return new Scope({
    roots: [...cellRoots(system.cells, false), ...locals, ...(options.roots ?? [])],
    conditions: labelConditions(system.processes),
    tools: options.tools ?? [],
    values: options.values ?? [],
  });
}

/** A total of conditions, or places of nodes. */
function conserved(draw: Draw, system: SystemPlan): string {
  const scope = propertyScope(system);
  const places = [
    ...scope.leaves('scalar').filter(({ shape: { domain } }) => {
      const inner = domain.type === 'orNone' ? domain.inner : domain;
      return inner === node;
    }),
    ...scope.leaves('set').filter(({ shape }) => shape.kind === node),
    ...scope.leaves('list').filter(({ shape }) => shape.domain === node),
  ];
  if (places.length > 0 && draw.once(2)) {
    const drawn = places.filter(() => draw.once(2));
    // A count that looks at nothing is refused.
    const some = drawn.length > 0 ? drawn : places.slice(0, 1);
    const chosen = some.map((leaf) => scope.place(draw, leaf));
    return `node, (${scope.pattern()}) => [${chosen.join(', ')}]`;
  }
  const counted = upTo(2).map(() => `Number(${condition(draw, scope)})`);
  return `${draw.below(3)}, (${scope.pattern()}) => ${counted.join(' + ')}`;
}

const MEMORY: Readonly<Record<string, Sourced<Shape>>> = {
  flag: { shape: { type: 'scalar', domain: { type: 'bool' } }, source: 'bool' },
  times: {
    shape: { type: 'scalar', domain: { type: 'range', low: 0, high: 2 } },
    source: 'upTo(2)',
  },
};

function observerSource(draw: Draw, system: SystemPlan, name: string): string[] {
  const state = Object.entries(MEMORY).map(([field, { source }]) => `${field}: ${source}`);
  const always = draw.once(2) ? alwaysSource(draw, system) : [];
  const watched = system.processes.filter(() => !draw.once(3));
  return block(`${name}: make.observer('', {`, [
    `state: { ${state.join(', ')} },`,
    ...always,
    ...block(
      'on: {',
      watched.flatMap((plan) => reactionSource(draw, system, plan)),
    ).with(-1, '},'),
  ]).with(-1, '}),');
}

function alwaysSource(draw: Draw, system: SystemPlan): string[] {
  const scope = propertyScope(system, { roots: variableRoots(MEMORY, 'my', 'my', true) });
  return handlerBody(draw, scope, 'always', [{ text: "step.to === 'done'", names: ['step'] }]);
}

function named(scope: Scope, name: string): string {
  scope.name(name);
  return name;
}

/** One handler for the process, or one for some of its labels. */
function reactionSource(draw: Draw, system: SystemPlan, plan: ProcessPlan): string[] {
  if (draw.once(2)) return handlerSource(draw, system, plan, plan.name);
  const labels = fullLabels(plan).filter(() => draw.once(2));
  const handlers = labels.flatMap((label) => handlerSource(draw, system, plan, `'${label}'`));
  return block(`${plan.name}: {`, handlers).with(-1, '},');
}

function handlerSource(draw: Draw, system: SystemPlan, plan: ProcessPlan, key: string): string[] {
  const scope = propertyScope(system, {
    roots: [
      ...variableRoots(MEMORY, 'my', 'my', true),
      ...variableRoots(plan.locals, 'me', 'me', false),
    ],
  });
  return handlerBody(draw, scope, key, [
    { text: "step.to === 'done'", names: ['step'] },
    { text: `step.id === ${plan.count - 1}`, names: ['step'] },
  ]);
}

function handlerBody(draw: Draw, scope: Scope, key: string, told: readonly Ready[]): string[] {
  const body = [
    ...(draw.once(3)
      ? [`if (${scope.ready(draw.of(told))}) my.flag = !${named(scope, 'my')}.flag;`]
      : []),
    ...statements(draw, scope, 2),
    ...(draw.once(3) ? [assertion(draw, scope)] : []),
  ];
  return block(`${key}: (${scope.pattern()}) => {`, body).with(-1, '},');
}
