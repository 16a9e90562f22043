// Traces as JSON: what `--trace` writes and `replay` reads, for scripts and for people. The file
// holds the whole initial state; each step then lists what it changed (`changes`, by path, for
// people) and the new value of each cell, process and observer that it touched (`becomes`, for
// programs). A decoded trace shares structure between its states as a fresh one does, and equals
// (`is()`) the trace that was encoded.

import { PROPERTY_KINDS } from '../language/claims/property.ts';
import { List } from './immutable.ts';
import { JsonNode } from './json-node.ts';
import { sameShown } from './same-shown.ts';
import {
  type JsonSets,
  type JsonTraceState,
  NOTHING,
  present,
  StateDecoding,
  StateEncoder,
  shownValue,
} from './state-codec.ts';
import type {
  Change,
  Read,
  ShownMembers,
  Trace,
  TraceProperty,
  TraceState,
  TraceStep,
} from './trace.ts';

export interface JsonTraceStep extends Omit<TraceStep, 'state' | 'reads'> {
  /** Left out where there are none. */
  readonly reads?: TraceStep['reads'];
  /** The new value of each cell, process and observer that the step changed. */
  readonly becomes: JsonTraceState;
}
export interface JsonTrace extends Omit<Trace, 'initial' | 'steps'>, JsonSets {
  readonly schema: 1;
  readonly initial: JsonTraceState;
  readonly steps: readonly JsonTraceStep[];
}

const CHANGED = ['cell', 'process', 'observer'] as const;

export function encodeTrace(trace: Trace): JsonTrace {
  const { model, parameters, fingerprint, property, minimal, unneeded, lanes, initial } = trace;
  const { atRest, begun, loop } = trace;
  const encoder = new StateEncoder();
  let before = initial;
  const first = encoder.difference(NOTHING, initial);
  const steps = trace.steps.toArray().map(({ state, reads, ...step }) => {
    const becomes = encoder.difference(before, state);
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
    ...(unneeded !== undefined && { unneeded }),
    lanes,
    initial: first,
    ...encoder.sets,
    ...(atRest && { atRest }),
    ...(begun && { begun }),
    steps,
    ...(loop === undefined ? {} : { loop }),
  };
}

/**
 * The trace in parsed JSON. `file` names it in the message of the UsageError that anything else
 * meets.
 */
export function decodeTrace(json: unknown, file = 'the file'): Trace {
  const root = new JsonNode(json, file);
  checkSchema(root);
  const decoding = new StateDecoding(root);
  const initial = decoding.state(root.at('initial'), NOTHING);
  const lanes = root
    .at('lanes')
    .items()
    .map((lane) => lane.text());
  const atRest = root.optional('atRest')?.items();
  const begun = root.optional('begun')?.items();
  const unneeded = root.optional('unneeded')?.count();
  let state = initial;
  const steps = root
    .at('steps')
    .items()
    .map((node) => {
      const step = decodeStep(node, decoding, state, lanes);
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
    ...(unneeded !== undefined && { unneeded }),
    lanes,
    initial,
    ...(atRest && { atRest: atRest.map((path) => path.text()) }),
    ...(begun && { begun: begun.map((name) => name.text()) }),
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
  if (!sameShown(states[loop], states[states.length - 1])) {
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
    kind: node.at('kind').oneOf(PROPERTY_KINDS),
    about: node.at('about').text(),
    message: node.at('message').text(),
  };
}

function decodeStep(
  node: JsonNode,
  decoding: StateDecoding,
  before: TraceState,
  lanes: readonly string[],
): TraceStep {
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
    state: decoding.state(node.at('becomes'), before, checkKnown),
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
  const undone = node.optional('undone');
  return {
    path: node.at('path').text(),
    value: shownValue(node.at('value')),
    stays: node.at('stays').flag(),
    ...(undone && { undone: shownValue(undone) }),
  };
}

/** A step adds no cell, process or observer to those of the initial state. */
function checkKnown(before: ShownMembers, node: JsonNode): void {
  for (const [name, member] of node.entries()) {
    if (!before.has(name)) throw member.refuse('must be part of `initial` too');
  }
}
