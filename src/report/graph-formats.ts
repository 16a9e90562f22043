// The formats of a state graph: their names are the choices of `graph --format`, the first is the default, and the ending of a
// file says which one is meant.

import { stateGraphAut } from './aut.ts';
import { stateGraphDot } from './dot/state-graph.ts';
import { stateGraphMl } from './graphml.ts';
import type { StateGraph } from './state-graph.ts';

const FORMATS = {
  dot: stateGraphDot,
  graphml: stateGraphMl,
  aut: stateGraphAut,
} satisfies Readonly<Record<string, (graph: StateGraph) => string>>;

export type GraphFormat = keyof typeof FORMATS;
export const GRAPH_FORMATS = Object.keys(FORMATS) as readonly GraphFormat[];

export function writeGraph(graph: StateGraph, format: GraphFormat): string {
  return FORMATS[format](graph);
}

/** Nothing where the ending is that of none. */
export function formatOfFile(file: string): GraphFormat | undefined {
  return GRAPH_FORMATS.find((format) => file.endsWith(`.${format}`));
}
