// A model: a name, its parameters, and the system for each choice of them.

import { authored } from '../base/author-code.ts';
import { ModelError, UsageError } from '../base/errors.ts';
import { checkOptions, inWords, isA, isRecord } from '../base/given.ts';
import { suggest } from '../base/near-name.ts';
import type { Cells } from './cell.ts';
import {
  admits,
  type BoolDomain,
  describeDomain,
  firstValue,
  type OneOfDomain,
  type RangeDomain,
  type ValueOf,
} from './domain.ts';
import {
  MEMORY_PARAMETERS,
  type MemorySettings,
  memorySettings,
  weakMemory,
} from './memory-model.ts';
import { noteRead, rememberSystem } from './parameters-read.ts';
import type { Call, Noted } from './process.ts';
import type { Processes, System, SystemDefinition } from './system.ts';
import { checkText } from './text-of-model.ts';

export type ParameterDomain = (BoolDomain | RangeDomain | OneOfDomain) & {
  readonly default?: unknown;
  /** What it stands for, for `mmcheck list`. */
  readonly about?: string;
};
export type Parameters = Readonly<Record<string, ParameterDomain>>;
export type ParameterValue = boolean | number | string;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;
export type ValuesOf<Ps> = { readonly [K in keyof Ps]: ValueOf<Ps[K]> };

/** A model as plain data; recognised by its `type`, never by `instanceof`. */
export interface ModelDefinition {
  readonly type: 'mmcheck/model';
  readonly name: string;
  readonly about: string;
  readonly parameters: Parameters;
  // biome-ignore lint/suspicious/noExplicitAny: parameters of any model
  readonly system: (values: any) => SystemDefinition;
}
/** A model as the types see it. */
export interface Model<Ps, C extends Cells, P> extends ModelDefinition {
  readonly __model?: { parameters: Ps; cells: C; processes: P };
}

export interface ModelOptions<Ps, C extends Cells, P> {
  /** Two or three sentences: the thread, the commits, what is at stake. */
  readonly about?: string;
  readonly parameters?: Ps;
  readonly system: (values: ValuesOf<Ps>) => System<C, P>;
}

/** Defines a model. Default-export it from a file, and `mmcheck check FILE` finds it. */
export function defineModel<const Ps extends Parameters, C extends Cells, P extends Processes>(
  name: string,
  options: ModelOptions<Ps, C, P>,
): Model<Ps, C, P> {
  checkModelOptions(name, options);
  const { about = '', parameters = {} } = options;
  rememberSystem(parameters, options.system);
  const model = { name, parameters };
  return {
    type: 'mmcheck/model',
    name,
    about,
    parameters,
    system: (values) => {
      checkText(`model '${name}'`, options.system, parameters, 0);
      return withMemory(
        builtSystem(name, () => options.system(withoutUnknown(model, values))),
        values,
      );
    },
  };
}

/** The system with the memory that the values ask for. */
function withMemory(system: SystemDefinition, values: MemorySettings): SystemDefinition {
  const memory = weakMemory(values);
  return memory === undefined ? system : { ...system, memory };
}

/** As nobody has checked it against the types. */
type Loose = { readonly [K in keyof ModelOptions<unknown, Cells, unknown>]: unknown };

function checkModelOptions(name: unknown, options: Loose): void {
  if (typeof name !== 'string' || name === '') {
    throw new ModelError(`defineModel: begin with the model's name; it is ${inWords(name)}`);
  }
  checkOptions(`model '${name}'`, options, ['about', 'parameters', 'system']);
  if (typeof options.system !== 'function') {
    throw new ModelError(
      `model '${name}' needs a function that makes its system, \`system: () => system(...)\`; it is ${inWords(options.system)}`,
    );
  }
  checkParameters(name, options.parameters ?? {});
}

function checkParameters(model: string, parameters: unknown): void {
  if (!isRecord(parameters)) {
    throw new ModelError(
      `model '${model}': the parameters must be { name: domain }, not ${inWords(parameters)}`,
    );
  }
  for (const [name, domain] of Object.entries(parameters)) {
    if (Object.hasOwn(MEMORY_PARAMETERS, name)) {
      throw new ModelError(`model '${model}': every model has a parameter ${name}; rename yours`);
    }
    if (PARAMETER_DOMAINS.some((type) => isA(type, domain))) continue;
    throw new ModelError(
      `model '${model}': parameter ${name} must be bool, upTo(...), range(...) or oneOf(...); it is ${inWords(domain)}`,
    );
  }
}

const PARAMETER_DOMAINS: readonly ParameterDomain['type'][] = ['bool', 'range', 'oneOf'];

/** The author's function, asked for a system. */
function builtSystem(model: string, build: () => SystemDefinition): SystemDefinition {
  const made = authored(`the system of '${model}'`, build);
  if (isA<SystemDefinition>('system', made)) return made;
  throw new ModelError(
    `the system of '${model}' is ${inWords(made)}; it must return what system(...) makes, as in \`system: () => system(...)\``,
  );
}

/** Refuses what is no model: the path of an import may lead elsewhere. */
export function checkIsModel(maker: string, model: unknown): void {
  if (isA<ModelDefinition>('mmcheck/model', model)) return;
  throw new ModelError(
    `${maker}: the first argument must be a model; it is ${inWords(model)}: look at where it is imported from`,
  );
}

/** The same parameter with another default than its first value. */
export function defaultTo<D extends ParameterDomain>(domain: D, value: ValueOf<D>): D {
  if (!isValue(domain, value)) {
    throw new ModelError(`defaultTo(): ${String(value)} is not ${describeDomain(domain)}`);
  }
  return { ...domain, default: value };
}

/** The same parameter with a sentence on what it stands for: `mmcheck list` shows it. */
export function parameter<D extends ParameterDomain>(about: string, domain: D): D {
  return { ...domain, about };
}

/** The value that a record gives for a variant: `pick(update, { 'in-place': ..., seqcount: ... })`. */
export function pick<const V extends string, Ctx, L extends string>(
  variant: V,
  choices: Readonly<Record<V, (context: Ctx) => L>>,
): (context: Ctx) => L;
export function pick<const V extends string, Ctx, L extends string, M extends string = never>(
  variant: V,
  choices: Readonly<Record<V, ((context: Ctx) => L) | Call<M>>>,
): ((context: Ctx) => L) | Call<M>;
export function pick<const V extends string, Ctx, L extends string, M extends string = never>(
  variant: V,
  choices: Readonly<Record<V, Noted<((context: Ctx) => L) | Call<M>>>>,
): Noted<((context: Ctx) => L) | Call<M>>;
export function pick<const V extends string, T>(variant: V, choices: Readonly<Record<V, T>>): T;
export function pick<V extends string>(variant: V, choices: Readonly<Record<V, unknown>>): unknown {
  if (Object.hasOwn(choices, variant)) return choices[variant];
  throw new ModelError(`pick: there is no '${variant}'; ${suggest(variant, Object.keys(choices))}`);
}

/** The given values, checked, and the defaults of the parameters that are not given. */
export function resolveParameters(
  model: ModelDefinition,
  given: Readonly<Record<string, unknown>>,
): ParameterValues {
  for (const name of Object.keys(given)) {
    if (!hasParameter(model, name)) throw unknownParameter(model, name);
  }
  const values: Record<string, ParameterValue> = {};
  for (const [name, domain] of Object.entries(model.parameters)) {
    const value = given[name] ?? domain.default ?? firstValue(domain);
    if (!isValue(domain, value)) {
      throw new UsageError(
        `${model.name}: parameter ${name} cannot be ${JSON.stringify(value)}; it is ${describeDomain(domain)}`,
      );
    }
    values[name] = value;
  }
  return { ...values, ...memorySettings(given) };
}

function hasParameter({ parameters }: Named, name: string): boolean {
  return Object.hasOwn(parameters, name) || Object.hasOwn(MEMORY_PARAMETERS, name);
}

/** The domain of a parameter; those of memory are every model's. */
export function parameterDomain(model: ModelDefinition, name: string): ParameterDomain {
  if (!hasParameter(model, name)) throw unknownParameter(model, name);
  const all: Parameters = { ...model.parameters, ...MEMORY_PARAMETERS };
  return all[name];
}

/** A parameter's value from the command line's text. */
export function parseParameter(model: ModelDefinition, name: string, text: string): ParameterValue {
  const domain = parameterDomain(model, name);
  if (domain.type === 'oneOf') return text;
  if (domain.type === 'bool') return text === 'true' ? true : text === 'false' ? false : text;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/**
 * The values as an author's function gets them: a name that is no parameter would be undefined, and what depends on it
 * would be another model than the one that is meant.
 */
export function namedValues<V extends object>(model: Named, values: V): V {
  return withoutUnknown(model, values, (name) => noteRead(model.parameters, name));
}

function withoutUnknown<V extends object>(
  model: Named,
  values: V,
  note?: (name: string) => void,
): V {
  return new Proxy(values, {
    get(known, name, receiver) {
      if (typeof name === 'string') note?.(name);
      if (typeof name === 'symbol' || name in known || hasParameter(model, name)) {
        return Reflect.get(known, name, receiver);
      }
      throw new ModelError(noParameter(model, name));
    },
  });
}

type Named = Pick<ModelDefinition, 'name' | 'parameters'>;

function unknownParameter(model: Named, name: string): UsageError {
  return new UsageError(noParameter(model, name));
}

function noParameter({ name: model, parameters }: Named, name: string): string {
  return `${model} has no parameter '${name}'; ${suggest(name, Object.keys(parameters))}`;
}

function isValue(domain: ParameterDomain, value: unknown): value is ParameterValue {
  return admits(domain, value);
}
