// The kernel's memory model, as a machine that takes the steps of each process in their order (tools/memory-model,
// Documentation/explanation.txt there; the views are those of Kang et al., POPL 2017, and of Promising-ARM, PLDI 2019).
//
// Each racy word has its stores in coherence order. A load may take any that is not older than what its context knows, a store may
// be put anywhere behind it. What a context knows is a place in each word's history:
//
//   heard   all that its loads and stores have shown it, with what those stores told
//   told    what its own stores have told; smp_wmb() makes its next stores tell it, too (`tells`)
//   loads   what a load may not be older than: heard, from an acquire, smp_rmb() or smp_mb() on
//   stores  what a store is put behind: heard, from an acquire or smp_mb() on
//
// A release tells all that was heard. Full barriers come one after the other, and each knows what those before it knew. A lock
// hands on what was heard where it is given back. A read-modify-write stands right behind what it has read.
//
// What must stay true: nothing is ordered here that tools/memory-model does not order, but for one: a load is done before the
// stores after it are seen (load buffering), which every verdict says. Of dependencies only those order that dependencies.ts finds:
// that is weaker than the kernel. Only a store that comes from another context tells what it was told with (rfe).

import { HISTORIES, type WeakMemory } from '../../language/memory-model.ts';
import { copyState, readField, writeField } from '../layout/field.ts';
import type { InstancePlan, Layout } from '../layout/layout.ts';
import type { Slot } from '../layout/slot.ts';
import { decodeValue, encodeValue, readSlot, writeSlot } from '../layout/values.ts';
import type { Behaviour, Called, CalledMethod } from './behaviour.ts';
import { CarriedViews } from './carried-views.ts';
import { contextOf } from './contexts.ts';
import type { Dependence } from './dependencies.ts';
import { forgetKnown } from './forgotten.ts';
import { givesBack, takes } from './handovers.ts';
import { forget, insert, learn, stored } from './histories.ts';
import { BOUNDS, type Histories, type Knowledge, locksOf, type View } from './history-system.ts';
import { Awaited, isNested, rcuDomainsOf } from './rcu-domains.ts';
import { beginSection, handOn } from './rcu-knowledge.ts';
import type { Word } from './words.ts';

export type Choose = <T>(values: readonly T[]) => T;

export class Lkmm implements Behaviour {
  /** Whether somebody was made to know more, for a word had too many values. */
  wasBounded = false;
  readonly chooses = true;
  readonly mustWait = false;
  readonly #memory: WeakMemory;
  readonly #state: Int32Array;
  readonly #saved: Int32Array;
  readonly #words: readonly Word[];
  readonly #names: readonly string[];
  readonly #slot: Slot | undefined;
  readonly #locks: readonly Slot[];
  readonly #domains: readonly Slot[];
  readonly #members: readonly (readonly InstancePlan[])[];
  readonly #choose: Choose;
  #all: Histories = { words: [], contexts: [], fence: [], locks: [], rcu: [], locals: [] };
  /** The codes of the last values. */
  #last: number[] = [];
  #instance!: InstancePlan;
  readonly #carried = new CarriedViews();
  readonly #awaited = new Awaited();
  #me = -1;
  /** Where the step has loaded a word, until it stores it. */
  readonly #loaded = new Map<number, number>();
  #isAcquire = false;
  #isRelease = false;
  #isImpossible = false;
  /** The method that runs loads and stores its words plainly, and loads each once in a step. */
  #isPlain = false;
  /** How often the step has stored, and had before the method that runs. */
  #stores = 0;
  #storesBefore = 0;

  constructor(
    memory: WeakMemory,
    { cells, instances }: Layout,
    racy: readonly Word[],
    state: Int32Array,
    choose: Choose,
  ) {
    const { contexts = [], instances: authors = 0 } = memory.plan ?? {};
    this.#memory = memory;
    this.#state = state;
    this.#saved = state.slice();
    this.#words = racy;
    this.#names = racy.map(({ name }) => name);
    this.#slot = cells[HISTORIES];
    this.#locks = locksOf(cells);
    this.#domains = rcuDomainsOf(cells).map(({ slot }) => slot);
    this.#members = contexts.map(({ name }) =>
      instances.filter((one) => one.index < authors && contextOf(one) === name),
    );
    this.#choose = choose;
  }

  enter(instance: InstancePlan, dependence: Dependence): void {
    copyState(this.#state, this.#saved);
    this.#instance = instance;
    this.#carried.enter(dependence);
    this.#me = this.#members.findIndex((all) => all.includes(instance));
    this.begin();
  }

  begin(): void {
    this.#loaded.clear();
    this.#carried.begin();
    this.#stores = 0;
    this.#isAcquire = false;
    this.#isRelease = false;
    this.#isImpossible = false;
    if (!this.#slot) return;
    this.#all = readSlot(this.#saved, this.#slot) as Histories;
    this.#last = this.#words.map(({ slot }) => readField(this.#saved, slot.field));
  }

  load(word: number): unknown {
    const { older, messages } = this.#all.words[word];
    const bound = this.#carried.boundOfLoad(this.#all, word, this.#all.contexts[this.#me]);
    const oldest = Math.max(this.#knows('coherence')[word], bound[word]);
    const { name, slot } = this.#words[word];
    const codeAt = (at: number): number => (at === older ? this.#last[word] : messages[at].value);
    const known = this.#isPlain ? this.#loaded.get(word) : undefined;
    const at = known ?? older - this.#chosen(older - oldest, (k) => `${name} read ${k} behind`);
    const message = messages[at];
    const shown = { at: word, place: at, view: message.by === this.#me + 1 ? [] : message.view };
    this.#learn('coherence', { ...shown, view: [] });
    this.#learn('heard', shown);
    this.#carried.loaded(this.#all, word, bound, shown);
    if (this.#isAcquire) for (const what of ['loads', 'stores'] as const) this.#learn(what, shown);
    this.#loaded.set(word, at);
    return decodeValue(slot.domain, codeAt(at));
  }

  store(word: number, value: unknown): void {
    const { name, slot } = this.#words[word];
    const code = encodeValue(slot.domain, slot.size, value, name);
    const { older, messages } = this.#all.words[word];
    const loaded = this.#isPlain ? undefined : this.#loaded.get(word);
    this.#loaded.delete(word);
    this.#stores++;
    const isFree = (at: number): boolean => at > older || !messages[at].attached;
    const bound = this.#carried.boundOfStore(this.#all, word, this.#all.contexts[this.#me]);
    const first = Math.max(this.#knows('coherence')[word], bound[word]) + 1;
    if (loaded !== undefined && !isFree(loaded + 1)) {
      this.#isImpossible = true;
      return;
    }
    const free = Array.from({ length: older + 2 - first }, (_, k) => older + 1 - k).filter(isFree);
    const at =
      loaded === undefined
        ? free[this.#chosen(free.length - 1, (k) => `${name} stored ${k} behind`)]
        : loaded + 1;
    this.#put(word, at, code, loaded !== undefined);
  }

  #put(word: number, at: number, code: number, attached: boolean): void {
    const { older } = this.#all.words[word];
    const value = at > older ? this.#last[word] : code;
    insert(this.#all, word, at, { value: 0, by: this.#me + 1, attached, view: [] });
    const { messages } = this.#all.words[word];
    // The last value stands in the word: what was last until now goes into the history.
    messages[Math.min(at, older)].value = value;
    if (at > older) this.#last[word] = code;
    const known = this.#isRelease ? this.#knows('heard') : this.#knows('tells');
    const shown = { at: word, place: at, view: known };
    messages[at].view = this.#words.map(() => 0);
    learn(messages[at].view, shown);
    this.#learn('coherence', { ...shown, view: [] });
    this.#learn('heard', { ...shown, view: [] });
    this.#learn('told', { ...shown, view: messages[at].view });
    this.#bound(word);
  }

  /** A word has room for so many values: who has not seen the oldest by now is taken to have. */
  #bound(word: number): void {
    if (this.#all.words[word].older <= this.#memory.depth) return;
    this.wasBounded = true;
    forget(this.#all, word, 1);
  }

  calls(called: Called): boolean {
    if (typeof called === 'string' || !this.#slot || this.#me < 0) return true;
    const { primitive, method } = called;
    const { order, releases } = method;
    if (order === 'full' || order === 'mb') this.#fence();
    if (order === 'rmb' || order === 'rmb before') this.#learnAll('loads', this.#knows('heard'));
    if (order === 'wmb' || order === 'wmb before') this.#learnAll('tells', this.#knows('told'));
    this.#isAcquire = order === 'acquire' || order === 'full' || order === 'full if stored';
    this.#isRelease = order === 'release' || order === 'full' || order === 'full if stored';
    const lock = this.#all.locks[this.#locks.indexOf(primitive)];
    if ((releases || givesBack(called)) && lock) learn(lock, { view: this.#knows('heard') });
    this.#storesBefore = this.#stores;
    this.#isPlain = primitive.plainWords !== undefined;
    if (method.rcu === 'lock') this.#rcu(called);
    if (method.rcu === 'unlock') this.#awaited.begin(this.#instance, called.view);
    return true;
  }

  called(called: Called, answer: unknown, args: readonly unknown[]): void {
    if (typeof called === 'string' || !this.#slot || this.#me < 0) return;
    const { primitive, method } = called;
    const { order } = method;
    this.#isAcquire = false;
    this.#isRelease = false;
    this.#isPlain = false;
    if (order === 'rmb after') this.#learnAll('loads', this.#knows('heard'));
    if (order === 'wmb after') this.#learnAll('tells', this.#knows('told'));
    const hasStored = this.#stores > this.#storesBefore;
    if (method.rcu !== 'lock') this.#rcu(called, answer, args[0]);
    const isFull =
      order === 'full' ||
      (order === 'full if stored' && hasStored) ||
      (order === 'full if true' && answer === true);
    if (isFull) this.#fence();
    const lock = this.#all.locks[this.#locks.indexOf(primitive)];
    if (!takes(called) || !lock || answer === false) return;
    for (const what of ['loads', 'stores', 'heard'] as const) this.#learnAll(what, lock);
  }

  /** A grace period begins or is over, a read section does. */
  #rcu({ primitive, method, view }: CalledMethod, answer?: unknown, grace?: unknown): void {
    const domain = this.#all.rcu[this.#domains.indexOf(primitive)];
    const known = this.#all.contexts[this.#me];
    if (method.rcu === undefined || !domain) return;
    if (method.rcu !== 'lock')
      handOn(method.rcu, known, domain, {
        answer,
        grace,
        waited: this.#awaited.released(this.#instance, view),
      });
    else if (!isNested(this.#instance, this.#members[this.#me], view)) beginSection(known, domain);
  }

  /** A full barrier: what was heard is known to all barriers after it, and what these know to it. */
  #fence(): void {
    this.#learnAll('heard', this.#all.fence);
    const heard = this.#knows('heard');
    learn(this.#all.fence, { view: heard });
    for (const what of BOUNDS) this.#learnAll(what, heard);
  }

  get hasStored(): boolean {
    return this.#stores > 0;
  }

  settle(): boolean {
    if (this.#isImpossible) {
      copyState(this.#saved, this.#state);
      return false;
    }
    if (!this.#slot) return true;
    this.#carried.settle(this.#all);
    this.#forgetKnown();
    writeSlot(this.#state, this.#slot, stored(this.#all, this.#memory.depth + 1), HISTORIES);
    for (const [k, { slot }] of this.#words.entries()) {
      writeField(this.#state, slot.field, this.#last[k]);
    }
    return true;
  }

  #forgetKnown(): void {
    const { contexts = [], carried = [] } = this.#memory.plan ?? {};
    const live = this.#members.map((all) => all.filter((one) => !this.#isDone(one)));
    forgetKnown(this.#all, this.#names, { contexts, carried }, live);
  }

  #isDone({ label, process }: InstancePlan): boolean {
    return readField(this.#state, label) === process.flat.done;
  }

  seenBy(_instance: InstancePlan, state: Int32Array): Int32Array {
    return state;
  }

  bufferOf(): undefined {
    return undefined;
  }

  isOfAllBuffers(): false {
    return false;
  }

  #knows(what: Knowledge): View {
    return this.#all.contexts[this.#me][what];
  }

  #learn(what: Knowledge, shown: Parameters<typeof learn>[1]): void {
    learn(this.#knows(what), shown);
  }

  #learnAll(what: Knowledge, view: View): void {
    learn(this.#knows(what), { view });
  }

  /** One of 0 to `most`, 0 first; no choice where there is but one. */
  #chosen(most: number, words: (k: number) => string): number {
    if (most === 0) return 0;
    const all = Array.from({ length: most + 1 }, (_, k) => words(k));
    return all.indexOf(this.#choose(all));
  }
}
