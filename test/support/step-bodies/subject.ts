// One body as a system of its own, and the one system whose cells and locals all of them share.
//
// What must stay true: what is judged is what a model of that one body would be judged as. A body gets
// a definition and a layout in which no other code stands; only the slots are those of all bodies.

import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import type { Layout, ProcessPlan } from '../../../src/compile/layout/layout.ts';
import { CompiledSystem } from '../../../src/compile/program/compile.ts';
import * as mmcheck from '../../../src/index.ts';
import * as kernel from '../../../src/kernel/index.ts';
import type { Properties, PropertyDefinition } from '../../../src/language/claims/property.ts';
import type { AnyStep, Call, Locals, ProcessDefinition } from '../../../src/language/process.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { arrowOf, type Body } from './bodies.ts';
import { AROUND, AROUND_NAMES, IMPORTS, KIND_NAMES, KINDS, systemSource } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: written at random
export type AnyFunction = (context: any) => any;

export interface Subject {
  readonly body: Body;
  readonly fn: AnyFunction;
  readonly definition: SystemDefinition;
  readonly layout: Layout;
  readonly properties: Properties;
  /** Where it stands, unless it is a guard or a property. */
  readonly label: FlatLabel | undefined;
}

interface Loaded {
  readonly definition: SystemDefinition;
  readonly memory: Locals;
  readonly around: Readonly<Record<string, unknown>>;
}

const SHARED = [...IMPORTS, ...KIND_NAMES, ...AROUND_NAMES];

const loaded = new Function(
  'MODULES',
  `'use strict';
const { ${IMPORTS.join(', ')} } = MODULES;
${KINDS}
${AROUND}
const trivial = () => 'b';
return { ...${systemSource('trivial')}, around: { ${SHARED.join(', ')} } };`,
)({ ...mmcheck, ...kernel }) as Loaded;

export const CPU = loaded.around.cpu as mmcheck.Kind;
const ALL_IDS = KIND_NAMES.map((name) => (loaded.around[name] as mmcheck.Kind).ids);

// What all bodies share, none of them may change: it would be another world for the next.
for (const one of [...Object.values(loaded.around), ...ALL_IDS, Math, Number, Array]) {
  if (typeof one === 'object' || typeof one === 'function') Object.freeze(one);
}

export const system = new CompiledSystem(
  loaded.definition,
  { watch: loaded.memory },
  undefined,
  new Set(['claimed']),
);
/** What an observer remembers. */
export const { memory } = loaded;
const { definition, layout } = system;
const [worker, ...others] = layout.processes;

/** Undefined where the body is no JavaScript. */
export function load(body: Body): Subject | undefined {
  try {
    const evaluate = new Function(
      'AROUND',
      `'use strict'; const { ${SHARED.join(', ')} } = AROUND;
${body.beside}
return ${arrowOf(body)};`,
    );
    return subjectOf(body, evaluate(loaded.around) as AnyFunction);
  } catch {
    return undefined;
  }
}

function subjectOf(body: Body, fn: AnyFunction): Subject {
  const called = at('called');
  const call = called.step as Call;
  switch (body.role) {
    case 'step':
      return alone(body, fn, { label: { ...at('a'), step: fn }, steps: { a: fn as AnyStep } });
    case 'frame': {
      const procedure = { ...call.procedure, steps: { a: fn as AnyStep } };
      const label = { ...at('called/a'), step: fn };
      return alone(body, fn, { label, steps: { called: { ...call, procedure } } });
    }
    case 'args': {
      const step: Call = { ...call, args: fn };
      return alone(body, fn, { label: { ...called, step }, steps: { called: step } });
    }
    case 'guard':
      return alone(body, fn, { guard: fn });
    default:
      return alone(body, fn, { property: propertyOf(body, fn) });
  }
}

function propertyOf({ role }: Body, fn: AnyFunction): PropertyDefinition {
  const about = '';
  const state = memory;
  switch (role) {
    case 'predicate':
      return { kind: 'invariant', about, holds: fn };
    case 'count':
      return { kind: 'conservation', about, of: CPU, count: fn } as unknown as PropertyDefinition;
    case 'handler':
      return { kind: 'observer', about, state, on: { worker: { a: fn } } };
    default:
      return { kind: 'observer', about, state, always: fn, on: {} };
  }
}

export function at(name: string): FlatLabel {
  return worker.flat.labels.find((one) => one.name === name) as FlatLabel;
}

interface Code {
  readonly label?: FlatLabel;
  readonly steps?: ProcessDefinition['steps'];
  readonly guard?: AnyFunction;
  readonly property?: PropertyDefinition;
}

function alone(body: Body, fn: AnyFunction, { label, steps = {}, guard, property }: Code): Subject {
  const changed: ProcessPlan = {
    ...worker,
    definition: { ...worker.definition, steps, ...(guard && { guard }) },
    flat: { ...worker.flat, labels: label ? [label] : [] },
  };
  const processes = [changed, ...others.map(quiet)];
  const instances = layout.instances.map((instance) => ({
    ...instance,
    process: processes.find(({ name }) => name === instance.process.name) as ProcessPlan,
  }));
  const definitions = processes.map((one) => [one.name, one.definition] as const);
  return {
    body,
    fn,
    label,
    properties: property ? { watch: property } : {},
    definition: { ...definition, processes: Object.fromEntries(definitions) },
    layout: { ...layout, processes, instances },
  };
}

/** Without code. */
function quiet(process: ProcessPlan): ProcessPlan {
  const { definition, flat } = process;
  return { ...process, definition: { ...definition, steps: {} }, flat: { ...flat, labels: [] } };
}
