// The recorder runs steps on views that tell of every load and store: what a step really touches, field by field, for
// comparison with what its source text was taken to touch.
//
// It has a system of its own, all of whose views are filled before each run and packed after it, whatever the analysis
// says. Values stand behind accessors, where methods of sets, lists and primitives, helpers and callbacks cannot get
// round them. What must stay true: nothing is recorded but while the author's function runs.

import { type Field, readField } from '../compile/layout/field.ts';
import type { View } from '../compile/layout/views.ts';
import { CompiledSystem, recordLeaves } from '../compile/program/compile.ts';
import { cellLeaves, type Leaf } from '../compile/program/leaf.ts';
import { fillLeaf, packLeaf } from '../compile/program/pack-leaf.ts';
import type { Locals } from '../language/process.ts';
import type { SystemDefinition } from '../language/system.ts';
import { placeOf } from './field-names.ts';
import { runningLines } from './running-lines.ts';

/** One execution of a step, or of a guard that refused it. */
export interface Recording {
  readonly choice: number;
  readonly reads: readonly Field[];
  readonly writes: readonly Field[];
  /** The label as the step returned it; `blocked` where a guard refused, undefined where the step threw. */
  readonly returned: string | undefined;
  /** The cells and locals as the step left them; undefined where it threw. */
  readonly state: Int32Array | undefined;
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

export class Recorder {
  readonly #system: CompiledSystem;
  readonly #cells: readonly Leaf[];
  readonly #sites: (Site | undefined)[][];
  readonly #watched = new Map<View, readonly Leaf[]>();
  readonly #reads = new Set<Field>();
  readonly #writes = new Set<Field>();
  #isOn = false;
  /** The place of a field whose next access is to be traced to the author's lines, and those lines. */
  #wanted: { readonly place: number; readonly write: boolean } | undefined;
  #lines: readonly string[] = [];

  constructor(definition: SystemDefinition, observers: Readonly<Record<string, Locals>>) {
    this.#system = new CompiledSystem(definition, observers);
    const { layout, views } = this.#system;
    this.#cells = Object.entries(layout.cells).flatMap(([name, slot]) =>
      cellLeaves(slot, views[name], name),
    );
    for (const leaf of this.#cells) this.#watch(leaf);
    this.#sites = layout.instances.map(() => []);
  }

  /** What the step of an instance does in a state, for each sequence of its choices. */
  of(state: Int32Array, k: number): readonly Recording[] {
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
    const outcome = this.#returned(site, state);
    return { reads: [...this.#reads], writes: [...this.#writes], ...outcome };
  }

  #returned(
    { step, isCall, context, leaves, guard }: Site,
    state: Int32Array,
  ): Pick<Recording, 'returned' | 'state'> {
    try {
      if (guard) {
        for (const leaf of guard.leaves) fillLeaf(leaf, state);
        const admits = this.#listen(() => guard.run(guard.context));
        if (!admits) return { returned: 'blocked', state: packed(guard.leaves, state) };
      }
      for (const leaf of leaves) fillLeaf(leaf, state);
      const to = this.#listen(() => step(context));
      return { returned: isCall ? 'called' : String(to), state: packed(leaves, state) };
    } catch {
      // An assertion that failed, or a broken step: what it touched until then counts.
      return { returned: undefined, state: undefined };
    }
  }

  #listen<T>(run: () => T): T {
    this.#isOn = true;
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
