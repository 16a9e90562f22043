// The state graph of a small model as DOT: initial states entered from outside, violating ones
// filled, and the counterexample in red.

import {
  leftOutWords,
  type StateGraph,
  type StateGraphEdge,
  type StateGraphNode,
} from '../state-graph.ts';
import { thousands } from '../text/statistics.ts';
import { digraph, edge, leftAligned, named, node, quoted } from './syntax.ts';

const RED = '"#c01c28"';
const PALE_RED = '"#f8d7da"';
// Courier: all monospaced fonts have its width, so boxes fit their text also where another one
// stands in.
const SETTINGS = [
  '  graph [rankdir=TB, labelloc=t, fontname="Courier"];',
  '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Courier", fontsize=11];',
  '  edge [fontname="Courier", fontsize=10, arrowsize=0.7];',
];

export function stateGraphDot({ title, nodes, edges, leftOut }: StateGraph): string {
  const onPath = new Set(edges.filter(({ red }) => red).flatMap(({ from, to }) => [from, to]));
  return digraph(title, SETTINGS, [
    `  graph [label=${quoted(leftOut ? `${title} (not shown: ${leftOutWords(leftOut)})` : title)}];`,
    ...nodes.map((state) => stateNode(state, onPath.has(state.id))),
    ...nodes.filter(({ initial }) => initial).flatMap(({ id }, k) => entry(id, k)),
    ...edges.map(transition),
  ]);
}

function stateNode({ id, label, violating, states }: StateGraphNode, onPath: boolean): string {
  return node(name(id), {
    label: leftAligned([...label.split('\n'), ...counted(states)]),
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

function transition({ from, to, label, red, transitions = 1 }: StateGraphEdge): string {
  return edge(name(from), name(to), {
    label: quoted(transitions === 1 ? label : `${label} (${thousands(transitions)} x)`),
    ...(red ? { color: RED, fontcolor: RED, penwidth: 2 } : {}),
  });
}

/** Of a group. */
function counted(states: number | undefined): string[] {
  return states === undefined ? [] : [`${thousands(states)} ${states === 1 ? 'state' : 'states'}`];
}

function name(id: string | number): string {
  return named(`state ${id}`);
}
