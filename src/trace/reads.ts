// What a step saw, and what it stored without effect, where it changed nothing but its own process: the racy read and
// the store of a stale value are half of every race, and no change shows them.
//
// What must stay true: nothing is told that the step did not look at. So the step is run again, on views that tell of each
// load and store (tracing-views.ts); its source text would name what other branches look at. What a lock looks like inside
// is its own affair; what it answers is not.

import type { Field } from '../compile/layout/field.ts';
import type { Layout } from '../compile/layout/layout.ts';
import { fieldsOf, type RecordSlot, type Slot } from '../compile/layout/slot.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { none } from '../language/domain.ts';
import { indexName, type StateDecoder } from './show-state.ts';
import type { Read, ShownValue } from './trace.ts';
import { type Answer, type Look, type Recording, TracingViews } from './tracing-views.ts';

/** A part of a cell or local without parts of its own, and what people call it. */
interface Leaf {
  readonly slot: Exclude<Slot, { type: 'array' | 'record' }>;
  readonly name: string;
  /** Told of a failed assertion alone: what other steps see of their own stands in what they did with it. */
  readonly isLocal: boolean;
}

/** The step of a run: who took it, which of its choices, and whether its assertion failed. */
interface Taken {
  readonly instance: number;
  readonly choice: number;
  readonly failed: boolean;
}

export class StepReads {
  readonly #system: CompiledSystem;
  readonly #decoder: StateDecoder;
  /** Made when a step is first looked at: most traces have one, and few models are small enough to compile twice for nothing. */
  #views: TracingViews | undefined;
  readonly #leaves = new Map<Field, Leaf>();
  readonly #primitives = new Map<RecordSlot, string>();

  constructor(system: CompiledSystem, decoder: StateDecoder) {
    this.#system = system;
    this.#decoder = decoder;
  }

  /** What a step out of a state looks at, each place once, in order. What one has stored whose assertion failed is undone. */
  of(state: Int32Array, { instance, choice, failed }: Taken): Read[] {
    const before = this.#viewsOfAll().seenBy(state, instance);
    const recording = this.#viewsOfAll().of(state, instance)[choice] as Recording | undefined;
    if (!recording) return [];
    const reads = new Map<string, Read>();
    const written = new Set(recording.writes);
    const loaded = new Set(recording.reads);
    for (const look of recording.looks) {
      const undone = failed ? this.#undone(look, before, recording.undone) : undefined;
      if ('field' in look && failed && undone === undefined && !loaded.has(look.field)) continue;
      const stores = !failed && 'field' in look && written.has(look.field);
      const read = this.#read(look, before, stores, failed);
      const stays = read && (read.stays || reads.get(read.path)?.stays === true);
      if (read) {
        reads.set(read.path, {
          ...read,
          stays: stays === true,
          ...(undone !== undefined && { undone }),
        });
      }
    }
    return [...reads.values()];
  }

  /** The other value that a step had stored when its assertion failed. */
  #undone(look: Look, before: Int32Array, then: Int32Array | undefined): ShownValue | undefined {
    const leaf = 'field' in look ? this.#leaves.get(look.field) : undefined;
    if (leaf === undefined || then === undefined) return undefined;
    const [was, is] = [before, then].map((state) => this.#decoder.leaf(leaf.slot, state));
    return was === is ? undefined : is;
  }

  #read(look: Look, before: Int32Array, stays: boolean, failed: boolean): Read | undefined {
    if ('method' in look) return this.#answer(look);
    const leaf = this.#leaves.get(look.field);
    if (leaf === undefined || (leaf.isLocal && !failed)) return undefined;
    return { path: leaf.name, value: this.#decoder.leaf(leaf.slot, before), stays };
  }

  /** An answer that may be an id is not shown: of which kind it is, is not known. */
  #answer({ slot, method, answer }: Answer): Read | undefined {
    const isTold = typeof answer === 'boolean' || (typeof answer === 'number' && !hasIds(slot));
    if (!isTold && answer !== none) return undefined;
    const value = answer === none ? null : (answer as ShownValue);
    return { path: `${this.#primitives.get(slot)}.${method}()`, value, stays: false };
  }

  #viewsOfAll(): TracingViews {
    if (this.#views) return this.#views;
    const { definition, observers } = this.#system;
    this.#views = new TracingViews(definition, observers);
    const { layout } = this.#views;
    for (const [name, slot] of Object.entries(layout.named)) this.#name(layout, slot, name);
    for (const { frames } of layout.instances) {
      for (const [name, slot] of Object.values(frames).flatMap((locals) =>
        Object.entries(locals),
      )) {
        this.#name(layout, slot, name, true);
      }
    }
    return this.#views;
  }

  #name(layout: Layout, slot: Slot, name: string, isLocal = false): void {
    switch (slot.type) {
      case 'array':
        for (const [k, element] of slot.elements.entries()) {
          this.#name(layout, element, `${name}[${indexName(layout, slot, k)}]`, isLocal);
        }
        return;
      case 'record':
        this.#primitives.set(slot, name);
        for (const [field, inner] of Object.entries(slot.fields)) {
          this.#name(layout, inner, `${name}.${field}`, isLocal);
        }
        return;
      default:
        for (const field of fieldsOf(slot)) this.#leaves.set(field, { slot, name, isLocal });
    }
  }
}

function hasIds({ fields }: RecordSlot): boolean {
  return Object.values(fields).some(holdsId);
}

function holdsId(slot: Slot): boolean {
  switch (slot.type) {
    case 'array':
      return slot.elements.some((element) => holdsId(element));
    case 'record':
      return hasIds(slot);
    case 'set':
      return slot.kind !== undefined;
    default: {
      const { domain } = slot;
      const inner = domain.type === 'orNone' ? domain.inner : domain;
      return inner.type === 'id' || inner.type === 'process';
    }
  }
}
