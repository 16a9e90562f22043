// Memory models, as authors and users name them. Every model has two parameters that none declares: under which memory model it
// runs, and how many stores a store buffer holds. What they mean is compile/memory's affair.
//
// What must stay true: under sc neither is among the values of a model's parameters, so that all that is said of it is what was
// said before there were others.

import { UsageError } from '../base/errors.ts';
import { describeDomain, type OneOfDomain, oneOf, type RangeDomain, range } from './domain.ts';
import type { MemoryOrder } from './method.ts';

/** From the strongest to the weakest. */
export const MEMORY_MODELS = ['sc', 'tso', 'pso', 'lkmm'] as const;
export type MemoryModel = (typeof MEMORY_MODELS)[number];

/** What is not sequentially consistent, as part of a system. */
export interface WeakMemory {
  readonly model: Exclude<MemoryModel, 'sc'>;
  /** How many stores wait at most in one store buffer; under lkmm how many values of a word are older than its last. */
  readonly depth: number;
  /** What it does to the system, once that is worked out: compile/memory. */
  readonly plan?: MemoryPlan;
  /** Where one place orders memory otherwise: for who asks what the orderings are needed for. */
  readonly orders?: Reordering;
}

/** A place in a step that orders memory: a call, or the beginning of the step, where it does not yet. */
export interface OrderSite {
  readonly process: string;
  readonly step: string;
  /** `smp.wmb()`. */
  readonly call?: string;
  /** How the call orders memory, and whether it is itself a load or a store. */
  readonly order?: MemoryOrder;
  readonly access?: 'load' | 'store';
}

export interface Reordering {
  /** Told of each place that a step comes to. */
  readonly told: (site: OrderSite) => void;
  readonly changed?: { readonly site: OrderSite; readonly order: MemoryOrder };
}

/** Words are named as messages name them: `pages[0].state`. */
export interface MemoryPlan {
  /** The words that several contexts touch, and one of them stores. */
  readonly racy: readonly string[];
  /** Those that touch racy words; those that store them have a store buffer. */
  readonly contexts: readonly MemoryContext[];
  /** How many processes the system has without those of store buffers. */
  readonly instances: number;
  /** Under lkmm. */
  readonly carried?: readonly CarriedLocal[];
}

/** A local that holds what was loaded of a racy word, and the words an access of which may depend on what the process has loaded. */
export interface CarriedLocal {
  /** The number of the process. */
  readonly instance: number;
  readonly local: string;
  readonly dependent: readonly string[];
}

/** Who shares a view of memory: a process, or all that run on one cpu. */
export interface MemoryContext {
  readonly name: string;
  readonly stores: readonly string[];
  readonly touches: readonly string[];
}

/** The cell in which lkmm keeps what every process knows: nothing that a reader of a run wants to read. */
export const HISTORIES = 'weak_memory';

/** As a row of a spec sets them. */
export interface MemorySettings {
  readonly 'memory-model'?: MemoryModel;
  readonly 'store-buffer'?: number;
}

const DEFAULT_DEPTH = 2;

/** The parameters that every model has. */
export const MEMORY_PARAMETERS: {
  readonly 'memory-model': OneOfDomain;
  readonly 'store-buffer': RangeDomain;
} = { 'memory-model': oneOf(...MEMORY_MODELS), 'store-buffer': range(1, 8) };

/** Those that are given, checked; none where the memory is sequentially consistent. */
export function memorySettings(given: Readonly<Record<string, unknown>>): MemorySettings {
  const { 'memory-model': model = 'sc', 'store-buffer': depth } = given;
  if (!MEMORY_PARAMETERS['memory-model'].values.includes(model as string)) {
    throw new UsageError(
      `memory-model cannot be ${JSON.stringify(model)}; it is ${describeDomain(MEMORY_PARAMETERS['memory-model'])}`,
    );
  }
  if (depth === undefined) return model === 'sc' ? {} : { 'memory-model': model as MemoryModel };
  if (model === 'sc') {
    throw new UsageError(
      'store-buffer says how much of a weak memory is kept apart: --memory-model tso, pso or lkmm',
    );
  }
  const { low, high } = MEMORY_PARAMETERS['store-buffer'];
  if (!Number.isInteger(depth) || Number(depth) < low || Number(depth) > high) {
    throw new UsageError(
      `store-buffer cannot be ${JSON.stringify(depth)}; it is ${describeDomain(MEMORY_PARAMETERS['store-buffer'])}`,
    );
  }
  return { 'memory-model': model as MemoryModel, 'store-buffer': Number(depth) };
}

/** What the settings make of a system's memory; undefined where it stays sequentially consistent. */
export function weakMemory({
  'memory-model': model = 'sc',
  'store-buffer': depth = DEFAULT_DEPTH,
}: MemorySettings): WeakMemory | undefined {
  return model === 'sc' ? undefined : { model, depth };
}
