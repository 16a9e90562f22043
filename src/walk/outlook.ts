// What can still go wrong from each of some states: the states ahead of them are looked at, nearest first, and so many at most.
//
// What must stay true: of a state is said that nothing can break any more only where all states ahead of it were looked at; and
// that something can only where a run to it is among them. What one run does not decide, as liveness, is not asked here.

import { ModelError } from '../base/errors.ts';
import type { GrowingRun } from '../counterexample/growing-run.ts';

/** `may-break`: some run from here breaks a property. `cannot-break`: none does. `unknown`: there is too much ahead. */
export type Outlook = 'may-break' | 'cannot-break' | 'unknown';

export interface Ahead {
  readonly outlooks: readonly Outlook[];
  /** How many states were looked at. */
  readonly looked: number;
}

interface Node {
  readonly state: Int32Array;
  readonly before: Node[];
  /** Something is broken here, or by a step from here. */
  breaks: boolean;
  /** All its steps are known. */
  isKnown: boolean;
}

/** `breaks` says which of the things that are noticed are wrong: a goal that is reached is not. */
export function outlooksOf(
  run: GrowingRun,
  states: readonly Int32Array[],
  breaks: (property: string) => boolean,
  most: number,
): Ahead {
  const nodes = new Map<string, Node>();
  const nodeOf = (state: Int32Array): Node => {
    const key = state.join();
    const known = nodes.get(key);
    if (known) return known;
    const node = { state, before: [], breaks: false, isKnown: false };
    nodes.set(key, node);
    return node;
  };
  const first = states.map(nodeOf);
  let looked = 0;
  for (const node of nodes.values()) {
    if (looked === most) break;
    looked++;
    if (!node.breaks) expand(run, node, nodeOf, breaks);
  }
  const all = [...nodes.values()];
  const mayBreak = leadingTo(all.filter((node) => node.breaks));
  const mayGoOn = leadingTo(all.filter((node) => !node.isKnown && !node.breaks));
  const outlook = (node: Node): Outlook =>
    mayBreak.has(node) ? 'may-break' : mayGoOn.has(node) ? 'unknown' : 'cannot-break';
  return { outlooks: first.map(outlook), looked };
}

/** Where the model itself goes wrong the rest is not known. */
function expand(
  run: GrowingRun,
  node: Node,
  nodeOf: (state: Int32Array) => Node,
  breaks: (property: string) => boolean,
): void {
  try {
    run.goOnFrom(node.state);
    const isWithin = run.isWithin();
    const steps = isWithin ? run.steps() : [];
    node.breaks = isWithin && run.brokenAtEnd(steps).some(breaks);
    for (const step of steps) {
      run.goOnFrom(node.state);
      const isBroken = run.take(step).some(breaks);
      if (step.failed || isBroken) node.breaks ||= isBroken;
      else nodeOf(step.state).before.push(node);
    }
    node.isKnown = true;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
  }
}

/** These, and all from which steps lead to one of them. */
function leadingTo(ends: readonly Node[]): ReadonlySet<Node> {
  const found = new Set(ends);
  for (const node of found) for (const before of node.before) found.add(before);
  return found;
}
