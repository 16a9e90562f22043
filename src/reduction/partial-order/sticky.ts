// Sticky labels: a few labels of each process such that every cycle of its label graph passes one of them.
//
// What a stubborn set prunes must not be pruned forever (the ignoring problem: Valmari 1989). A state may be expanded
// by a set only if a transition of the set leaves a label that is not sticky (the cycle proviso). A cycle of states
// takes every process that moves in it round a cycle of labels, so no cycle can be made of such transitions alone:
// following them from any state ends in one that is fully expanded, and what was pruned on the way is still possible
// there, as no step outside of a set can disable a step in it or be disabled by one. That is the static proviso of
// Kurshan, Levin, Minea, Peled & Yenigun ("Static partial order reduction", TACAS 1998). It asks nothing of the order
// of the search, so the same states are reduced in every order and with any number of workers.
//
// Sound only if the label graph has every edge that a step can take (label-graph.ts), self-loops included. Under
// symmetry, too: a cycle of orbits, gone round often enough, is a cycle of states, and labels of a process are sticky
// for all of its instances alike.

import type { LabelGraph } from './label-graph.ts';

/**
 * Chooses labels with the highest cost first, those whose steps could be reordered least, and of these the ones that
 * leave the fewest labels on cycles.
 */
export function stickyLabels(graph: LabelGraph, cost: (code: number) => number): Set<number> {
  const sticky = new Set<number>();
  for (let cyclic = onCycles(graph, sticky); cyclic.length > 0; cyclic = onCycles(graph, sticky)) {
    const left = (code: number): number => onCycles(graph, new Set([...sticky, code])).length;
    const dearest = Math.max(...cyclic.map(cost));
    const candidates = cyclic.filter((code) => cost(code) === dearest);
    sticky.add(candidates.reduce((best, code) => (left(code) < left(best) ? code : best)));
  }
  return sticky;
}

/** The labels that still lie on a cycle which passes none of the others. */
export function onCycles(graph: LabelGraph, without: ReadonlySet<number>): number[] {
  return graph.codes.filter((code) => !without.has(code) && comesBack(graph, code, without));
}

function comesBack(graph: LabelGraph, start: number, without: ReadonlySet<number>): boolean {
  const seen = new Set<number>();
  const open = [...graph.after(start)];
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (code === start) return true;
    if (seen.has(code) || without.has(code)) continue;
    seen.add(code);
    open.push(...graph.after(code));
  }
  return false;
}
