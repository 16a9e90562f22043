// The whole graph of a small system, for people to look at: every reachable state, every transition.

import { Progress, StopSignal } from '../base/progress.ts';
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
import { type GroupedGraph, groupedGraph, locationsOf } from './grouped-graph.ts';
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

const MEMORY_BYTES = 2 ** 30;

export interface StateGraphOptions {
  readonly maxStates: number;
  readonly shared?: SharedArrayBuffer | undefined;
}

/** Throws a UsageError where there are more states than `maxStates`. */
export function stateGraph(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: StateGraphOptions,
): StateGraph | Unfinished {
  return looked(model, values, properties, options, (graph, onPath) => ({
    states: statesOf(graph, onPath),
    edges: edgesOf(graph, onPath),
  }));
}

/** The same in groups: by these cells and locals, or by where each process stands. */
export function groupedStateGraph(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  by: readonly string[] | 'labels',
  options: StateGraphOptions,
): GroupedGraph | Unfinished {
  return looked(model, values, properties, options, (graph, onPath) =>
    groupedGraph(graph, by === 'labels' ? locationsOf(graph) : by, onPath),
  );
}

/** What is made of the graph, and of the states on the counterexample of the first property that is broken. */
function looked<T>(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  { maxStates, shared }: StateGraphOptions,
  look: (graph: ExploredGraph, onPath: readonly number[]) => T,
): T | Unfinished {
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
  try {
    return look(graph, onPath);
  } catch (error) {
    if (error instanceof StopSignal) return { figures: new Progress(shared).figures() };
    throw error;
  }
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
