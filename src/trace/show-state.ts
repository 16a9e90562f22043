// States as people see them: a state vector decoded into immutable maps, with ids and enumerated values by name.
//
// The variables of a called procedure stand beside the locals of the process under `call/name`, as its labels do, and
// only while the frame is active.

import { readField } from '../compile/layout/field.ts';
import type { InstancePlan, Layout, Slots } from '../compile/layout/layout.ts';
import { type ArraySlot, fieldsOf, type Slot } from '../compile/layout/slot.ts';
import { decodeValue } from '../compile/layout/values.ts';
import { type Kind, none, type ValueDomain } from '../language/domain.ts';
import { is, List, OrderedMap, OrderedSet } from './immutable.ts';
import type { ShownMembers, ShownState, ShownValue, TraceState } from './trace.ts';

/** What has no parts of its own. */
type Leaf = Exclude<Slot, { type: 'array' | 'record' }>;

export class StateDecoder {
  readonly #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** The state as immutable maps. What equals its counterpart in `previous` is shared with it. */
  decode(state: Int32Array, previous?: TraceState): TraceState {
    const { cells, instances, observers } = this.#layout;
    const show = (slots: Slots): [string, ShownState][] =>
      Object.entries(slots).map(([name, slot]) => [name, this.shown(slot, state)]);
    const members = (slots: Slots): ShownMembers => OrderedMap(show(slots));
    return {
      cells: shared(show(withState(cells)), previous?.cells),
      processes: shared(
        instances.map((one) => [one.name, this.#process(state, one)]),
        previous?.processes,
      ),
      observers: shared(
        Object.entries(observers).map(([name, slots]) => [name, members(slots)]),
        previous?.observers,
      ),
    };
  }

  /** How a value of a domain reads. */
  value(domain: ValueDomain, value: unknown): ShownValue {
    if (value === none) return null;
    switch (domain.type) {
      case 'orNone':
        return this.value(domain.inner, value);
      case 'id':
        return idName(domain, value as number);
      case 'process':
        return this.#layout.instances[value as number].name;
      default:
        return value as ShownValue;
    }
  }

  /** A value, a set or a list in one line: `{CPU0, CPU1}`. */
  leaf(slot: Leaf, state: Int32Array): ShownValue {
    const shown = this.shown(slot, state);
    if (OrderedSet.isOrderedSet(shown)) return `{${shown.map(itemWord).join(', ')}}`;
    return List.isList(shown) ? `[${shown.map(itemWord).join(', ')}]` : (shown as ShownValue);
  }

  #process(state: Int32Array, instance: InstancePlan): ShownMembers {
    const { labels } = instance.process.flat;
    const code = readField(state, instance.label);
    const at = instance.process.labelNames[code];
    const calls = at.split('/');
    const active = labels[code]?.active ?? [{ name: '' }];
    const variables = active.flatMap((frame, depth) => {
      const prefix = calls
        .slice(0, depth)
        .map((call) => `${call}/`)
        .join('');
      return Object.entries(instance.frames[frame.name]).map(
        ([name, slot]): [string, ShownState] => [prefix + name, this.shown(slot, state)],
      );
    });
    return OrderedMap<string, ShownState>([['at', at], ...variables]);
  }

  /** Of an array over processes only those of whom it says anything: `{alloc0: 1}`; `[alloc0]` where it says no more. */
  #processes(state: Int32Array, elements: readonly Slot[]): ShownState {
    const said = elements.flatMap((element, k): [string, ShownState][] => {
      const isSaid = fieldsOf(element).some((field) => readField(state, field) !== 0);
      return isSaid ? [[this.#layout.instances[k].name, this.shown(element, state)]] : [];
    });
    const isMember = elements.every((one) => one.type === 'scalar' && one.domain.type === 'bool');
    return isMember ? List(said.map(([name]) => name)) : OrderedMap(said);
  }

  /** What a slot holds. */
  shown(slot: Slot, state: Int32Array): ShownState {
    switch (slot.type) {
      case 'scalar':
        return this.value(slot.domain, decodeValue(slot.domain, readField(state, slot.field)));
      case 'array':
        if (slot.processes) return this.#processes(state, slot.elements);
        return List(slot.elements.map((element) => this.shown(element, state)));
      case 'record':
        return OrderedMap(
          Object.entries(slot.fields).map(([name, field]) => [name, this.shown(field, state)]),
        );
      case 'set': {
        const mask = readField(state, slot.field);
        const members = Array.from({ length: slot.length }, (_, k) => k);
        return OrderedSet(
          members.filter((k) => mask & (1 << k)).map((k) => (slot.kind ? idName(slot.kind, k) : k)),
        );
      }
      case 'list':
        return List(
          slot.items
            .slice(0, readField(state, slot.length))
            .map((item) =>
              this.value(slot.domain, decodeValue(slot.domain, readField(state, item))),
            ),
        );
    }
  }
}

function itemWord(item: ShownState): string {
  return item === null ? 'none' : String(item);
}

/** What an element of an array is called by. */
export function indexName(
  { instances }: Layout,
  { kind, processes }: Pick<ArraySlot, 'kind' | 'processes'>,
  k: number,
): string | number {
  if (processes) return instances[k].name;
  return kind ? idName(kind, k) : k;
}

export function idName(kind: Kind, id: number): string {
  return kind.names?.[id] ?? `${kind.name}${id}`;
}

/** A map of these entries; of one with the same names, changed where they differ, so that the rest is shared. */
function shared<V>(
  entries: readonly [string, V][],
  before: OrderedMap<string, V> | undefined,
): OrderedMap<string, V> {
  if (!before) return OrderedMap(entries);
  return before.withMutations((map) => {
    for (const [name, value] of entries) if (!is(value, map.get(name))) map.set(name, value);
  });
}

/** Without records that have no fields, as barriers have none: they say nothing. */
function withState(cells: Slots): Slots {
  const some = Object.entries(cells).filter(
    ([, slot]) => slot.type !== 'record' || Object.keys(slot.fields).length > 0,
  );
  return Object.fromEntries(some);
}
