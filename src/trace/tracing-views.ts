// Views that tell of every load and store: what a step really touches, field by field. A trace shows what a step saw by
// them, and the audit compares with what the step's source text was taken to touch.
//
// It has a system of its own, all of whose views are filled before each run and packed after it, whatever the analysis
// says. Values stand behind accessors, where methods of sets, lists and primitives, helpers and callbacks cannot get
// round them. What must stay true: nothing is recorded but while the author's function runs.

import { type Field, placeOf, readField } from '../compile/layout/field.ts';
import type { Layout } from '../compile/layout/layout.ts';
import type { RecordSlot, Slot } from '../compile/layout/slot.ts';
import type { View } from '../compile/layout/views.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import { cellLeaves, type Leaf, recordLeaves } from '../compile/program/leaf.ts';
import { fillLeaf, packLeaf } from '../compile/program/pack-leaf.ts';
import type { Locals } from '../language/process.ts';
import type { SystemDefinition } from '../language/system.ts';
import { runningLines } from './running-lines.ts';

/** One execution of a step, or of a guard that refused it. */
export interface Recording {
  readonly choice: number;
  readonly reads: readonly Field[];
  readonly writes: readonly Field[];
  /** What the step itself saw, without its guard and without the insides of primitives, in order. */
  readonly looks: readonly Look[];
  /** The label as the step returned it; `blocked` where a guard refused, undefined where the step threw. */
  readonly returned: string | undefined;
  /** The cells and locals as the step left them; undefined where it threw. */
  readonly state: Int32Array | undefined;
  /** Where it threw: the same at that moment, of which nothing stays; undefined where there is no such state. */
  readonly undone?: Int32Array | undefined;
}

/** A field that was loaded or stored, or the answer of a primitive's method. */
export type Look = { readonly field: Field } | Answer;

export interface Answer {
  /** The primitive, and the method that was called. */
  readonly slot: RecordSlot;
  readonly method: string;
  readonly answer: unknown;
}

/** What can be run in a place: a step or a call's arguments, and the guard before it. */
interface Site {
  readonly step: (context: object) => unknown;
  readonly isCall: boolean;
  readonly context: object;
  readonly leaves: readonly Leaf[];
  readonly guard?: {
    readonly run: (context: object) => unknown;
    readonly context: object;
    readonly leaves: readonly Leaf[];
  };
}

export class TracingViews {
  readonly #system: CompiledSystem;
  readonly #cells: readonly Leaf[];
  readonly #sites: (Site | undefined)[][];
  readonly #watched = new Map<View, readonly Leaf[]>();
  readonly #reads = new Set<Field>();
  readonly #writes = new Set<Field>();
  readonly #looks: Look[] = [];
  /** How many methods of primitives are running, one within the other. */
  #inside = 0;
  #isOn = false;
  /** The place of a field whose next access is to be traced to the author's lines, and those lines. */
  #wanted: { readonly place: number; readonly write: boolean } | undefined;
  #lines: readonly string[] = [];

  constructor(definition: SystemDefinition, observers: Readonly<Record<string, Locals>>) {
    this.#system = new CompiledSystem(definition, observers);
    const { layout, views } = this.#system;
    this.#cells = Object.entries(layout.named).flatMap(([name, slot]) =>
      cellLeaves(slot, views[name], name),
    );
    for (const leaf of this.#cells) this.#watch(leaf);
    for (const [name, slot] of Object.entries(layout.cells)) this.#listenTo(slot, views[name]);
    this.#sites = layout.instances.map(() => []);
  }

  get layout(): Layout {
    return this.#system.layout;
  }

  /** A state as an instance sees it, whose stores may not be in memory yet. */
  seenBy(state: Int32Array, k: number): Int32Array {
    const { memory, layout } = this.#system;
    return memory?.seenBy(layout.instances[k], state) ?? state;
  }

  /** What the step of an instance does in a state, for each sequence of its choices. */
  of(given: Int32Array, k: number): readonly Recording[] {
    // What is loaded there is chosen, and these views choose nothing.
    if (this.#system.memory?.choosesIn(this.layout.instances[k])) return [];
    const state = this.seenBy(given, k);
    const { label } = this.#system.layout.instances[k];
    const site = this.#siteOf(k, readField(state, label));
    const { chooser } = this.#system;
    const found: Recording[] = [];
    chooser.restart();
    do {
      found.push({ ...this.#run(site, state), choice: found.length });
    } while (chooser.advance());
    return found;
  }

  /** The author's lines from which a field is first read or written in a state. */
  linesOf(state: Int32Array, k: number, field: Field, write: boolean): readonly string[] {
    this.#wanted = { place: placeOf(field), write };
    this.#lines = [];
    this.of(state, k);
    this.#wanted = undefined;
    return this.#lines;
  }

  #run(site: Site, state: Int32Array): Omit<Recording, 'choice'> {
    this.#reads.clear();
    this.#writes.clear();
    this.#looks.length = 0;
    const outcome = this.#returned(site, state);
    const looks = [...this.#looks];
    return { reads: [...this.#reads], writes: [...this.#writes], looks, ...outcome };
  }

  #returned(
    { step, isCall, context, leaves, guard }: Site,
    state: Int32Array,
  ): Pick<Recording, 'returned' | 'state' | 'undone'> {
    try {
      if (guard) {
        for (const leaf of guard.leaves) fillLeaf(leaf, state);
        const admits = this.#listen(() => guard.run(guard.context));
        if (!admits) return { returned: 'blocked', state: packed(guard.leaves, state) };
      }
      this.#looks.length = 0;
      for (const leaf of leaves) fillLeaf(leaf, state);
      const to = this.#listen(() => step(context));
      return { returned: isCall ? 'called' : String(to), state: packed(leaves, state) };
    } catch {
      // An assertion that failed, or a broken step: what it touched until then counts.
      return { returned: undefined, state: undefined, undone: packedIfAny(leaves, state) };
    }
  }

  #listen<T>(run: () => T): T {
    this.#isOn = true;
    this.#inside = 0;
    try {
      return run();
    } finally {
      this.#isOn = false;
    }
  }

  #siteOf(k: number, code: number): Site {
    const known = this.#sites[k][code];
    if (known) return known;
    const instance = this.#system.layout.instances[k];
    const label = instance.process.flat.labels[code];
    const { context, guard } = this.#system.stepCode(instance, label);
    const own = (frame: string, me: View): readonly Leaf[] => this.#leavesOf(k, frame, me);
    const { step } = label;
    const site: Site = {
      step: (typeof step === 'function' ? step : step.args) as Site['step'],
      isCall: typeof step !== 'function',
      context,
      leaves: [...this.#cells, ...own(label.frame.name, meOf(context))],
      ...(guard && {
        guard: { ...guard, leaves: [...this.#cells, ...own('', meOf(guard.context))] },
      }),
    };
    this.#sites[k][code] = site;
    return site;
  }

  #leavesOf(k: number, frame: string, me: View): readonly Leaf[] {
    const known = this.#watched.get(me);
    if (known) return known;
    const leaves = recordLeaves(this.#system.layout.instances[k].frames[frame], me, 'me');
    for (const leaf of leaves) this.#watch(leaf);
    this.#watched.set(me, leaves);
    return leaves;
  }

  #watch({ slot, container, key, view }: Leaf): void {
    switch (slot.type) {
      case 'scalar':
        this.#tell(container, key, slot.field);
        break;
      case 'set':
        this.#tell(view, 'mask', slot.field);
        break;
      case 'list':
        this.#tell(view, 'count', slot.length);
        slot.items.forEach((item, n) => this.#tell(view.items, n, item));
    }
  }

  /** Hears the answers of the primitives below a slot; what they look at inside is their own affair. */
  #listenTo(slot: Slot, view: View): void {
    if (slot.type === 'array') {
      for (const [k, element] of slot.elements.entries()) this.#listenTo(element, view[k]);
    }
    if (slot.type !== 'record') return;
    for (const [field, inner] of Object.entries(slot.fields)) this.#listenTo(inner, view[field]);
    for (const method of Object.keys(slot.methods ?? {})) {
      const run = view[method] as (...args: unknown[]) => unknown;
      const value = (...args: unknown[]): unknown =>
        this.#hear(slot, method, () => run.apply(view, args));
      Object.defineProperty(view, method, { value });
    }
  }

  #hear(slot: RecordSlot, method: string, run: () => unknown): unknown {
    this.#inside++;
    try {
      const answer = run();
      if (this.#isOn && this.#inside === 1) this.#looks.push({ slot, method, answer });
      return answer;
    } finally {
      this.#inside--;
    }
  }

  /** Puts a value behind accessors. */
  #tell(holder: View, key: string | number, field: Field): void {
    let value: unknown = holder[key];
    Object.defineProperty(holder, key, {
      enumerable: true,
      get: () => {
        if (this.#isOn) this.#heard(field, false);
        return value;
      },
      set: (given: unknown) => {
        if (this.#isOn) this.#heard(field, true);
        value = given;
      },
    });
  }

  #heard(field: Field, write: boolean): void {
    (write ? this.#writes : this.#reads).add(field);
    if (this.#inside === 0) this.#looks.push({ field });
    const wanted = this.#wanted;
    if (!wanted || wanted.write !== write || wanted.place !== placeOf(field)) return;
    this.#lines = runningLines();
    this.#wanted = undefined;
  }
}

function meOf(context: object): View {
  return (context as { me: View }).me;
}

function packed(leaves: readonly Leaf[], state: Int32Array): Int32Array {
  const into = state.slice();
  for (const leaf of leaves) packLeaf(leaf, into);
  return into;
}

/** Undefined where a value is none of its domain. */
function packedIfAny(leaves: readonly Leaf[], state: Int32Array): Int32Array | undefined {
  try {
    return packed(leaves, state);
  } catch {
    return undefined;
  }
}
