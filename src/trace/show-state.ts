// States as people see them: a state vector decoded into immutable maps, with ids and enumerated values by name.
//
// The variables of a called procedure stand beside the locals of the process under `call/name`, as its labels do, and
// only while the frame is active.

import { is, List, Map } from 'immutable';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan, Layout, Slots } from '../compile/layout/layout.ts';
import { type ArraySlot, fieldsOf, type Slot } from '../compile/layout/slot.ts';
import { decodeValue } from '../compile/layout/values.ts';
import { type Kind, none, type ValueDomain } from '../language/domain.ts';
import type { ShownState, ShownValue, TraceState } from './trace.ts';

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
      Object.entries(slots).map(([name, slot]) => [name, this.#show(state, slot)]);
    return {
      cells: shared(Map(show(cells)), previous?.cells),
      processes: shared(
        Map(instances.map((one) => [one.name, this.#process(state, one)])),
        previous?.processes,
      ),
      observers: shared(
        Map(Object.entries(observers).map(([name, slots]) => [name, Map(show(slots))])),
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
    const shown = this.#show(state, slot);
    if (!List.isList(shown)) return shown as ShownValue;
    const items = shown.map(String).join(', ');
    return slot.type === 'set' ? `{${items}}` : `[${items}]`;
  }

  #process(state: Int32Array, instance: InstancePlan): Map<string, ShownState> {
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
        ([name, slot]) => [prefix + name, this.#show(state, slot)] as const,
      );
    });
    return Map<string, ShownState>([['at', at], ...variables]);
  }

  /** Of an array over processes only those of whom it says anything: `{alloc0: 1}`; `[alloc0]` where it says no more. */
  #processes(state: Int32Array, elements: readonly Slot[]): ShownState {
    const said = elements.flatMap((element, k): [string, ShownState][] => {
      const isSaid = fieldsOf(element).some((field) => readField(state, field) !== 0);
      return isSaid ? [[this.#layout.instances[k].name, this.#show(state, element)]] : [];
    });
    const isMember = elements.every((one) => one.type === 'scalar' && one.domain.type === 'bool');
    return isMember ? List(said.map(([name]) => name)) : Map(said);
  }

  #show(state: Int32Array, slot: Slot): ShownState {
    switch (slot.type) {
      case 'scalar':
        return this.value(slot.domain, decodeValue(slot.domain, readField(state, slot.field)));
      case 'array':
        if (slot.processes) return this.#processes(state, slot.elements);
        return List(slot.elements.map((element) => this.#show(state, element)));
      case 'record':
        return Map(
          Object.entries(slot.fields).map(([name, field]) => [name, this.#show(state, field)]),
        );
      case 'set': {
        const mask = readField(state, slot.field);
        const members = Array.from({ length: slot.length }, (_, k) => k);
        return List(
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

/** Whether two states show the same cells and processes, whoever observes them. */
export function sameState(one: TraceState, other: TraceState): boolean {
  return is(one.cells, other.cells) && is(one.processes, other.processes);
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

/** The same map, with every entry that equals its counterpart replaced by it. */
function shared<V>(now: Map<string, V>, before: Map<string, V> | undefined): Map<string, V> {
  return now.map((value, name) => {
    const old = before?.get(name);
    return old !== undefined && is(value, old) ? old : value;
  });
}
