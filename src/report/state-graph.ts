// A state graph as it is written, in whatever format: nodes that are states, or groups of states that look alike, in the order
// in which a breadth-first search finds them.

import { thousands } from './text/statistics.ts';

export interface StateGraphNode {
  readonly id: string | number;
  /** May have several lines. */
  readonly label: string;
  readonly initial: boolean;
  readonly violating: boolean;
  /** Of a group: how many states are in it. */
  readonly states?: number;
}
export interface StateGraphEdge {
  readonly from: string | number;
  readonly to: string | number;
  readonly label: string;
  /** Part of the counterexample. */
  readonly red: boolean;
  /** Between groups: how many transitions it stands for. */
  readonly transitions?: number;
}
export interface StateGraph {
  readonly title: string;
  readonly nodes: readonly StateGraphNode[];
  readonly edges: readonly StateGraphEdge[];
  /** What is there besides, where there are more nodes than are wanted. */
  readonly leftOut?: LeftOut;
}
export interface LeftOut {
  readonly nodes: number;
  readonly states: number;
  /** Those from or to such a node. */
  readonly edges: number;
}

/** Only the first nodes, which are the nearest to the initial states. */
export function capped(graph: StateGraph, most: number): StateGraph {
  if (graph.nodes.length <= most) return graph;
  const nodes = graph.nodes.slice(0, most);
  const shown = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
  const rest = graph.nodes.slice(most);
  const leftOut = {
    nodes: rest.length,
    states: rest.reduce((sum, { states = 1 }) => sum + states, 0),
    edges: graph.edges.length - edges.length,
  };
  return { ...graph, nodes, edges, leftOut };
}

/** `12 nodes of 3,456 states, and 78 edges`. */
export function leftOutWords({ nodes, states, edges }: LeftOut): string {
  const count = (amount: number, noun: string): string =>
    `${thousands(amount)} ${noun}${amount === 1 ? '' : 's'}`;
  const of = states === nodes ? '' : ` of ${count(states, 'state')}`;
  return `${count(nodes, 'node')}${of}, and ${count(edges, 'edge')}`;
}
