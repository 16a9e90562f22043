// The memory behind the cells of a compiled system: what its steps load and store goes through it, and how it changes what a step
// touches. A system whose memory is sequentially consistent has none, and its code is as if there were no others.
//
// What must stay true: a step is told to touch its store buffer whenever it touches anything, so that whoever reduces orders it
// with each flush of that buffer; no write of a racy word commutes with another.

import { ModelError } from '../../base/errors.ts';
import { HISTORIES, type WeakMemory } from '../../language/memory-model.ts';
import type { AnyStep, Call } from '../../language/process.ts';
import type { IndexAccess, StepAccess } from '../access/access.ts';
import type { FlatLabel } from '../layout/expand.ts';
import type { InstancePlan, Layout } from '../layout/layout.ts';
import { fieldsOf, type Slot } from '../layout/slot.ts';
import type { View } from '../layout/views.ts';
import type { Behaviour, CalledMethod } from './behaviour.ts';
import { BUFFERS } from './buffered-system.ts';
import { type Dependence, dependenceOf, NO_DEPENDENCE } from './dependencies.ts';
import { type Choose, Lkmm } from './lkmm.ts';
import { OrderSites } from './order-sites.ts';
import { StoreBuffers } from './store-buffers.ts';
import { watchViews } from './watched-views.ts';
import { type Word, wordsOf } from './words.ts';

/** The cells that a memory adds to those of the author. */
const MEMORY_CELLS: readonly string[] = [BUFFERS, HISTORIES];

/** The names of the author's cells, without those that have no state, as barriers have none. */
export function authorsCells({ cells }: Pick<Layout, 'cells'>): string[] {
  return Object.keys(cells).filter(
    (name) => !MEMORY_CELLS.includes(name) && fieldsOf(cells[name]).length > 0,
  );
}

/** The code of a step, as far as it is changed here. */
interface Authored {
  readonly instance: InstancePlan;
  readonly label: FlatLabel;
  readonly access: StepAccess;
}

export class Memory {
  readonly #memory: WeakMemory;
  readonly #behaviour: Behaviour;
  readonly #words: readonly Word[];
  readonly #numbers: ReadonlyMap<Slot, number>;
  readonly #instances: number;
  readonly #sites: OrderSites | undefined;
  #isOn = false;

  constructor(
    memory: WeakMemory,
    layout: Layout,
    views: Readonly<Record<string, View>>,
    state: Int32Array,
    choose: Choose,
  ) {
    const { cells } = layout;
    const racy = new Set(memory.plan?.racy);
    const words = wordsOf(cells).filter(({ name }) => racy.has(name));
    this.#behaviour =
      memory.model === 'lkmm'
        ? new Lkmm(memory, layout, words, state, choose)
        : new StoreBuffers(memory, cells, words, state);
    this.#memory = memory;
    this.#words = words;
    this.#numbers = new Map(words.map(({ slot }, k) => [slot, k]));
    this.#instances = memory.plan?.instances ?? 0;
    const sites = memory.orders && new OrderSites(memory.orders);
    this.#sites = sites;
    const listener = {
      isOn: () => this.#isOn,
      isInside: false,
      memory: this.#behaviour,
      ordered: (called: CalledMethod, method: string) => sites?.ordered(called, method) ?? called,
    };
    for (const [name, slot] of Object.entries(cells)) {
      watchViews(slot, views[name], (one) => this.#numbers.get(one), listener);
    }
  }

  /** Whether a bound of it has kept a step from being taken. */
  get wasBounded(): boolean {
    return this.#behaviour.wasBounded;
  }

  /** Whether a step of an author loads and stores it through the memory. */
  holds(instance: InstancePlan, slot: Slot): boolean {
    return this.isAuthors(instance) && this.#numbers.has(slot);
  }

  /** Whether it is a process of the author, and not one of the memory's own. */
  isAuthors({ index }: InstancePlan): boolean {
    return index < this.#instances;
  }

  /** Whether a step of an author may load more than one value of a word, and is to be run for each. */
  choosesIn(instance: InstancePlan): boolean {
    return this.#behaviour.chooses && this.isAuthors(instance);
  }

  seenBy(instance: InstancePlan, state: Int32Array): Int32Array {
    return this.isAuthors(instance) ? this.#behaviour.seenBy(instance, state) : state;
  }

  /** The step, with the author's function listened to. */
  listeningTo<S extends Authored>(code: S): S {
    if (!this.isAuthors(code.instance)) return code;
    const { step } = code.label;
    const listened =
      typeof step === 'function'
        ? (this.#listened(code, step) as AnyStep)
        : { ...step, args: this.#listened(code, step.args) as Call['args'] };
    return { ...code, label: { ...code.label, step: listened } };
  }

  #listened<C, R>({ instance, label }: Authored, run: (context: C) => R): (context: C) => R {
    return (context) => {
      this.#behaviour.begin();
      const barrier = this.#sites?.enter(instance, label);
      if (barrier) this.#behaviour.calls(barrier, []);
      this.#isOn = true;
      try {
        return run(context);
      } finally {
        this.#isOn = false;
      }
    };
  }

  /** The run of a step, which may have to wait for the memory: `blocked` then. */
  around({ instance, access }: Authored, run: () => number, blocked: number): () => number {
    if (!this.isAuthors(instance)) return run;
    const behaviour = this.#behaviour;
    const dependence = this.#dependenceOf(instance, access);
    return () => {
      behaviour.enter(instance, dependence);
      let to: number;
      try {
        to = run();
      } catch (error) {
        // Once it may be taken, it is taken again.
        if (behaviour.mustWait) return blocked;
        throw error;
      }
      if (to !== blocked) return behaviour.settle() ? to : blocked;
      if (behaviour.hasStored) throw new ModelError(STORED_THEN_BLOCKED);
      return blocked;
    };
  }

  #dependenceOf(instance: InstancePlan, access: StepAccess): Dependence {
    const { plan } = this.#memory;
    return plan ? dependenceOf(plan, this.#words, instance, access) : NO_DEPENDENCE;
  }

  /** What a step touches besides: the buffer of its context. */
  accessOf(instance: InstancePlan, label: FlatLabel, access: StepAccess): StepAccess {
    if (!this.isAuthors(instance)) return access;
    const accesses = access.accesses.map(({ commutes: _, ...one }) => one);
    const buffer = this.#behaviour.bufferOf(instance);
    // A barrier may be put before any step.
    const touchesCells =
      this.#sites !== undefined || access.cells.length + access.helpers.length > 0;
    const isOfAll = accesses.some(({ cell }) => this.#behaviour.isOfAllBuffers(cell));
    if (!isOfAll && (buffer === undefined || !touchesCells)) return { ...access, accesses };
    const element: IndexAccess = isOfAll
      ? { type: 'any' }
      : { type: 'constant', value: Number(buffer) };
    const path = [element];
    const read = { cell: BUFFERS, path, write: false };
    if (label.enters) return { ...access, accesses: [...accesses, read] };
    const labels = access.labels === 'any' ? 'any' : [...new Set([...access.labels, 'blocked'])];
    return { ...access, accesses: [...accesses, read, { ...read, write: true }], labels };
  }
}

const STORED_THEN_BLOCKED =
  "returned 'blocked' after it stored something. A blocked step changes nothing: test first, or split it into two steps";
