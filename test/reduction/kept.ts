// What a reduced graph has to keep of the whole one, beyond verdicts. Each is a law of strong stubborn sets that are
// used against ignoring, and much easier to break than the verdict of a claim, so that random models see what is
// wrong:
//
// - Every state leads to one that is kept: a run of the whole graph, continued by what its reduced run has done before its
//   turn, ends where the reduced run does. So every end of a run is kept, and whatever can still happen.
// - Who is stuck in a state that is kept is stuck there in the whole graph, and all who can end up stuck are shown.
// - Everything that a claim names takes the same values, together, and so does all that an observer remembers: steps that
//   they see keep their order (src/reduction/partial-order/visibility.ts).

import { type Field, readField } from '../../src/compile/layout/field.ts';
import { fieldsOf } from '../../src/compile/layout/slot.ts';
import type { Monitor } from '../../src/compile/monitor/monitor.ts';
import type { ExploredGraph } from '../../src/graph/explored-graph.ts';
import { isAtEnd } from '../../src/transition/end-location.ts';

export interface Graph {
  readonly nodes: readonly Node[];
  /** The values that each claim and each observer has seen, by its name. */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those who are stuck, by name, where nobody else can get stuck any more. */
  readonly ends: ReadonlySet<string>;
}

interface Node {
  /** The state as text. */
  readonly state: string;
  readonly successors: number[];
  /** The instances that move here, or later, or may stay forever. */
  readonly free: Set<number>;
  stuck: string;
}

/** The graph of a search without symmetry that has come to its end. */
export function graphOf(graph: ExploredGraph, monitor: Monitor): Graph {
  const nodes = nodesOf(graph);
  whileChanging(nodes, ({ free, successors }) => {
    const before = free.size;
    for (const next of successors) for (const k of nodes[next].free) free.add(k);
    return free.size > before;
  });
  const { instances } = graph.stepper.system.layout;
  for (const node of nodes) {
    node.stuck = instances
      .flatMap(({ index, name }) => (node.free.has(index) ? [] : [name]))
      .join();
  }
  const open = new Set<Node>();
  whileChanging(nodes, (node) => {
    const goesOn = (next: number): boolean =>
      nodes[next].stuck !== node.stuck || open.has(nodes[next]);
    if (open.has(node) || !node.successors.some(goesOn)) return false;
    open.add(node);
    return true;
  });
  const closed = nodes.filter((node) => !open.has(node));
  return { nodes, seen: seenIn(graph, monitor), ends: new Set(closed.map(({ stuck }) => stuck)) };
}

/** Visits nodes, last first, until no visit changes anything. */
function whileChanging(nodes: readonly Node[], visit: (node: Node) => boolean): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of nodes.toReversed()) if (visit(node)) changed = true;
  }
}

function nodesOf(graph: ExploredGraph): Node[] {
  const { system } = graph.stepper;
  const { instances } = system.layout;
  return Array.from({ length: graph.visited.count }, (_, index) => {
    const state = graph.stateAt(index).join();
    const node: Node = { state, free: new Set(), successors: [], stuck: '' };
    const stayed = (k: number, label: number): void => {
      const { definition } = instances[k].process;
      if (definition.environment || isAtEnd(instances[k], label)) node.free.add(k);
    };
    graph.visited.load(index, system.state);
    graph.expandAgain({
      stayed,
      moved: (k, from) => {
        node.successors.push(graph.numberOf(system.state));
        if (graph.progresses(index)) node.free.add(k);
        else stayed(k, from);
      },
      violated: (_property, _message, _instance, _choice, ownAssertion) => {
        // What would have come after a failed assertion might free anybody.
        if (ownAssertion) for (const { index: k } of instances) node.free.add(k);
      },
    });
    return node;
  });
}

function seenIn(
  graph: ExploredGraph,
  { stateProperties, observers }: Monitor,
): Map<string, Set<string>> {
  const { state, layout } = graph.stepper.system;
  const labels = new Set(layout.instances.map(({ label }) => label));
  const valuesOf = (fields: readonly Field[]): string =>
    fields.map((one) => readField(state, one)).join();
  const views = [
    ...stateProperties.map(({ name, reads, problem }) => {
      const fields = [...reads].filter((field) => !labels.has(field));
      return { name, look: () => `${valuesOf(fields)} ${problem() === undefined}` };
    }),
    ...observers.map(({ name }) => {
      const fields = Object.values(layout.observers[name]).flatMap(fieldsOf);
      return { name, look: () => valuesOf(fields) };
    }),
  ];
  const seen = new Map(views.map(({ name }) => [name, new Set<string>()]));
  for (let index = 0; index < graph.visited.count; index++) {
    graph.visited.load(index, state);
    for (const { name, look } of views) seen.get(name)?.add(look());
  }
  return seen;
}

/** What a reduced graph lacks of the whole one, or has beyond it. */
export function lostIn(whole: Graph, reduced: Graph): string | undefined {
  const known = new Map(whole.nodes.map((node) => [node.state, node]));
  for (const { state, stuck } of reduced.nodes) {
    const node = known.get(state);
    if (!node) return 'a state that nothing reaches';
    if (stuck !== node.stuck)
      return `stuck: ${node.stuck || 'nobody'} without, ${stuck || 'nobody'} with`;
  }
  for (const [name, values] of whole.seen) {
    const kept = reduced.seen.get(name);
    const missed = [...values].find((value) => !kept?.has(value));
    if (missed !== undefined) return `${name} never sees ${missed}`;
  }
  const missed = [...whole.ends].find((stuck) => !reduced.ends.has(stuck));
  if (missed !== undefined) return `stuck in the end: ${missed || 'nobody'} only without`;
  return leadsNowhere(whole, new Set(reduced.nodes.map(({ state }) => state)));
}

/** Whether a state of the whole graph leads to none that is kept. */
function leadsNowhere({ nodes }: Graph, kept: ReadonlySet<string>): string | undefined {
  const leads = new Set(nodes.filter(({ state }) => kept.has(state)));
  whileChanging(nodes, (node) => {
    if (leads.has(node) || !node.successors.some((next) => leads.has(nodes[next]))) return false;
    leads.add(node);
    return true;
  });
  return leads.size < nodes.length ? 'a state that leads to none that is kept' : undefined;
}
