// A graph that is too large to look at, as groups of states that look alike: in where each process stands, or in the cells and
// locals that are chosen. An edge stands for all transitions of one step from a state of one group to one of another.
//
// What must stay true: each state is in one group, each transition in one edge, and the counts say how many. A way through the
// groups need not be a run: it may leave a group from another state than the one that it entered.

import { constraintOf } from '../compile/monitor/constraint.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { ShownState } from '../trace/trace.ts';
import { type Shown, shownBy } from './shown-values.ts';

export interface StateGroup {
  /** The values that its states have in common, by name. */
  readonly values: Readonly<Record<string, ShownState>>;
  initial: boolean;
  /** A counterexample ends in it. */
  violating: boolean;
  states: number;
}
export interface GroupEdge {
  readonly from: number;
  readonly to: number;
  readonly process: string;
  readonly label: string;
  /** A step of the counterexample is among them. */
  red: boolean;
  transitions: number;
}
export interface GroupedGraph {
  readonly groups: readonly StateGroup[];
  readonly edges: readonly GroupEdge[];
}

/** By these cells and locals; `onPath` are the states of a counterexample. */
export function groupedGraph(
  graph: ExploredGraph,
  words: readonly string[],
  onPath: readonly number[],
): GroupedGraph {
  const { layout } = graph.stepper.system;
  const shown = words.flatMap((word) => shownBy(word, layout));
  const { groups, groupOf } = groupsOf(graph, shown);
  const end = onPath.at(-1);
  if (end !== undefined) groups[groupOf[end]].violating = true;
  return { groups, edges: edgesOf(graph, groupOf, onPath) };
}

/** What stands for where each process is. */
export function locationsOf({ stepper }: ExploredGraph): string[] {
  return stepper.system.layout.instances.map(({ name }) => `${name}.at`);
}

/** In the order in which the first state of each is found. */
function groupsOf(
  graph: ExploredGraph,
  shown: readonly Shown[],
): { groups: StateGroup[]; groupOf: Int32Array } {
  const { visited, predecessors } = graph;
  const numbers = new Map<string, number>();
  const groups: StateGroup[] = [];
  const groupOf = new Int32Array(visited.count);
  for (let state = 0; state < visited.count; state++) {
    if (state % 4096 === 0) graph.beat();
    const words = graph.stateAt(state);
    const values = Object.fromEntries(shown.map((one) => [one.name, one.valueIn(words)]));
    const key = JSON.stringify(values);
    const number = numbers.get(key) ?? groups.length;
    if (number === groups.length) {
      numbers.set(key, number);
      groups.push({ values, initial: false, violating: false, states: 0 });
    }
    groupOf[state] = number;
    groups[number].states++;
    groups[number].initial ||= predecessors[state] < 0;
  }
  return { groups, groupOf };
}

function edgesOf(
  graph: ExploredGraph,
  groupOf: Int32Array,
  onPath: readonly number[],
): GroupEdge[] {
  const { stepper, visited } = graph;
  const { state, layout } = stepper.system;
  const isWithin = constraintOf(stepper.system);
  const next = new Map(onPath.slice(0, -1).map((from, k) => [from, onPath[k + 1]]));
  const edges = new Map<string, GroupEdge>();
  for (let from = 0; from < visited.count; from++) {
    if (from % 4096 === 0) graph.beat();
    visited.load(from, state);
    // No search has gone on from there, and the model may go wrong where it does.
    if (isWithin?.() === false) continue;
    let isTaken = false;
    stepper.expand({
      moved: (instance, label) => {
        const to = visited.find(state);
        const key = `${groupOf[from]},${groupOf[to]},${instance},${label}`;
        const { name, process } = layout.instances[instance];
        const known = edges.get(key) ?? {
          from: groupOf[from],
          to: groupOf[to],
          process: name,
          label: process.labelNames[label],
          red: false,
          transitions: 0,
        };
        edges.set(key, known);
        known.transitions++;
        const isOnPath = next.get(from) === to && !isTaken;
        isTaken ||= isOnPath;
        known.red ||= isOnPath;
      },
      stayed: () => {},
      violated: () => {},
    });
  }
  return [...edges.values()];
}
