// States as JSON: whole ones, and what a step makes of one. What is shown is JSON already but for two things. Its members
// have an order, which objects of JSON have too unless a name is a number; and a set is a list there, so its path is listed
// beside it, with `[]` for any index: `cells.zones[].mask`.

import { is, List, Map, OrderedMap, OrderedSet } from './immutable.ts';
import { JsonNode } from './json-node.ts';
import type { ShownMembers, ShownState, ShownValue, TraceState } from './trace.ts';

export type JsonState = ShownValue | readonly JsonState[] | { readonly [key: string]: JsonState };
export type JsonMembers = Readonly<Record<string, JsonState>>;
export interface JsonTraceState {
  readonly cells: JsonMembers;
  readonly processes: JsonMembers;
  readonly observers: JsonMembers;
}
/** Where sets stand, if anywhere. */
export interface JsonSets {
  readonly sets?: readonly string[];
}
export type JsonWholeState = JsonTraceState & JsonSets;

/** Deeper than any cell; a file that nests deeper was not written by mmcheck. */
const DEEPEST = 32;
const PARTS = ['cells', 'processes', 'observers'] as const;
export const NOTHING: TraceState = {
  cells: OrderedMap(),
  processes: OrderedMap(),
  observers: OrderedMap(),
};

/** One state, whole. */
export function encodeTraceState(state: TraceState): JsonWholeState {
  const encoder = new StateEncoder();
  return { ...encoder.difference(NOTHING, state), ...encoder.sets };
}

export function decodeTraceState(state: JsonWholeState): TraceState {
  const node = new JsonNode(state, 'the state');
  return new StateDecoding(node).state(node, NOTHING);
}

/** Values by name, which are no state; where sets are among them begins with the path. */
export function decodeShown(members: JsonMembers, path: string, { sets }: JsonSets): ShownMembers {
  const node = new JsonNode({ members, sets }, 'the values');
  return new StateDecoding(node).members(OrderedMap(), node.at('members'), path, 0);
}

export class StateEncoder {
  readonly #sets = new Set<string>();

  /** Of all that was encoded. */
  get sets(): JsonSets {
    return this.#sets.size === 0 ? {} : { sets: [...this.#sets] };
  }

  difference(before: TraceState, after: TraceState): JsonTraceState {
    const [cells, processes, observers] = PARTS.map((part) =>
      this.#changed(before[part] as ShownMembers, after[part] as ShownMembers, part),
    );
    return { cells, processes, observers };
  }

  #changed(before: ShownMembers, after: ShownMembers, path: string): JsonMembers {
    return this.members(
      [...after].filter(([name, value]) => !is(value, before.get(name))),
      path,
    );
  }

  members(members: Iterable<readonly [string, ShownState]>, path: string): JsonMembers {
    return Object.fromEntries(
      [...members].map(([name, value]) => [name, this.#value(value, `${path}.${name}`)]),
    );
  }

  #value(value: ShownState, path: string): JsonState {
    if (OrderedSet.isOrderedSet(value)) {
      this.#sets.add(path);
      return value.toArray() as ShownValue[];
    }
    if (List.isList(value)) return value.toArray().map((item) => this.#value(item, `${path}[]`));
    if (Map.isMap(value)) return this.members(value as ShownMembers, path);
    return value as ShownValue;
  }
}

export class StateDecoding {
  readonly #sets: ReadonlySet<string>;

  /** Of a file, or of a state by itself. */
  constructor(root: JsonNode) {
    const sets = root.optional('sets')?.items() ?? [];
    this.#sets = new Set(sets.map((path) => path.text()));
  }

  /** What has not changed stays the same object. */
  state(
    node: JsonNode,
    before: TraceState,
    check: (before: ShownMembers, node: JsonNode) => void = () => {},
  ): TraceState {
    const [cells, processes, observers] = PARTS.map((part) => {
      check(before[part] as ShownMembers, node.at(part));
      return this.members(before[part] as ShownMembers, node.at(part), part, 0);
    });
    for (const [, process] of node.at('processes').entries()) process.at('at').text();
    return { cells, processes: processes as TraceState['processes'], observers };
  }

  /** The members with those in the file replaced. */
  members(before: ShownMembers, node: JsonNode, path: string, depth: number): ShownMembers {
    return before.withMutations((members) => {
      for (const [name, member] of node.entries()) {
        const at = `${path}.${name}`;
        members.set(name, this.#update(before.get(name), member, at, depth + 1));
      }
    });
  }

  #update(before: ShownState | undefined, node: JsonNode, path: string, depth: number): ShownState {
    if (depth > DEEPEST) throw node.refuse(`must not nest deeper than ${DEEPEST}`);
    if (Array.isArray(node.value)) {
      const items = node.items();
      if (this.#sets.has(path)) return OrderedSet(items.map(shownValue));
      const list = List.isList(before) ? (before as List<ShownState>) : List<ShownState>();
      return list
        .setSize(items.length)
        .map((item, k) => this.#update(item, items[k], `${path}[]`, depth + 1));
    }
    if (typeof node.value !== 'object' || node.value === null) return shownValue(node);
    const known = Map.isMap(before) ? (before as ShownMembers) : undefined;
    const isSame = known?.every((_, name) => Object.hasOwn(node.value as object, name));
    return this.members((isSame && known) || OrderedMap(), node, path, depth);
  }
}

export function shownValue(node: JsonNode): ShownValue {
  return node.value === null ? null : present(node);
}

export function present(node: JsonNode): boolean | number | string {
  const { value } = node;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  throw node.refuse('must be a number, text, true or false');
}
