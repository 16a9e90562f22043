// Store buffers at run time: what a step loads and stores of racy words. A load sees the newest store of its own context that is
// still in the buffer, else memory; a store waits in the buffer.
//
// A step is atomic under every model. A fully ordered operation in it (a primitive that does not say otherwise, a change of a
// set or a list, smp_mb(), under tso a read-modify-write of one word) needs the buffer empty, and what the step has stored until then is
// in memory at once: until the buffer is empty the step waits, as it does where the buffer is full. Under pso a read-modify-write that
// orders nothing acts on memory, past the stores of other words in the buffer that no fence keeps ahead of it; so does taking a lock.
//
// What must stay true: a step that waits has changed nothing; the order of the stores of two words that nothing orders is no
// part of a state.

import type { WeakMemory } from '../../language/memory-model.ts';
import type { MemoryOrder } from '../../language/method.ts';
import { copyState, readField, writeField } from '../layout/field.ts';
import type { InstancePlan } from '../layout/layout.ts';
import type { ArraySlot, ListSlot, RecordSlot, Slot } from '../layout/slot.ts';
import { decodeValue, encodeValue } from '../layout/values.ts';
import type { Behaviour, Called, CalledMethod } from './behaviour.ts';
import { BufferContent, NO_WORD } from './buffer-content.ts';
import { FENCE, markOf, marksOf, othersOf, storesOf } from './buffer-entries.ts';
import { BUFFERS, storing, tooManyStores } from './buffered-system.ts';
import { FENCING, orderOf, STRONG } from './called-order.ts';
import { contextOf } from './contexts.ts';
import { givesBack, handoversOf, isHandedOn, takes } from './handovers.ts';
import { Awaited, isRcuDomain, rcuDomainsOf } from './rcu-domains.ts';
import { cellsWith } from './records.ts';
import type { Word } from './words.ts';

export class StoreBuffers implements Behaviour {
  /** Whether a step had to wait because its buffer was full: then the depth is a bound of what was explored. */
  wasBounded = false;
  readonly chooses = false;
  readonly #memory: WeakMemory;
  readonly #isPartial: boolean;
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
  readonly #content: BufferContent;
  /** Of a domain of RCU: its mark of a read section that has ended, after which come those of its grace periods. */
  readonly #marks: ReadonlyMap<RecordSlot, number>;
  /** Of a lock or a completion: its mark of having been given back. */
  readonly #handovers: ReadonlyMap<RecordSlot, number>;
  /** The cells of both. */
  readonly #marked: ReadonlySet<string>;
  /** What the step that runs has stored, as codes, in order. */
  readonly #log: number[] = [];
  readonly #loaded = new Set<number>();
  /** The atomics that the step has loaded, whether or not they race. */
  readonly #atomics = new Set<RecordSlot>();
  /** The grace periods that the step has started: for each the mark of its domain's read sections, and its own. */
  readonly #started: (readonly [number, number])[] = [];
  /** What it stores in memory itself, past the buffer. */
  readonly #direct: number[] = [];
  /** What must not be in the buffer then. */
  readonly #ahead = new Set<number>();
  /** So much of the log goes to memory at once. */
  #atOnce = 0;
  #needsEmpty = false;
  /** The method that runs loads and stores its words plainly: it is no read-modify-write. */
  #isPlain = false;
  #buffer: ListSlot | undefined;
  #instance: InstancePlan | undefined;
  readonly #awaited = new Awaited();

  constructor(
    memory: WeakMemory,
    cells: Readonly<Record<string, Slot>>,
    racy: readonly Word[],
    state: Int32Array,
  ) {
    this.#memory = memory;
    this.#isPartial = memory.model === 'pso';
    this.#state = state;
    this.#saved = state.slice();
    this.#words = racy;
    this.#contextNames = memory.plan ? storing(memory.plan).map(({ name }) => name) : [];
    this.#buffers = ((cells[BUFFERS] as ArraySlot | undefined)?.elements ?? []) as ListSlot[];
    const domains = rcuDomainsOf(cells);
    const others = othersOf(this.#isPartial, cells);
    this.#fence = others.indexOf(FENCE);
    const wordOf = storesOf(racy).map(({ word }) => racy.indexOf(word));
    this.#wordOf = [...others.map(() => NO_WORD), ...wordOf];
    this.#content = new BufferContent(state, this.#wordOf, this.#fence);
    this.#marks = new Map(
      domains.map((domain) => [domain.slot, others.indexOf(marksOf(domain)[0])]),
    );
    this.#handovers = new Map(
      handoversOf(cells).map((record) => [record.slot, others.indexOf(markOf(record))]),
    );
    const isMarked = this.#buffers.length > 0 ? [isRcuDomain, isHandedOn] : [];
    this.#marked = new Set(isMarked.flatMap((isOne) => cellsWith(cells, isOne)));
    this.#first = racy.map((_, k) => this.#wordOf.indexOf(k));
  }

  /** The buffer that a process shares; undefined where no process of its context stores a racy word. */
  bufferOf(instance: InstancePlan): number | undefined {
    const index = this.#contextNames.indexOf(contextOf(instance));
    return index < 0 ? undefined : index;
  }

  isOfAllBuffers(cell: string): boolean {
    return this.#marked.has(cell);
  }

  /** The step of an instance comes next. */
  enter(instance: InstancePlan): void {
    const index = this.bufferOf(instance);
    this.#instance = instance;
    this.#buffer = index === undefined ? undefined : this.#buffers[index];
    if (this.#pending() > 0) copyState(this.#state, this.#saved);
    this.begin();
  }

  /** The author's code begins, perhaps a second time. */
  begin(): void {
    this.#log.length = 0;
    this.#direct.length = 0;
    this.#ahead.clear();
    this.#loaded.clear();
    this.#atomics.clear();
    this.#started.length = 0;
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
    const stored = this.#first[word] + code;
    // A step that has loaded the word and stores it is a read-modify-write.
    const isUpdate = this.#loaded.has(word) && !this.#isPlain;
    if (isUpdate && this.#mayPass) {
      this.#direct.push(stored);
      this.#ahead.add(this.#fence);
    } else {
      this.#log.push(stored);
      if (isUpdate) this.#order('full');
    }
  }

  calls(called: Called, [grace]: readonly unknown[]): boolean {
    if (typeof called !== 'string' && called.method.rcu === 'over') {
      // What was stored in a section that the grace period waits for is in memory before it is over.
      const mark = (this.#marks.get(called.primitive) as number) + 1 + Number(grace);
      if (this.#buffers.some((buffer) => this.#content.codesIn(buffer).includes(mark)))
        return false;
    }
    if (typeof called !== 'string' && called.method.rcu === 'unlock' && this.#instance) {
      this.#awaited.begin(this.#instance, called.view);
    }
    if (typeof called !== 'string' && takes(called)) {
      // What was stored before it was given back is in memory before anybody else can have it.
      const mark = this.#handovers.get(called.primitive) ?? NO_WORD;
      if (this.#others().some((one) => this.#content.codesIn(one).includes(mark))) return false;
    }
    this.#isPlain = typeof called !== 'string' && called.primitive.plainWords !== undefined;
    const order = orderOf(called);
    if (order !== 'full if true') this.#order(order);
    return true;
  }

  called(called: Called, answer: unknown, args: readonly unknown[]): void {
    this.#isPlain = false;
    const order = orderOf(called);
    // A barrier stands between what the method has stored and what comes after it.
    if (order === 'wmb' || order === 'wmb after') this.#order('wmb');
    if (order === 'full if true' && answer === true) this.#order('full');
    if (typeof called === 'string') return;
    const { primitive, method } = called;
    const section = this.#marks.get(primitive);
    if (section !== undefined) this.#mark(called, section, args[0]);
    const handover = this.#handovers.get(primitive);
    if (givesBack(called) && this.#buffer) this.#log.push(handover as number);
    const isTaken = handover !== undefined && takes(called) && answer !== false;
    if (isTaken && (this.#isPartial || method.order === undefined)) this.#take(handover);
    if (!primitive.words || this.#isPartial) return;
    // An atomic that only this context touches is in no buffer, and its read-modify-write is a full barrier as any.
    if (method.pure) this.#atomics.add(primitive);
    else if (this.#atomics.has(primitive)) this.#order('full');
  }

  /** By an instruction that is a full barrier under tso; under pso a lock is taken behind what gave it back. */
  #take(handover: number): void {
    if (!this.#mayPass) this.#order('full');
    else for (const code of [this.#fence, handover]) this.#ahead.add(code);
  }

  /** What a method of RCU leaves in store buffers. `section`: the mark of one that has ended. */
  #mark({ method: { rcu }, view }: CalledMethod, section: number, grace: unknown): void {
    const markOf = (k: unknown): number => section + 1 + Number(k);
    if (rcu === 'start') this.#started.push([section, markOf(grace)]);
    if (rcu !== 'unlock' || !this.#buffer || !this.#instance) return;
    this.#log.push(section, ...this.#awaited.released(this.#instance, view).map(markOf));
  }

  #order(how: MemoryOrder): void {
    if (STRONG.includes(how)) {
      this.#needsEmpty = true;
      this.#atOnce = this.#log.length;
    } else if (FENCING.includes(how) && this.#buffer && this.#fence !== NO_WORD) {
      this.#log.push(this.#fence);
    }
  }

  /** Whether what acts on memory may pass what the step has stored. */
  get #mayPass(): boolean {
    return this.#isPartial && !this.#log.includes(this.#fence);
  }

  /** Whether the step that has run has stored something. */
  get hasStored(): boolean {
    return this.#direct.length > 0 || this.#log.some((code) => this.#content.isStore(code));
  }

  /** Whether the step has to wait for its buffer to be flushed. */
  get mustWait(): boolean {
    if (this.#buffer === undefined || this.#pending() === 0) return false;
    return this.#needsEmpty || this.#content.has(this.#buffer, this.#ahead, this.#direct);
  }

  /** Puts what the step has stored where it belongs; false, and the state as it was before, where the step must wait. */
  settle(): boolean {
    const { depth } = this.#memory;
    if (this.mustWait) return this.#undo();
    const later = this.#log.slice(this.#atOnce);
    const stores = later.filter((code) => this.#content.isStore(code)).length;
    if (stores > 0 && stores + this.#content.storesIn(this.#buffer as ListSlot) > depth) {
      // It would wait for ever.
      if (this.#pending() === 0) throw tooManyStores(stores, depth);
      this.wasBounded = true;
      return this.#undo();
    }
    for (const code of this.#direct) this.#toMemory(code, this.#state);
    for (const code of this.#log.slice(0, this.#atOnce)) this.#toMemory(code, this.#state);
    for (const code of later) this.#content.append(this.#buffer as ListSlot, code);
    for (const [section, grace] of this.#started) {
      for (const buffer of this.#others()) this.#content.awaits(buffer, section, grace);
    }
    return true;
  }

  #others(): ListSlot[] {
    return this.#buffers.filter((buffer) => buffer !== this.#buffer);
  }

  /** A state as a process sees it: with the stores of its context in memory. */
  seenBy(instance: InstancePlan, state: Int32Array): Int32Array {
    const index = this.bufferOf(instance);
    if (index === undefined) return state;
    const seen = state.slice();
    for (const code of this.#content.codesIn(this.#buffers[index], state))
      this.#toMemory(code, seen);
    return seen;
  }

  #pending(): number {
    return this.#buffer === undefined ? 0 : readField(this.#state, this.#buffer.length);
  }

  /** The code of the value that the context itself has stored last; undefined where memory has it. */
  #newest(word: number): number | undefined {
    const isOfWord = (code: number): boolean => this.#wordOf[code] === word;
    const own = this.#log.findLast(isOfWord) ?? this.#direct.findLast(isOfWord);
    if (own !== undefined) return own - this.#first[word];
    this.#loaded.add(word);
    if (this.#buffer === undefined) return undefined;
    for (let k = this.#pending() - 1; k >= 0; k--) {
      const code = readField(this.#state, this.#buffer.items[k]);
      if (this.#wordOf[code] === word) return code - this.#first[word];
    }
    return undefined;
  }

  #toMemory(code: number, state: Int32Array): void {
    const word = this.#wordOf[code];
    if (word === NO_WORD) return;
    writeField(state, this.#words[word].slot.field, code - this.#first[word]);
  }

  #undo(): false {
    copyState(this.#saved, this.#state);
    return false;
  }
}
