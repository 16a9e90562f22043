// Traces as JSON: what `--trace` writes and `replay` reads, for scripts and for people. The file
// holds the whole initial state; each step then lists what it changed (`changes`, by path, for
// people) and the new value of each cell, process and observer that it touched (`becomes`, for
// programs). A decoded trace shares structure between its states as a fresh one does, and equals
// (`is()`) the trace that was encoded.

import { is, List, Map } from 'immutable';
import type { PropertyKind } from '../language/claims/property.ts';
import { JsonNode } from './json-node.ts';
import type {
  Change,
  Read,
  ShownState,
  ShownValue,
  Trace,
  TraceProperty,
  TraceState,
  TraceStep,
} from './trace.ts';

export type JsonState = ShownValue | readonly JsonState[] | { readonly [key: string]: JsonState };
export type JsonMembers = Readonly<Record<string, JsonState>>;
export interface JsonTraceState {
  readonly cells: JsonMembers;
  readonly processes: JsonMembers;
  readonly observers: JsonMembers;
}
export interface JsonTraceStep extends Omit<TraceStep, 'state' | 'reads'> {
  /** Left out where there are none. */
  readonly reads?: TraceStep['reads'];
  /** The new value of each cell, process and observer that the step changed. */
  readonly becomes: JsonTraceState;
}
export interface JsonTrace extends Omit<Trace, 'initial' | 'steps'> {
  readonly schema: 1;
  readonly initial: JsonTraceState;
  readonly steps: readonly JsonTraceStep[];
}

/** Deeper than any cell; a file that nests deeper was not written by mmcheck. */
const DEEPEST = 32;
const CHANGED = ['cell', 'process', 'observer'] as const;
const KINDS = Object.keys({
  invariant: 0,
  assertion: 0,
  observer: 0,
  deadlock: 0,
  'lock-order': 0,
  reachable: 0,
  unreachable: 0,
  conservation: 0,
  'always-possible': 0,
  liveness: 0,
  'memory-model': 0,
} satisfies Record<PropertyKind, 0>) as PropertyKind[];
const NOTHING: TraceState = { cells: Map(), processes: Map(), observers: Map() };

export function encodeTrace(trace: Trace): JsonTrace {
  const { model, parameters, fingerprint, property, minimal, lanes, initial, loop } = trace;
  let before = initial;
  const steps = trace.steps.toArray().map(({ state, reads, ...step }) => {
    const becomes = encodeDifference(before, state);
    before = state;
    return { ...step, ...(reads.length > 0 && { reads }), becomes };
  });
  return {
    schema: 1,
    model,
    parameters,
    fingerprint,
    property,
    minimal,
    lanes,
    initial: encodeDifference(NOTHING, initial),
    steps,
    ...(loop === undefined ? {} : { loop }),
  };
}

/** One state, whole. */
export function encodeTraceState(state: TraceState): JsonTraceState {
  return encodeDifference(NOTHING, state);
}

export function decodeTraceState(state: JsonTraceState): TraceState {
  return decodeState(new JsonNode(state, 'the state'), NOTHING);
}

function encodeDifference(before: TraceState, after: TraceState): JsonTraceState {
  return {
    cells: changedMembers(before.cells, after.cells),
    processes: changedMembers(before.processes, after.processes),
    observers: changedMembers(before.observers, after.observers),
  };
}

function changedMembers(
  before: Map<string, ShownState>,
  after: Map<string, ShownState>,
): JsonMembers {
  const changed = after.filterNot((value, name) => is(value, before.get(name)));
  return Object.fromEntries([...changed].map(([name, value]) => [name, encodeState(value)]));
}

function encodeState(value: ShownState): JsonState {
  if (List.isList(value)) return value.toArray().map(encodeState);
  if (Map.isMap(value)) {
    return Object.fromEntries([...value].map(([name, member]) => [name, encodeState(member)]));
  }
  return value as ShownValue;
}

/**
 * The trace in parsed JSON. `file` names it in the message of the UsageError that anything else
 * meets.
 */
export function decodeTrace(json: unknown, file = 'the file'): Trace {
  const root = new JsonNode(json, file);
  checkSchema(root);
  const initial = decodeState(root.at('initial'), NOTHING);
  const lanes = root
    .at('lanes')
    .items()
    .map((lane) => lane.text());
  let state = initial;
  const steps = root
    .at('steps')
    .items()
    .map((node) => {
      const step = decodeStep(node, state, lanes);
      state = step.state;
      return step;
    });
  return {
    model: root.at('model').text(),
    parameters: Object.fromEntries(
      root
        .at('parameters')
        .entries()
        .map(([name, node]) => [name, present(node)]),
    ),
    fingerprint: root.at('fingerprint').text(),
    property: decodeProperty(root.at('property')),
    minimal: root.at('minimal').flag(),
    lanes,
    initial,
    steps: List(steps),
    ...decodeLoop(root, [initial, ...steps.map((step) => step.state)]),
  };
}

/** A run that never ends comes back to the very state that it repeats from. */
function decodeLoop(root: JsonNode, states: readonly TraceState[]): Pick<Trace, 'loop'> {
  const node = root.optional('loop');
  if (node === undefined) return {};
  const loop = node.count();
  if (loop >= states.length) throw node.refuse('must be the number of a state of the run');
  const [back, last] = [states[loop], states[states.length - 1]];
  if (!is(back.cells, last.cells) || !is(back.processes, last.processes)) {
    throw node.refuse('must be the number of a state that equals the last one');
  }
  return { loop };
}

function checkSchema(root: JsonNode): void {
  if (root.optional('properties') !== undefined || root.optional('specs') !== undefined) {
    throw root.refuse('must be what --trace FILE writes, or a `counterexample` out of a result');
  }
  const schema = root.at('schema');
  if (schema.value !== 1) throw schema.refuse('must be 1, the only one that this mmcheck reads');
}

function decodeProperty(node: JsonNode): TraceProperty {
  return {
    name: node.at('name').text(),
    kind: node.at('kind').oneOf(KINDS),
    about: node.at('about').text(),
    message: node.at('message').text(),
  };
}

function decodeStep(node: JsonNode, before: TraceState, lanes: readonly string[]): TraceStep {
  const at = node.optional('at')?.text();
  const source = node.optional('source')?.text();
  const name = node.at('name');
  if (!before.processes.has(name.text())) throw name.refuse('must name a process of `initial`');
  const lane = node.at('lane');
  if (!lanes.includes(lane.text())) throw lane.refuse('must be one of `lanes`');
  return {
    process: node.at('process').text(),
    id: node.at('id').count(),
    name: name.text(),
    lane: lane.text(),
    label: node.at('label').text(),
    to: node.at('to').text(),
    choice: node.at('choice').count(),
    chosen: node.at('chosen').items().map(shownValue),
    ...(at === undefined ? {} : { at }),
    ...(source === undefined ? {} : { source }),
    changes: node.at('changes').items().map(decodeChange),
    reads: node.optional('reads')?.items().map(decodeRead) ?? [],
    state: decodeState(node.at('becomes'), before, checkKnown),
  };
}

function decodeChange(node: JsonNode): Change {
  return {
    of: node.at('of').oneOf(CHANGED),
    path: node.at('path').text(),
    before: shownValue(node.at('before')),
    after: shownValue(node.at('after')),
  };
}

function decodeRead(node: JsonNode): Read {
  return {
    path: node.at('path').text(),
    value: shownValue(node.at('value')),
    stays: node.at('stays').flag(),
  };
}

type Members = Map<string, ShownState>;

function decodeState(
  node: JsonNode,
  before: TraceState,
  check: (before: Members, node: JsonNode) => void = () => {},
): TraceState {
  const [cells, processes, observers] = (['cells', 'processes', 'observers'] as const).map(
    (part) => {
      check(before[part], node.at(part));
      return updateMembers(before[part], node.at(part));
    },
  ) as [Members, TraceState['processes'], Members];
  for (const [, process] of node.at('processes').entries()) process.at('at').text();
  return { cells, processes, observers };
}

/** A step adds no cell, process or observer to those of the initial state. */
function checkKnown(before: Members, node: JsonNode): void {
  for (const [name, member] of node.entries()) {
    if (!before.has(name)) throw member.refuse('must be part of `initial` too');
  }
}

/** The members with those in the file set anew; what has not changed stays the same object. */
function updateMembers(before: Members, node: JsonNode, depth = 0): Members {
  return before.withMutations((members) => {
    for (const [name, member] of node.entries()) {
      members.set(name, update(before.get(name), member, depth + 1));
    }
  });
}

function update(before: ShownState | undefined, node: JsonNode, depth: number): ShownState {
  if (depth > DEEPEST) throw node.refuse(`must not nest deeper than ${DEEPEST}`);
  if (Array.isArray(node.value)) {
    const list = List.isList(before) ? (before as List<ShownState>) : List<ShownState>();
    const items = node.items();
    return list.setSize(items.length).map((item, k) => update(item, items[k], depth + 1));
  }
  if (typeof node.value === 'object' && node.value !== null) {
    const sameKeys =
      Map.isMap(before) && before.every((_, name) => Object.hasOwn(node.value as object, name));
    return updateMembers(sameKeys ? (before as Map<string, ShownState>) : Map(), node, depth);
  }
  return shownValue(node);
}

function shownValue(node: JsonNode): ShownValue {
  return node.value === null ? null : present(node);
}

function present(node: JsonNode): boolean | number | string {
  const { value } = node;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  throw node.refuse('must be a number, text, true or false');
}
