// A state graph in the Aldebaran format, `.aut`, which CADP, mCRL2, LTSmin and others read: the initial state, how many
// transitions and states there are, and a line for each transition. States have numbers and nothing else.
//
// What must stay true: there is one initial state. Where the model has several, one before them leads to each.

import type { StateGraph } from './state-graph.ts';
import { printable } from './text/width.ts';

const BEGIN = 'begin';

export function stateGraphAut({ nodes, edges }: StateGraph): string {
  const numbers = new Map(nodes.map(({ id }, k) => [id, k]));
  const number = (id: string | number): number => numbers.get(id) as number;
  const initial = nodes.filter((one) => one.initial).map(({ id }) => number(id));
  const isOne = initial.length === 1;
  const before = nodes.length;
  const lines = [
    ...(isOne ? [] : initial.map((to) => transition(before, BEGIN, to))),
    ...edges.map(({ from, to, label }) => transition(number(from), label, number(to))),
  ];
  const states = isOne ? nodes.length : nodes.length + 1;
  return [`des (${isOne ? initial[0] : before}, ${lines.length}, ${states})`, ...lines, ''].join(
    '\n',
  );
}

/** A label knows no escapes. */
function transition(from: number, label: string, to: number): string {
  return `(${from}, "${printable(label).replaceAll('"', "'")}", ${to})`;
}
