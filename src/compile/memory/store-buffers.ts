// Store buffers at run time: what a step loads and stores of racy words. A load sees the newest store of its own context that is
// still in the buffer, else memory; a store waits in the buffer.
//
// A step is atomic under every model. A fully ordered operation in it (a primitive that does not say otherwise, a change of a
// set or a list, a read-modify-write of one word, smp_mb()) needs the buffer empty, and what the step has stored until then is
// in memory at once: until the buffer is empty the step waits, as it does where the buffer is full.
//
// What must stay true: a step that waits has changed nothing; the order of the stores of two words that nothing orders is no
// part of a state.

import { ModelError } from '../../base/errors.ts';
import type { WeakMemory } from '../../language/memory-model.ts';
import type { MemoryOrder } from '../../language/method.ts';
import { copyState, readField, writeField } from '../layout/field.ts';
import type { InstancePlan } from '../layout/layout.ts';
import type { ArraySlot, ListSlot, RecordSlot, Slot } from '../layout/slot.ts';
import { decodeValue, encodeValue } from '../layout/values.ts';
import type { Behaviour, Called } from './behaviour.ts';
import { BUFFERS, storesOf, storing } from './buffered-system.ts';
import { contextOf } from './contexts.ts';
import type { Word } from './words.ts';

/** What stands in the log of a step for a fence. */
const FENCED = -1;

export class StoreBuffers implements Behaviour {
  /** Whether a step had to wait because its buffer was full: then the depth is a bound of what was explored. */
  wasBounded = false;
  readonly chooses = false;
  readonly #memory: WeakMemory;
  readonly #state: Int32Array;
  readonly #saved: Int32Array;
  readonly #words: readonly Word[];
  /** The list of each context. */
  readonly #buffers: readonly ListSlot[];
  readonly #contextNames: readonly string[];
  /** The code of the first store of each word, and from a store's code the word. */
  readonly #first: readonly number[];
  readonly #wordOf: readonly number[];
  readonly #fence: number;
  /** What the step that runs has stored, as codes, in order. */
  readonly #log: number[] = [];
  readonly #loaded = new Set<number>();
  /** The atomics that the step has loaded, whether or not they race. */
  readonly #atomics = new Set<RecordSlot>();
  /** So much of the log goes to memory at once. */
  #atOnce = 0;
  #needsEmpty = false;
  #buffer: ListSlot | undefined;

  constructor(
    memory: WeakMemory,
    cells: Readonly<Record<string, Slot>>,
    racy: readonly Word[],
    state: Int32Array,
  ) {
    this.#memory = memory;
    this.#state = state;
    this.#saved = state.slice();
    this.#words = racy;
    this.#contextNames = memory.plan ? storing(memory.plan).map(({ name }) => name) : [];
    this.#buffers = ((cells[BUFFERS] as ArraySlot | undefined)?.elements ?? []) as ListSlot[];
    const isPartial = memory.model === 'pso';
    this.#fence = isPartial ? 0 : FENCED;
    const wordOf = storesOf(racy).map(({ word }) => racy.indexOf(word));
    this.#wordOf = isPartial ? [FENCED, ...wordOf] : wordOf;
    this.#first = racy.map((_, k) => this.#wordOf.indexOf(k));
  }

  /** The buffer that a process shares; undefined where no process of its context stores a racy word. */
  bufferOf(instance: InstancePlan): number | undefined {
    const index = this.#contextNames.indexOf(contextOf(instance));
    return index < 0 ? undefined : index;
  }

  /** The step of an instance comes next. */
  enter(instance: InstancePlan): void {
    const index = this.bufferOf(instance);
    this.#buffer = index === undefined ? undefined : this.#buffers[index];
    if (this.#pending() > 0) copyState(this.#state, this.#saved);
    this.begin();
  }

  /** The author's code begins, perhaps a second time. */
  begin(): void {
    this.#log.length = 0;
    this.#loaded.clear();
    this.#atomics.clear();
    this.#atOnce = 0;
    this.#needsEmpty = false;
  }

  load(word: number): unknown {
    const { domain, field } = this.#words[word].slot;
    const stored = this.#newest(word);
    return decodeValue(domain, stored ?? readField(this.#state, field));
  }

  store(word: number, value: unknown): void {
    const { name, slot } = this.#words[word];
    const code = encodeValue(slot.domain, slot.size, value, name);
    this.#log.push(this.#first[word] + code);
    // A step that has loaded the word and stores it is a read-modify-write.
    if (this.#loaded.has(word)) this.#order('full');
  }

  calls(called: Called): void {
    this.#order(orderOf(called));
  }

  called(called: Called): void {
    // A barrier stands between what the method has stored and what comes after it.
    if (orderOf(called) === 'wmb') this.#order('wmb');
    if (typeof called === 'string' || !called.primitive.words) return;
    const { primitive, method } = called;
    // An atomic that only this context touches is in no buffer, and its read-modify-write is a full barrier as any.
    if (method.pure) this.#atomics.add(primitive);
    else if (this.#atomics.has(primitive)) this.#order('full');
  }

  #order(how: MemoryOrder): void {
    if (STRONG.includes(how)) {
      this.#needsEmpty = true;
      this.#atOnce = this.#log.length;
    } else if ((how === 'wmb' || how === 'release') && this.#buffer && this.#fence !== FENCED) {
      this.#log.push(this.#fence);
    }
  }

  /** Whether the step that has run has stored something. */
  get hasStored(): boolean {
    return this.#log.some((code) => code !== this.#fence);
  }

  /** Whether the step has to wait for its buffer to be flushed. */
  get mustWait(): boolean {
    return this.#needsEmpty && this.#pending() > 0;
  }

  /** Puts what the step has stored where it belongs; false, and the state as it was before, where the step must wait. */
  settle(): boolean {
    if (this.mustWait) return this.#undo();
    const later = this.#log.slice(this.#atOnce);
    const stores = later.filter((code) => code !== this.#fence).length;
    if (stores > 0 && stores + this.#storesIn(this.#buffer as ListSlot) > this.#memory.depth) {
      this.#refuseToo(stores);
      this.wasBounded = true;
      return this.#undo();
    }
    for (const code of this.#log.slice(0, this.#atOnce)) this.#toMemory(code, this.#state);
    for (const code of later) this.#append(code);
    return true;
  }

  /** A state as a process sees it: with the stores of its context in memory. */
  seenBy(instance: InstancePlan, state: Int32Array): Int32Array {
    const index = this.bufferOf(instance);
    if (index === undefined) return state;
    const seen = state.slice();
    for (const code of this.#codesIn(this.#buffers[index], state)) this.#toMemory(code, seen);
    return seen;
  }

  #pending(): number {
    return this.#buffer === undefined ? 0 : readField(this.#state, this.#buffer.length);
  }

  /** The code of the value that the context itself has stored last; undefined where memory has it. */
  #newest(word: number): number | undefined {
    const own = this.#log.findLast((code) => this.#wordOf[code] === word);
    if (own !== undefined) return own - this.#first[word];
    this.#loaded.add(word);
    if (this.#buffer === undefined) return undefined;
    for (let k = this.#pending() - 1; k >= 0; k--) {
      const code = readField(this.#state, this.#buffer.items[k]);
      if (this.#wordOf[code] === word) return code - this.#first[word];
    }
    return undefined;
  }

  #codesIn(buffer: ListSlot, state: Int32Array): number[] {
    const length = readField(state, buffer.length);
    return buffer.items.slice(0, length).map((item) => readField(state, item));
  }

  #storesIn(buffer: ListSlot): number {
    return this.#codesIn(buffer, this.#state).filter((code) => code !== this.#fence).length;
  }

  #toMemory(code: number, state: Int32Array): void {
    const word = this.#wordOf[code];
    if (word === FENCED) return;
    writeField(state, this.#words[word].slot.field, code - this.#first[word]);
  }

  #append(code: number): void {
    const buffer = this.#buffer as ListSlot;
    const codes = this.#codesIn(buffer, this.#state);
    // A fence before everything, or after another, orders nothing.
    if (code === this.#fence && (codes.length === 0 || codes[codes.length - 1] === code)) return;
    let at = codes.length;
    if (this.#fence !== FENCED && code !== this.#fence) {
      while (at > 0 && codes[at - 1] !== this.#fence && this.#isLater(codes[at - 1], code)) at--;
    }
    codes.splice(at, 0, code);
    writeField(this.#state, buffer.length, codes.length);
    for (const [k, one] of codes.entries()) writeField(this.#state, buffer.items[k], one);
  }

  /** Of stores that may pass one another, those of an earlier word stand first. */
  #isLater(one: number, other: number): boolean {
    return this.#wordOf[one] > this.#wordOf[other];
  }

  #undo(): false {
    copyState(this.#saved, this.#state);
    return false;
  }

  /** It would wait forever. */
  #refuseToo(stores: number): void {
    if (this.#pending() > 0) return;
    throw new ModelError(
      `stores ${stores} racy words in one step, and a store buffer holds ${this.#memory.depth}: give it more room (--buffer ${stores}), or split the step`,
    );
  }
}

const STRONG: readonly MemoryOrder[] = ['full', 'full if stored', 'mb'];

/** What does not say how it orders memory, and changes something, is fully ordered. */
function orderOf(called: Called): MemoryOrder {
  if (typeof called === 'string') return 'full';
  const { order, pure } = called.method;
  return order ?? (pure ? 'relaxed' : 'full');
}
