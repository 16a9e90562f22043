// Of all shortest runs that break a property the one with the fewest context switches, and of those the first by the numbers
// of the instances that step and of what they choose. So it does not depend on the search that found the violation, on its
// reductions or on its threads: it is looked for among all states that are as near, without reductions.
//
// What must stay true: the length is that of a shortest run. Then each state of a shortest run is as near to the initial states
// as its place in the run says, so that those states, level by level, with the steps from one level to the next are all
// shortest runs. How many switches it takes from a state on depends on the state and on who stepped last, and is counted
// backward from the last level.

import { BEAT, limitRequested, type Progress } from '../base/progress.ts';
import type { Properties } from '../language/claims/property.ts';
import type { Stepper } from '../transition/stepper.ts';
import { GrowingRun, type Move } from './growing-run.ts';

/** A shortest run as its moves, from one of the initial states, by its place among them. */
export interface QuietRun {
  readonly initial: number;
  readonly moves: readonly Move[];
  readonly switches: number;
}

interface Node {
  readonly state: Int32Array;
  readonly level: number;
  readonly edges: Edge[];
  /** The property is broken here. */
  isBroken: boolean;
  /** By the instance that stepped last: the fewest switches from here on; infinite where no shortest run leads on. */
  rest: readonly number[];
}
/** A step to the next level; nothing comes after one that breaks the property as the last. */
interface Edge extends Move {
  readonly to: Node | undefined;
}

/** Nothing where more than so many states are as near, or where the search is ended. */
export function fewestSwitches(
  stepper: Stepper,
  properties: Properties,
  property: string,
  length: number,
  mostStates: number,
  progress: Progress,
): QuietRun | undefined {
  const levels = new Levels(new GrowingRun(stepper, properties), property, length);
  const starts = levels.begin(stepper.initial());
  for (let k = 0; k < levels.nodes.length; k++) {
    if (levels.nodes.length > mostStates) return undefined;
    if (k % BEAT === 0 && limitRequested(progress)) return undefined;
    levels.expand(levels.nodes[k]);
  }
  for (const node of levels.nodes.toReversed()) countRest(node, length, stepper.agents.length);
  return quietest(starts, length);
}

/** The states that are as near as the run is long, each once, in the order of their levels. */
class Levels {
  readonly nodes: Node[] = [];
  readonly #known = new Map<string, Node>();
  readonly #run: GrowingRun;
  readonly #property: string;
  readonly #length: number;

  constructor(run: GrowingRun, property: string, length: number) {
    this.#run = run;
    this.#property = property;
    this.#length = length;
  }

  /** The initial states, by their places. */
  begin(initial: Iterable<Int32Array>): Map<number, Node> {
    const starts = new Map<number, Node>();
    let place = 0;
    for (const made of initial) {
      const known = this.nodes.length;
      const node = this.#nodeOf(made.slice(), 0);
      if (this.nodes.length > known) {
        node.isBroken = this.#run.begin(node.state).includes(this.#property);
        starts.set(place, node);
      }
      place++;
    }
    return starts;
  }

  expand(node: Node): void {
    const run = this.#run;
    run.goOnFrom(node.state);
    if (!run.isWithin()) return;
    const steps = run.steps();
    const isLast = node.level + 1 === this.#length;
    if (node.level === this.#length) {
      node.isBroken ||= run.brokenAtEnd(steps).includes(this.#property);
      return;
    }
    for (const step of steps) {
      const { instance, from, choice, failed, state } = step;
      if (step.breaks.includes(this.#property)) {
        if (isLast) node.edges.push({ instance, from, choice, to: undefined });
        continue;
      }
      if (failed) continue;
      run.goOnFrom(node.state);
      const isBroken = run.take(step).includes(this.#property);
      const to = this.#nodeOf(state, node.level + 1);
      if (to.level !== node.level + 1) continue;
      to.isBroken ||= isBroken;
      node.edges.push({ instance, from, choice, to });
    }
  }

  #nodeOf(state: Int32Array, level: number): Node {
    const key = state.join();
    const known = this.#known.get(key);
    if (known) return known;
    const node = { state, level, edges: [], isBroken: false, rest: [] };
    this.#known.set(key, node);
    this.nodes.push(node);
    return node;
  }
}

function countRest(node: Node, length: number, instances: number): void {
  if (node.level === length) {
    node.rest = new Array(instances).fill(node.isBroken ? 0 : Number.POSITIVE_INFINITY);
    return;
  }
  const rest = new Array(instances).fill(Number.POSITIVE_INFINITY);
  for (const edge of node.edges) {
    const after = restAfter(edge);
    for (let last = 0; last < instances; last++) {
      rest[last] = Math.min(rest[last], after + (last === edge.instance ? 0 : 1));
    }
  }
  node.rest = rest;
}

function restAfter({ instance, to }: Edge): number {
  return to === undefined ? 0 : to.rest[instance];
}

/** The first by the places of initial states, then instances, then choices. */
function quietest(starts: ReadonlyMap<number, Node>, length: number): QuietRun | undefined {
  let best: QuietRun | undefined;
  for (const [initial, start] of starts) {
    const switches =
      length === 0
        ? start.rest[0]
        : Math.min(Number.POSITIVE_INFINITY, ...start.edges.map(restAfter));
    if (switches < (best?.switches ?? Number.POSITIVE_INFINITY)) {
      best = { initial, moves: movesFrom(start, switches), switches };
    }
  }
  return best;
}

function movesFrom(start: Node, switches: number): Move[] {
  const moves: Move[] = [];
  let left = switches;
  for (let node: Node | undefined = start; node && node.edges.length > 0; ) {
    const last = moves.at(-1)?.instance;
    const cost = (edge: Edge): number =>
      restAfter(edge) + (last === undefined || last === edge.instance ? 0 : 1);
    const edge = node.edges.toSorted(inOrder).find((one) => cost(one) === left);
    if (edge === undefined) return moves;
    const { instance, from, choice, to } = edge as Edge;
    moves.push({ instance, from, choice });
    left = restAfter(edge);
    node = to;
  }
  return moves;
}

function inOrder(one: Move, other: Move): number {
  return one.instance - other.instance || one.choice - other.choice;
}
