// The state graph of a small model as DOT: initial states entered from outside, violating ones
// filled, and the counterexample in red.

import { digraph, edge, leftAligned, named, node, quoted } from './syntax.ts';

export interface StateGraphNode {
  readonly id: string | number;
  /** May have several lines. */
  readonly label: string;
  readonly initial: boolean;
  readonly violating: boolean;
}
export interface StateGraphEdge {
  readonly from: string | number;
  readonly to: string | number;
  readonly label: string;
  /** Part of the counterexample. */
  readonly red: boolean;
}
export interface StateGraph {
  readonly title: string;
  readonly nodes: readonly StateGraphNode[];
  readonly edges: readonly StateGraphEdge[];
}

const RED = '"#c01c28"';
const PALE_RED = '"#f8d7da"';
// Courier: all monospaced fonts have its width, so boxes fit their text also where another one
// stands in.
const SETTINGS = [
  '  graph [rankdir=TB, labelloc=t, fontname="Courier"];',
  '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Courier", fontsize=11];',
  '  edge [fontname="Courier", fontsize=10, arrowsize=0.7];',
];

export function stateGraphDot({ title, nodes, edges }: StateGraph): string {
  const onPath = new Set(edges.filter(({ red }) => red).flatMap(({ from, to }) => [from, to]));
  return digraph(title, SETTINGS, [
    `  graph [label=${quoted(title)}];`,
    ...nodes.map((state) => stateNode(state, onPath.has(state.id))),
    ...nodes.filter(({ initial }) => initial).flatMap(({ id }, k) => entry(id, k)),
    ...edges.map(transition),
  ]);
}

function stateNode({ id, label, violating }: StateGraphNode, onPath: boolean): string {
  return node(name(id), {
    label: leftAligned(label.split('\n')),
    ...(onPath || violating ? { color: RED, penwidth: 2 } : {}),
    ...(violating ? { fillcolor: PALE_RED } : {}),
  });
}

function entry(id: string | number, k: number): string[] {
  return [
    node(`entry${k}`, { shape: 'point', style: 'invis', label: '""' }),
    edge(`entry${k}`, name(id)),
  ];
}

function transition({ from, to, label, red }: StateGraphEdge): string {
  return edge(name(from), name(to), {
    label: quoted(label),
    ...(red ? { color: RED, fontcolor: RED, penwidth: 2 } : {}),
  });
}

function name(id: string | number): string {
  return named(`state ${id}`);
}
