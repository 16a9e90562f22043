// The whole graph of a small system, for people to look at: every reachable state, every transition.

import { constraintOf } from '../compile/monitor/constraint.ts';
import { pathTo } from '../counterexample/path.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Properties } from '../language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../language/define-model.ts';
import { StateDecoder } from '../trace/show-state.ts';
import type { TraceState } from '../trace/trace.ts';
import { type Unfinished, wholeGraph } from './whole-graph.ts';

export interface GraphState {
  readonly id: number;
  readonly state: TraceState;
  readonly initial: boolean;
  /** On the counterexample that is shown. */
  readonly red: boolean;
  /** Where the counterexample ends. */
  readonly violating: boolean;
}
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly process: string;
  readonly label: string;
  readonly red: boolean;
}
export interface StateGraph {
  readonly states: readonly GraphState[];
  readonly edges: readonly GraphEdge[];
}

const MEMORY_BYTES = 2 ** 28;

/** Throws a UsageError where there are more states than `maxStates`. */
export function stateGraph(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  maxStates: number,
  shared?: SharedArrayBuffer,
): StateGraph | Unfinished {
  const whole = wholeGraph(model, resolveParameters(model, values), properties, {
    maxStates,
    memoryBytes: MEMORY_BYTES,
    purpose: 'to look at',
    shared,
  });
  if ('figures' in whole) return whole;
  const { search, result } = whole;
  const [finding] = result.findings.values();
  const { graph } = search;
  const path = finding ? pathTo(graph, finding) : undefined;
  const onPath = (path ? [path.initial, ...path.steps.map(({ state }) => state)] : []).map(
    (state) => graph.visited.find(state),
  );
  return { states: statesOf(graph, onPath), edges: edgesOf(graph, onPath) };
}

function statesOf(graph: ExploredGraph, onPath: readonly number[]): GraphState[] {
  const decoder = new StateDecoder(graph.stepper.system.layout);
  return Array.from({ length: graph.visited.count }, (_, id) => ({
    id,
    state: decoder.decode(graph.stateAt(id)),
    initial: graph.predecessors[id] < 0,
    red: onPath.includes(id),
    violating: onPath.at(-1) === id,
  }));
}

function edgesOf(graph: ExploredGraph, onPath: readonly number[]): GraphEdge[] {
  const { stepper, visited } = graph;
  const { state, layout } = stepper.system;
  const edges: GraphEdge[] = [];
  const isWithin = constraintOf(stepper.system);
  for (let from = 0; from < visited.count; from++) {
    visited.load(from, state);
    // No search has gone on from there, and the model may go wrong where it does.
    if (isWithin?.() === false) continue;
    const position = onPath.indexOf(from);
    const next = position < 0 ? -1 : onPath[position + 1];
    let drawn = false;
    stepper.expand({
      moved: (instance, label) => {
        const to = visited.find(state);
        const { name, process } = layout.instances[instance];
        const red = to === next && !drawn;
        drawn ||= red;
        edges.push({ from, to, process: name, label: process.labelNames[label], red });
      },
      stayed: () => {},
      violated: () => {},
    });
  }
  return edges;
}
