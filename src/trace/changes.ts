// What a step changed, path by path: `free[Movable]` from 0 to 1.

import { readField } from '../compile/layout/field.ts';
import type { InstancePlan, Layout, Slots } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import { HISTORIES } from '../language/memory-model.ts';
import { indexName, type StateDecoder } from './show-state.ts';
import type { Change } from './trace.ts';

export function changesBetween(
  layout: Layout,
  decoder: StateDecoder,
  before: Int32Array,
  after: Int32Array,
  stepping: number,
): Change[] {
  const differ = new Differ(layout, decoder, before, after);
  const { [HISTORIES]: _, ...cells } = layout.cells;
  differ.record('cell', cells, '');
  for (const instance of layout.instances) {
    // The label is the step itself; locals of others change only through pools and work items.
    const prefix = instance.index === stepping ? '' : `${instance.name}.`;
    for (const frame of activeFrames(instance, after)) {
      const slots = instance.frames[frame];
      differ.record('process', slots, prefix + (frame === '' ? '' : `${frame}.`));
    }
  }
  for (const [name, slots] of Object.entries(layout.observers)) {
    differ.record('observer', slots, `${name}.`);
  }
  return differ.changes;
}

/** What a procedure had is gone when it returns; that its place is cleared then is no news. */
function activeFrames({ label, frames, process }: InstancePlan, state: Int32Array): string[] {
  const active = process.flat.labels[readField(state, label)]?.active ?? [{ name: '' }];
  return Object.keys(frames).filter((name) => active.some((frame) => frame.name === name));
}

class Differ {
  readonly changes: Change[] = [];
  readonly #layout: Layout;
  readonly #decoder: StateDecoder;
  readonly #before: Int32Array;
  readonly #after: Int32Array;

  constructor(layout: Layout, decoder: StateDecoder, before: Int32Array, after: Int32Array) {
    this.#layout = layout;
    this.#decoder = decoder;
    this.#before = before;
    this.#after = after;
  }

  record(of: Change['of'], slots: Slots, prefix: string): void {
    for (const [name, slot] of Object.entries(slots)) this.#visit(of, slot, prefix + name);
  }

  #visit(of: Change['of'], slot: Slot, path: string): void {
    switch (slot.type) {
      case 'array':
        slot.elements.forEach((element, k) => {
          this.#visit(of, element, `${path}[${indexName(this.#layout, slot, k)}]`);
        });
        return;
      case 'record':
        for (const [name, field] of Object.entries(slot.fields)) {
          this.#visit(of, field, `${path}.${name}`);
        }
        return;
      default: {
        const before = this.#decoder.leaf(slot, this.#before);
        const after = this.#decoder.leaf(slot, this.#after);
        if (before !== after) this.changes.push({ of, path, before, after });
      }
    }
  }
}
