// The code of processes and procedures. A step may wait, leave early, do something and go on, in
// this order; what comes first has changed nothing. Every step can go on to the next one, so that
// every label can be reached.

import { Draw, upTo } from './draw.ts';
import { condition, valueOf } from './expressions.ts';
import {
  fullLabels,
  type ProcedurePlan,
  type ProcessPlan,
  type StepPlan,
  type Variables,
} from './plan.ts';
import { type Ready, type Root, Scope, type ScopeOptions, type Value } from './scope.ts';
import { literal } from './shapes.ts';
import { block, statements } from './statements.ts';

type Code = ProcessPlan | ProcedurePlan;

export function cellRoots(cells: Variables, writable: boolean): Root[] {
  return Object.entries(cells).map(([name, { shape }]) => ({
    name,
    text: name,
    shape,
    writable,
    boxed: shape.type === 'scalar',
  }));
}

export function variableRoots(
  variables: Variables,
  of: string,
  name: string,
  writable: boolean,
): Root[] {
  return Object.entries(variables).map(([variable, { shape }]) => ({
    name,
    text: `${of}.${variable}`,
    shape,
    writable,
    boxed: false,
  }));
}

function variablesOf(plan: Code): Variables {
  return plan.type === 'process'
    ? plan.locals
    : { ...plan.params, ...plan.locals, ...plan.results };
}

/** What the steps of a process or procedure can name. */
function scopeOf(cells: Variables, plan: Code, options: Partial<ScopeOptions>): Scope {
  const writable = options.tools !== undefined;
  const self: Value = { text: 'me.self', names: ['me'], domain: { type: 'process' } };
  const own = { text: 'me.id', name: 'me' };
  const kind = plan.type === 'process' ? plan.kind : undefined;
  return new Scope({
    roots: [
      ...cellRoots(cells, writable),
      ...variableRoots(variablesOf(plan), 'me', 'me', writable),
    ],
    indices: plan.type === 'process' ? [{ ...own, length: plan.count, ...(kind && { kind }) }] : [],
    values: kind ? [self, { text: 'me.id', names: ['me'], domain: kind }] : [self],
    ...options,
  });
}

export interface Helpers {
  readonly conditions: readonly Ready[];
  readonly actions: readonly Ready[];
}

export function processSource(cells: Variables, helpers: Helpers, plan: ProcessPlan): string[] {
  const end = plan.end.map((label) => `'${label}' as never`);
  return block(`${plan.name}: process({`, [
    `count: ${plan.kind?.name ?? plan.count},`,
    ...(plan.environment ? ['environment: true,'] : []),
    ...(end.length > 0 ? [`end: [${end.join(', ')}],`] : []),
    `locals: ${variablesSource(plan.locals)},`,
    ...specialSource(cells, helpers, plan),
    ...bodySource(cells, helpers, plan),
  ]).with(-1, '}),');
}

/** A guard, and initial values that differ from instance to instance. */
function specialSource(cells: Variables, { conditions }: Helpers, plan: ProcessPlan): string[] {
  const draw = new Draw(plan.special);
  const lines: string[] = [];
  if (draw.once(4)) {
    const scope = scopeOf(cells, plan, { conditions });
    const asked = condition(draw, scope);
    lines.push(`guard: (${scope.pattern()}) => ${asked},`);
  }
  const local = Object.entries(plan.locals).find(([, { shape }]) => shape.type === 'scalar');
  if (local?.[1].shape.type === 'scalar' && draw.once(3)) {
    const { domain } = local[1].shape;
    const values = upTo(plan.count).map(() => literal(draw, domain));
    lines.push(`begin: (id) => ({ ${local[0]}: [${values.join(', ')}][id] }),`);
  }
  return lines;
}

export function procedureSource(cells: Variables, helpers: Helpers, plan: ProcedurePlan): string[] {
  return block(`const ${plan.name} = procedure('${plan.name}', {`, [
    `params: ${variablesSource(plan.params)},`,
    `locals: ${variablesSource(plan.locals)},`,
    `results: ${variablesSource(plan.results)},`,
    `returns: [${plan.returns.map((label) => `'${label}'`).join(', ')}],`,
    ...bodySource(cells, helpers, plan),
  ]).with(-1, '});');
}

function variablesSource(variables: Variables): string {
  const sources = Object.entries(variables).map(([name, { source }]) => `${name}: ${source}`);
  return sources.length === 0 ? '{}' : `{ ${sources.join(', ')} }`;
}

function bodySource(cells: Variables, helpers: Helpers, plan: Code): string[] {
  const steps = plan.steps.flatMap((step, k) =>
    step.calls === undefined
      ? stepSource(cells, helpers, plan, step, k)
      : [callSource(cells, plan, step, step.calls, k)],
  );
  return [`start: '${plan.steps[0].label}',`, ...block('steps: {', steps).with(-1, '},')];
}

/** Where a step can go: first the place after it, then all others. */
function exits(plan: Code, k: number): { after: string; all: string[] } {
  const labels = plan.steps.map(({ label }) => label);
  const ends = plan.type === 'process' ? ['done'] : plan.returns;
  const last = plan.type === 'process' && plan.loops ? labels[0] : ends[0];
  return { after: labels[k + 1] ?? last, all: [...ends, ...labels] };
}

function callSource(
  cells: Variables,
  plan: Code,
  step: StepPlan,
  callee: ProcedurePlan,
  k: number,
): string {
  const draw = new Draw(step.seeds);
  const scope = scopeOf(cells, plan, {});
  const args = Object.entries(callee.params).map(([name, { shape }]) =>
    shape.type === 'scalar' ? `${name}: ${valueOf(draw, scope, shape.domain)}` : '',
  );
  const { after, all } = exits(plan, k);
  const returns = callee.returns.map(
    (label, nth) => `${label}: '${nth === 0 ? after : draw.of(all)}'`,
  );
  const results = step.receives ? [`{ result0: '${step.receives}' }`] : [];
  const parts = [
    callee.name,
    `(${scope.pattern()}) => (${args.length === 0 ? '{}' : `{ ${args.join(', ')} }`})`,
    `{ ${returns.join(', ')} }`,
    ...results,
  ];
  return `${step.label}: call(${parts.join(', ')}),`;
}

function stepSource(
  cells: Variables,
  helpers: Helpers,
  plan: Code,
  step: StepPlan,
  k: number,
): string[] {
  const draw = new Draw(step.seeds);
  const scope = scopeOf(cells, plan, { ...helpers, tools: ['choose', 'assert'] });
  const body = [
    ...guard(draw, scope),
    ...earlyExit(draw, scope, plan, k),
    ...statements(draw, scope, 3),
    exit(draw, scope, plan, k),
  ];
  return block(`${step.label}: (${scope.pattern()}) => {`, body).with(-1, '},');
}

function guard(draw: Draw, scope: Scope): string[] {
  const locks = scope.leaves('lock');
  switch (draw.below(7)) {
    case 1:
    case 2:
      return [`if (!(${condition(draw, scope)})) return 'blocked';`];
    case 3:
    case 4:
      if (locks.length === 0) return [];
      scope.name('me');
      return [`if (!${scope.place(draw, draw.of(locks))}.acquire(me)) return 'blocked';`];
    case 5:
      scope.name('choose');
      return [`if (choose([0, 1]) === 1 && ${condition(draw, scope)}) return 'blocked';`];
    default:
      return [];
  }
}

function earlyExit(draw: Draw, scope: Scope, plan: Code, k: number): string[] {
  if (!draw.once(4)) return [];
  return [`if (${condition(draw, scope)}) return '${draw.of(exits(plan, k).all)}';`];
}

function exit(draw: Draw, scope: Scope, plan: Code, k: number): string {
  const { after, all } = exits(plan, k);
  const isLast = k === plan.steps.length - 1;
  // Each return label of a procedure is returned at least here.
  const other = plan.type === 'procedure' && isLast ? (plan.returns[1] ?? after) : draw.of(all);
  switch (draw.below(5)) {
    case 0:
    case 1:
      if (plan.type === 'procedure' && isLast && other !== after) break;
      return `return '${isLast || draw.once(2) ? after : 'next'}';`;
    case 2:
      scope.name('choose');
      return `return choose([false, true]) ? '${other}' : '${after}';`;
  }
  return `return ${condition(draw, scope)} ? '${other}' : '${after}';`;
}

/** Claims about labels, for properties: of one instance, of all, of any. */
export function labelConditions(plans: readonly ProcessPlan[]): Ready[] {
  return plans.flatMap((plan) => {
    const { name } = plan;
    return [...fullLabels(plan), 'done'].flatMap((label) => [
      { text: `${name}[${plan.count - 1}].at === '${label}'`, names: [name] },
      { text: `${name}.every((one) => one.at !== '${label}')`, names: [name] },
      { text: `${name}.filter((one) => one.at === '${label}').length > 0`, names: [name] },
    ]);
  });
}
