// What is written as GraphML or Aldebaran is read back as the same graph: GraphML by a reader of other authors, Aldebaran, of
// which npm has none, by one that is written here from its grammar.

import fc from 'fast-check';
import { MultiDirectedGraph } from 'graphology';
import { parse } from 'graphology-graphml';
import { describe, expect, test } from 'vitest';
import { formatOfFile, writeGraph } from '../../src/report/graph-formats.ts';
import { capped, type StateGraph } from '../../src/report/state-graph.ts';

const text = fc.string({
  unit: fc.constantFrom('a', ' ', '"', '<', '&', '\\', "'", 'é', ']', '>'),
});
const graphs: fc.Arbitrary<StateGraph> = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const id = fc.nat(count - 1);
  const node = fc.record({
    label: text.map((line) => `x${line}x`),
    initial: fc.boolean(),
    violating: fc.boolean(),
    states: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  });
  const edge = fc.record({
    from: id,
    to: id,
    label: text.map((one) => `x${one}x`),
    red: fc.boolean(),
  });
  return fc.record({
    title: text,
    nodes: fc.array(node, { minLength: count, maxLength: count }).map((all) =>
      all.map(({ states, ...one }, k) => ({
        ...one,
        id: k,
        initial: one.initial || k === 0,
        ...(states !== undefined && { states }),
      })),
    ),
    edges: fc.array(edge, { maxLength: 12 }),
  });
});

test('GraphML', () => {
  const read = fc.property(graphs, (graph) => {
    const found = parse(MultiDirectedGraph, writeGraph(graph, 'graphml'));
    expect(found.nodes()).toEqual(graph.nodes.map(({ id }) => `n${id}`));
    for (const { id, ...expected } of graph.nodes) {
      expect(found.getNodeAttributes(`n${id}`)).toEqual(expected);
    }
    const edges = found.mapEdges((_, { label, counterexample }, from, to) => [
      from,
      to,
      label,
      counterexample,
    ]);
    expect(edges).toEqual(
      graph.edges.map(({ from, to, label, red }) => [`n${from}`, `n${to}`, label, red]),
    );
  });
  fc.assert(read, { seed: 1, endOnFailure: true });
});

/** `des (first, transitions, states)`, and lines `(from, "label", to)`. */
function readAut(written: string) {
  const [head, ...lines] = written.trimEnd().split('\n');
  const [, first, transitions, states] = /^des \((\d+), (\d+), (\d+)\)$/.exec(head) ?? [];
  const edges = lines.map((line) => {
    const [, from, label, to] = /^\((\d+), "([^"]*)", (\d+)\)$/.exec(line) ?? [];
    return { from: Number(from), label, to: Number(to) };
  });
  expect(edges).toHaveLength(Number(transitions));
  return { first: Number(first), states: Number(states), edges };
}

test('Aldebaran', () => {
  const read = fc.property(graphs, (graph) => {
    const { first, states, edges } = readAut(writeGraph(graph, 'aut'));
    const initial = graph.nodes.filter((one) => one.initial).map(({ id }) => id);
    const begun = edges.filter(({ from }) => from === graph.nodes.length);
    if (initial.length === 1) expect([first, begun]).toEqual([initial[0], []]);
    else expect([first, begun.map(({ to }) => to)]).toEqual([graph.nodes.length, initial]);
    expect(states).toBe(graph.nodes.length + (initial.length === 1 ? 0 : 1));
    expect(edges.slice(begun.length)).toEqual(
      graph.edges.map(({ from, to, label }) => ({ from, to, label: label.replaceAll('"', "'") })),
    );
  });
  fc.assert(read, { seed: 1, endOnFailure: true });
});

test('the ending of a file is the format', () => {
  expect(['a.dot', 'b.graphml', 'c.aut', 'd.txt'].map(formatOfFile)).toEqual([
    'dot',
    'graphml',
    'aut',
    undefined,
  ]);
});

describe('a cap', () => {
  test('leaves out what it says, and no edge leads there', () => {
    const whole = fc.property(graphs, fc.integer({ min: 1, max: 9 }), (graph, most) => {
      const { nodes, edges, leftOut } = capped(graph, most);
      expect(nodes).toEqual(graph.nodes.slice(0, most));
      expect(edges.every(({ from, to }) => Number(from) < most && Number(to) < most)).toBe(true);
      expect(nodes.length + (leftOut?.nodes ?? 0)).toBe(graph.nodes.length);
      expect(edges.length + (leftOut?.edges ?? 0)).toBe(graph.edges.length);
      const statesOf = (all: StateGraph['nodes']) =>
        all.reduce((sum, one) => sum + (one.states ?? 1), 0);
      expect(statesOf(nodes) + (leftOut?.states ?? 0)).toBe(statesOf(graph.nodes));
    });
    fc.assert(whole, { seed: 1, endOnFailure: true });
  });

  test('is told in the title of a picture', () => {
    const node = (id: number) => ({
      id,
      label: '',
      initial: id === 0,
      violating: false,
      states: 5,
    });
    const graph = { title: 'x', nodes: [node(0), node(1)], edges: [] };
    expect(writeGraph(capped(graph, 1), 'dot')).toContain(
      'x (not shown: 1 node of 5 states, and 0 edges)',
    );
  });
});
