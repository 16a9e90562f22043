// The claim of partial-order reduction, derived again from what a persistent set is: whatever the processes outside of a
// set do, and however long they go on by themselves, no step of theirs disables, enables or fails to commute with the
// next steps of those in the set (Godefroid, LNCS 1032, definition 4.1). Nothing is asked of accesses here: the runs
// of the others are taken, and each of their steps is tried in both orders with each step of the set.
//
// And the proviso against ignoring: a set leads on from a label that is not sticky (sticky-labels.ts).
//
// What must stay true: the sets are those that the search chooses, by its own code (search/partial-order.ts).

import type { StubbornSets } from '../reduction/partial-order/stubborn.ts';
import { PartialOrder } from '../search/partial-order.ts';
import { Stepper } from '../search/stepper.ts';
import type { Diamonds } from './diamonds.ts';
import type { Findings } from './findings.ts';
import { whose } from './independence.ts';
import type { Transitions } from './transitions.ts';

/** How many states the others are followed through. */
const FOLLOWED = 64;

/** A state to which the others have gone, and the steps that they took to it. */
interface Node {
  readonly state: Int32Array;
  readonly run: readonly string[];
}

export class StubbornSetAudit {
  readonly #transitions: Transitions;
  readonly #diamonds: Diamonds;
  readonly #findings: Findings;
  readonly #sets: StubbornSets;
  readonly #partialOrder: PartialOrder;

  constructor(
    transitions: Transitions,
    sets: StubbornSets,
    diamonds: Diamonds,
    findings: Findings,
  ) {
    const { system, monitor } = transitions;
    this.#transitions = transitions;
    this.#diamonds = diamonds;
    this.#findings = findings;
    this.#sets = sets;
    this.#partialOrder = new PartialOrder(new Stepper(system, monitor), sets);
  }

  /** Looks at the set of a state; false if nothing is left out there. */
  check(state: Int32Array): boolean {
    if (this.#transitions.isBroken(state)) return false;
    const chosen = this.#chosen(state);
    const outside = this.#instances((k) => !chosen.has(k));
    if (!outside.some((k) => this.#transitions.of(state, k).length > 0)) return false;
    if (![...chosen].some((k) => this.#leadsOn(state, k))) {
      const message = `leaves out ${this.#named(state, outside)} and does not lead on from a label that is not sticky`;
      this.#report(state, [...chosen][0] ?? outside[0], message);
    }
    this.#follow(state, [...chosen], outside);
    return true;
  }

  /** The instances whose transitions the search shows of a state. */
  #chosen(state: Int32Array): ReadonlySet<number> {
    const shown = new Set<number>();
    this.#transitions.system.state.set(state);
    this.#partialOrder.expandAgain({
      moved: (instance) => shown.add(instance),
      stayed: () => {},
      objected: (_property, _message, instance) => shown.add(instance),
    });
    return shown;
  }

  #leadsOn(state: Int32Array, k: number): boolean {
    const moves = this.#transitions.of(state, k).some(({ to }) => to !== undefined);
    return moves && !this.#sets.isSticky(k, this.#transitions.labelOf(state, k));
  }

  /** Takes the runs of the others, shortest first, and holds each of their steps against those of the set. */
  #follow(start: Int32Array, chosen: readonly number[], outside: readonly number[]): void {
    const seen = new Set([start.join()]);
    const nodes: Node[] = [{ state: start, run: [] }];
    for (let n = 0; n < nodes.length && n < FOLLOWED; n++) {
      const { state, run } = nodes[n];
      for (const other of outside) {
        const steps = this.#transitions.of(state, other);
        if (steps.length === 0) continue;
        if (this.#clashes(start, nodes[n], chosen, other)) return;
        for (const { to } of steps) {
          const key = to?.join();
          if (!to || key === undefined || seen.has(key)) continue;
          seen.add(key);
          nodes.push({ state: to, run: [...run, this.#transitions.takes(state, other)] });
        }
      }
    }
  }

  #clashes(
    start: Int32Array,
    { state, run }: Node,
    chosen: readonly number[],
    other: number,
  ): boolean {
    for (const k of chosen) {
      const clash = this.#diamonds.clash(state, k, other);
      if (!clash) continue;
      const after = run.length === 0 ? '' : `, after ${run.join(', ')}`;
      const steps = [k, other].map((one) => this.#transitions.stepName(state, one));
      const message =
        `leaves out ${this.#transitions.takes(start, other)}, and ${clash.message}${after}` +
        whose(this.#findings, steps);
      this.#report(start, k, message, clash.cells);
      return true;
    }
    return false;
  }

  #report(state: Int32Array, k: number, what: string, cells: readonly string[] = []): void {
    const step = this.#transitions.stepName(state, k);
    const message = `the set of ${this.#named(state, [...this.#chosen(state)])} ${what}`;
    this.#findings.add({ claim: 'stubborn-sets', step, cells, message }, state);
  }

  #named(state: Int32Array, instances: readonly number[]): string {
    const enabled = instances.filter((k) => this.#transitions.of(state, k).length > 0);
    return enabled.map((k) => this.#transitions.takes(state, k)).join(', ') || 'no step';
  }

  #instances(wanted: (k: number) => boolean): number[] {
    return [...this.#transitions.system.layout.instances.keys()].filter(wanted);
  }
}
