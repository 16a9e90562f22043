// A state graph as GraphML (graphml.graphdrawing.org), which yEd, Gephi, NetworkX, igraph and others read.

import Builder from 'fast-xml-builder';
import type { StateGraph, StateGraphEdge, StateGraphNode } from './state-graph.ts';
import { printable, printableLines } from './text/width.ts';

const builder = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  // Else `name="true"` becomes a name without a value, which is no XML.
  suppressBooleanAttributes: false,
});

/** What is told of nodes and of edges: the name, the type, and the value. */
type Datum<Of> = readonly [
  name: string,
  type: string,
  of: (one: Of) => string | number | boolean | undefined,
];

const OF_NODES: readonly Datum<StateGraphNode>[] = [
  ['label', 'string', ({ label }) => printableLines(label).join('\n')],
  ['initial', 'boolean', ({ initial }) => initial],
  ['violating', 'boolean', ({ violating }) => violating],
  ['states', 'int', ({ states }) => states],
];
const OF_EDGES: readonly Datum<StateGraphEdge>[] = [
  ['label', 'string', ({ label }) => printable(label)],
  ['counterexample', 'boolean', ({ red }) => red],
  ['transitions', 'int', ({ transitions }) => transitions],
];

export function stateGraphMl({ title, nodes, edges }: StateGraph): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    graphml: {
      '@xmlns': 'http://graphml.graphdrawing.org/xmlns',
      desc: printable(title),
      key: [...keys('node', OF_NODES), ...keys('edge', OF_EDGES)],
      graph: {
        '@edgedefault': 'directed',
        node: nodes.map((one) => ({ '@id': `n${one.id}`, data: data('node', OF_NODES, one) })),
        edge: edges.map((one, k) => ({
          '@id': `e${k}`,
          '@source': `n${one.from}`,
          '@target': `n${one.to}`,
          data: data('edge', OF_EDGES, one),
        })),
      },
    },
  });
}

function keys<Of>(of: string, all: readonly Datum<Of>[]): object[] {
  return all.map(([name, type]) => ({
    '@id': `${of}-${name}`,
    '@for': of,
    '@attr.name': name,
    '@attr.type': type,
  }));
}

function data<Of>(of: string, all: readonly Datum<Of>[], one: Of): object[] {
  return all.flatMap(([name, , valueOf]) => {
    const value = valueOf(one);
    return value === undefined ? [] : [{ '@key': `${of}-${name}`, '#text': String(value) }];
  });
}
