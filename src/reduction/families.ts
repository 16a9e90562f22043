// Families of fields: how a permutation of ids acts on the state vector.
//
// A family is one place of the model (`pages[*].owner`, the label of `alloc[*]`) with its field for
// each combination of the interchangeable ids on the way to it. A permutation moves the field at
// (i, j) to (image of i, image of j) and maps what the field holds. Everything that a permutation
// changes is in some family; a field that is in none keeps its place and its value.
//
// What must stay true: codes that stand for nothing are not mapped. Past the end of a list, and in
// the frame of a procedure that is not being executed, code 0 is no id.

import type { Field } from '../compile/layout/field.ts';
import type { InstancePlan, Layout, Slots } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import type { ValueDomain } from '../language/domain.ts';
import { countedBy, type Group, type SymmetricKind } from './group.ts';

export type Content =
  /** Whatever it is, a permutation does not change it. */
  | { readonly type: 'plain' }
  /** An id; `shift` is 1 where code 0 is none. */
  | { readonly type: 'id'; readonly kind: SymmetricKind; readonly shift: 0 | 1 }
  /** The number of an instance. */
  | { readonly type: 'process'; readonly shift: 0 | 1 }
  /** One bit an id. */
  | { readonly type: 'set'; readonly kind: SymmetricKind };

/** A field holds something only while another field has one of some codes. */
export interface Condition {
  readonly field: Field;
  /** By code of that field: 1 where this one counts. */
  readonly codes: Uint8Array;
}

export interface Family {
  readonly name: string;
  readonly over: readonly SymmetricKind[];
  readonly content: Content;
  /** In the order of the ids, the first of `over` outermost. */
  readonly fields: readonly Field[];
  /** One for each field, or none at all. */
  readonly conditions: readonly Condition[];
}

/** The families on which the group acts; there are others, which no permutation changes. */
export function familiesOf(layout: Layout, group: Group): Family[] {
  const collector = new Collector(layout, group);
  collector.slots(layout.cells, '', []);
  for (const instance of layout.instances) collector.instance(instance);
  for (const [name, slots] of Object.entries(layout.observers)) {
    collector.slots(slots, `observer ${name}: `, []);
  }
  return [...collector.families.values()].filter(
    ({ over, content }) => over.length > 0 || content.type !== 'plain',
  );
}

type Mutable = Family & { readonly fields: Field[]; readonly conditions: Condition[] };
type Over = readonly SymmetricKind[];

class Collector {
  readonly families = new Map<string, Mutable>();
  readonly #group: Group;
  readonly #instances: readonly InstancePlan[];
  #liveness: Condition | undefined;

  constructor(layout: Layout, group: Group) {
    this.#group = group;
    this.#instances = layout.instances;
  }

  instance({ process, label, frames, id }: InstancePlan): void {
    const kind = this.#group.find(countedBy(process));
    const prefix = kind ? `${process.name}[*]` : `${process.name}[${id}]`;
    const over = kind ? [kind] : [];
    this.#add(`${prefix}.at`, over, { type: 'plain' }, label);
    for (const frame of process.flat.frames) {
      const active = process.flat.labels.filter((one) => one.active.includes(frame));
      const codes = new Uint8Array(process.labelNames.length);
      for (const { code } of active) codes[code] = 1;
      this.#liveness = frame.name === '' ? undefined : { field: label, codes };
      this.slots(frames[frame.name], `${prefix}.${frame.name}.`, over);
    }
    this.#liveness = undefined;
  }

  slots(slots: Slots, prefix: string, over: Over): void {
    for (const [name, slot] of Object.entries(slots)) this.#slot(slot, prefix + name, over);
  }

  #slot(slot: Slot, name: string, over: Over): void {
    switch (slot.type) {
      case 'scalar': {
        const content = this.#contentOf(slot.domain);
        return this.#add(name, over, content, slot.field, this.#liveness);
      }
      case 'array': {
        if (slot.processes) return this.#processes(slot.elements, name, over);
        const kind = this.#group.find(slot.kind?.name);
        slot.elements.forEach((element, k) => {
          if (kind) this.#slot(element, `${name}[*]`, [...over, kind]);
          else this.#slot(element, `${name}[${k}]`, over);
        });
        return;
      }
      case 'record':
        return this.slots(slot.fields, `${name}.`, over);
      case 'set': {
        const kind = this.#group.find(slot.kind?.name);
        return this.#add(name, over, kind ? { type: 'set', kind } : { type: 'plain' }, slot.field);
      }
      case 'list': {
        this.#add(`${name}.length`, over, { type: 'plain' }, slot.length);
        const content = this.#contentOf(slot.domain);
        slot.items.forEach((item, k) => {
          const codes = Uint8Array.from({ length: slot.items.length + 1 }, (_, n) => +(k < n));
          this.#add(`${name}(${k})`, over, content, item, { field: slot.length, codes });
        });
      }
    }
  }

  /** The element of an instance goes where the instance goes, as a local of it does. */
  #processes(elements: readonly Slot[], name: string, over: Over): void {
    elements.forEach((element, k) => {
      const { process, id } = this.#instances[k];
      const kind = this.#group.find(countedBy(process));
      if (kind) this.#slot(element, `${name}[${process.name} *]`, [...over, kind]);
      else this.#slot(element, `${name}[${process.name} ${id}]`, over);
    });
  }

  #contentOf(domain: ValueDomain): Content {
    const shift = domain.type === 'orNone' ? 1 : 0;
    const inner = domain.type === 'orNone' ? domain.inner : domain;
    if (inner.type === 'process') {
      const moves = this.#group.elementOf.some((element) => element >= 0);
      return moves ? { type: 'process', shift } : { type: 'plain' };
    }
    const kind = inner.type === 'id' ? this.#group.find(inner.name) : undefined;
    return kind ? { type: 'id', kind, shift } : { type: 'plain' };
  }

  #add(name: string, over: Over, content: Content, field: Field, condition?: Condition): void {
    if (field.bits === 0) return;
    const family: Mutable = this.families.get(name) ?? {
      name,
      over,
      content,
      fields: [],
      conditions: [],
    };
    family.fields.push(field);
    if (condition && content.type !== 'plain') family.conditions.push(condition);
    this.families.set(name, family);
  }
}

/**
 * How many ids one combination of a family ties together: those on the way to it, and the one that
 * it holds.
 */
export function arity({ over, content }: Family): number {
  return over.length + (content.type === 'plain' ? 0 : 1);
}

/** Whether a family mentions the ids of a kind. */
export function mentions({ over, content }: Family, kind: SymmetricKind, group: Group): boolean {
  if (over.includes(kind)) return true;
  if (content.type === 'process') {
    return group.elementOf.some((e) => e >= kind.offset && e < kind.offset + kind.size);
  }
  return (content.type === 'id' || content.type === 'set') && content.kind === kind;
}
