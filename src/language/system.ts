// A system: cells, processes and how the initial states are made, for one choice of the model's parameters.

import { ModelError } from '../base/errors.ts';
import { checkFunctions, inWords, isA, isRecord } from '../base/given.ts';
import { makeBuilder } from './builder.ts';
import { type Cells, isCell, isElement } from './cell.ts';
import { type LabelsOf, withoutLabels } from './labels-of.ts';
import type { WeakMemory } from './memory-model.ts';
import { pooledProcess } from './pooled-process.ts';
import type { AnyStep, Builder, Context, Helpers, ProcessDefinition, Views } from './process.ts';
import { withProcessArrays } from './process-arrays.ts';
import { checkKinds } from './same-kinds.ts';

export type Processes = Readonly<Record<string, ProcessDefinition>>;

/** The plain data of a system, which the engine and the reference explorer each interpret. */
export interface SystemDefinition {
  readonly type: 'system';
  readonly cells: Cells;
  /** Where processes stand, as steps may ask. */
  readonly labels?: Readonly<Record<string, LabelsOf>>;
  readonly helpers: Helpers;
  readonly processes: Readonly<Record<string, ProcessDefinition>>;
  /** How far it is explored: see claims/constrained.ts. */
  readonly constraint?: Constraint;
  /** Sequentially consistent unless it is given. */
  readonly memory?: WeakMemory;
  /** Run once on the initial contents of the cells; each choice in it makes one initial state. */
  readonly initial?: AnyStep;
}

export interface Constraint {
  /** In words: `at most three messages`. */
  readonly about: string;
  // biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
  readonly holds: (views: any) => boolean;
}

/** A system as the types see it, so that properties can name its cells, processes, labels and locals. */
export interface System<C extends Cells, P> extends SystemDefinition {
  readonly __system?: { cells: C; processes: P };
}

/** Prepares the initial states: may `choose`, returns nothing. */
export type InitialStep<C, H> = (
  context: Pick<Context<C, H, Record<never, never>, number>, keyof C | keyof H | 'choose'>,
) => void;

/**
 * A system of cells and processes. `helpers` are functions of cells that steps name like cells and call; `initial`
 * prepares the initial states, one for each choice that it makes.
 */
export function system<const C extends Cells, P extends Processes>(
  cells: C,
  build: (builder: Builder<C, Record<never, never>>) => P,
  initial?: InitialStep<C, Record<never, never>>,
): System<C, P>;
export function system<
  const C extends Cells,
  // biome-ignore lint/suspicious/noExplicitAny: helpers have arguments of any type
  H extends Readonly<Record<string, (context: Views<C>, ...args: any[]) => unknown>>,
  P extends Processes,
>(
  cells: C,
  helpers: H,
  build: (builder: Builder<C, H>) => P,
  initial?: InitialStep<C, H>,
): System<C, P>;
export function system(
  cells: Cells,
  // biome-ignore lint/suspicious/noExplicitAny: the overloads say what goes together
  ...[first, second, third]: any[]
): System<Cells, Processes> {
  const [helpers, build, initial] =
    typeof first === 'function' ? [{}, first, second] : [first, second, third];
  checkArguments(cells, helpers, build, initial);
  const { cells: real, labels } = withoutLabels(cells);
  const made = build(makeBuilder(cells));
  checkProcesses(made);
  const processes = pooled(cells, made);
  const definition = {
    type: 'system' as const,
    cells: withProcessArrays(real, processes),
    ...(Object.keys(labels).length > 0 && { labels }),
    helpers,
    processes,
  };
  checkKinds(definition);
  return initial === undefined ? definition : { ...definition, initial };
}

/** Here and not in the builder: a process has its regions by now, and the ways out of them lead through its exit. */
function pooled(cells: Cells, processes: Processes): Processes {
  const entries = Object.entries(processes).map(([name, definition]) => [
    name,
    pooledProcess(cells, name, definition),
  ]);
  return Object.fromEntries(entries);
}

const CALL = 'system({ cells }, ({ process }) => ({ task: process({ ... }) }))';

function checkArguments(cells: unknown, helpers: unknown, build: unknown, initial: unknown): void {
  if (!isRecord(cells)) {
    throw new ModelError(`system: the cells must be { name: cell }, not ${inWords(cells)}`);
  }
  checkCells(cells);
  if (typeof build !== 'function') {
    throw new ModelError(
      `system: a function must make the processes, as in ${CALL}; it is ${inWords(build)}`,
    );
  }
  if (!isRecord(helpers)) {
    throw new ModelError(`system: the helpers must be { name: function }, not ${inWords(helpers)}`);
  }
  checkFunctions('a helper of the system', helpers, Object.keys(helpers));
  checkFunctions('system', { initial }, ['initial']);
}

function checkCells(cells: Readonly<Record<string, unknown>>): void {
  const wrong = Object.entries(cells).find(([, cell]) => !isCell(cell));
  if (wrong === undefined) return;
  const [name, cell] = wrong;
  throw new ModelError(`system: '${name}' must be a cell, and is ${insteadOfCell(name, cell)}`);
}

function insteadOfCell(name: string, given: unknown): string {
  if (isElement(given)) return `a domain; write ${name}: cell(...) around it`;
  if (typeof given !== 'function') return inWords(given);
  return `a function; helpers come behind the cells: system({ cells }, { ${name}: ... }, ({ process }) => ...)`;
}

function checkProcesses(processes: unknown): void {
  if (!isRecord(processes)) {
    throw new ModelError(
      `the function that makes the processes returned ${inWords(processes)}; return them by name, with parentheses around the braces: ${CALL}`,
    );
  }
  for (const [name, process] of Object.entries(processes)) {
    if (isA<ProcessDefinition>('process', process)) continue;
    throw new ModelError(
      `process '${name}' is ${inWords(process)}; make it by process({ start, steps })`,
    );
  }
}
