// The claim of partial-order reduction, derived again from what a persistent set is: whatever the processes outside
// of a set do, and however long they go on by themselves, no step of theirs disables, enables or fails to commute
// with the next steps of those in the set (Godefroid, LNCS 1032, definition 4.1). Nothing is asked of accesses here:
// the runs of the others are taken, and each of their steps is tried in both orders with each step of the set.
//
// And the proviso against ignoring: a set leads on from a label that is not sticky (sticky-labels.ts). The states that
// chains pass over (reduction/partial-order/chains.ts) have a set, too: the process that goes on.
//
// What must stay true: the sets are those that the search chooses, by its own code
// (reduction/partial-order/expansion.ts).

import { PartialOrder } from '../reduction/partial-order/expansion.ts';
import type { StubbornSets } from '../reduction/partial-order/stubborn.ts';
import { Stepper } from '../transition/stepper.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import type { Diamonds } from './diamonds.ts';
import type { Findings } from './findings.ts';
import { whose } from './independence.ts';

/** How many states the others are followed through. */
const FOLLOWED = 64;

/** The instances of a state, as the search divides them. */
interface Division {
  readonly start: Int32Array;
  /** Those whose steps it takes. */
  readonly chosen: readonly number[];
  readonly outside: readonly number[];
}

/** A state to which the others have gone, and the steps that they took to it. */
interface Node {
  readonly state: Int32Array;
  readonly run: readonly string[];
}

export class StubbornSetAudit {
  readonly #transitions: TransitionLists;
  readonly #diamonds: Diamonds;
  readonly #findings: Findings;
  readonly #sets: StubbornSets;
  readonly #partialOrder: PartialOrder;

  constructor(
    transitions: TransitionLists,
    sets: StubbornSets,
    diamonds: Diamonds,
    findings: Findings,
  ) {
    const { system, monitor } = transitions;
    this.#transitions = transitions;
    this.#diamonds = diamonds;
    this.#findings = findings;
    this.#sets = sets;
    this.#partialOrder = new PartialOrder(new Stepper(system, monitor), sets, false);
  }

  /** Looks at the set of a state, and of those that chains from it pass over; false if nothing is pruned there. */
  check(state: Int32Array): boolean {
    if (this.#transitions.isBroken(state)) return false;
    let prunes = false;
    for (const division of [this.#divide(state), ...this.#passedOver(state)]) {
      const { start, chosen, outside } = division;
      if (!outside.some((k) => this.#isEnabled(start, k))) continue;
      prunes = true;
      if (!chosen.some((k) => this.#satisfiesProviso(start, k))) {
        this.#report(division, 'does not lead on from a label that is not sticky');
      }
      this.#follow(division);
    }
    return prunes;
  }

  /** The chosen ones are those whose transitions the search shows. */
  #divide(start: Int32Array): Division {
    const shown = new Set<number>();
    this.#transitions.system.state.set(start);
    this.#partialOrder.expandAgain({
      moved: (instance) => shown.add(instance),
      stayed: () => {},
      violated: (_property, _message, instance) => shown.add(instance),
    });
    return this.#division(start, shown);
  }

  #passedOver(state: Int32Array): Division[] {
    const { system } = this.#transitions;
    return system.layout.instances.flatMap(({ index }) =>
      this.#transitions.of(state, index).flatMap(({ to }) => {
        const passed: Int32Array[] = [];
        if (!to) return [];
        let at = to;
        const label = this.#transitions.labelOf(to, index);
        this.#partialOrder.follow(state, index, { state: to, label }, () => {
          passed.push(at);
          at = system.state.slice();
        });
        return passed.map((one) => this.#division(one, new Set([index])));
      }),
    );
  }

  #division(start: Int32Array, chosen: ReadonlySet<number>): Division {
    const all = [...this.#transitions.system.layout.instances.keys()];
    return {
      start,
      chosen: all.filter((k) => chosen.has(k)),
      outside: all.filter((k) => !chosen.has(k)),
    };
  }

  #isEnabled(state: Int32Array, k: number): boolean {
    return this.#transitions.of(state, k).length > 0;
  }

  #satisfiesProviso(state: Int32Array, k: number): boolean {
    const moves = this.#transitions.of(state, k).some(({ to }) => to !== undefined);
    return moves && !this.#sets.isSticky(k, this.#transitions.labelOf(state, k));
  }

  /** Takes the runs of the others, shortest first, and holds each of their steps against those of the set. */
  #follow(division: Division): void {
    const { start, outside } = division;
    const seen = new Set([start.join()]);
    const nodes: Node[] = [{ state: start, run: [] }];
    for (let n = 0; n < nodes.length && n < FOLLOWED; n++) {
      const { state, run } = nodes[n];
      for (const other of outside) {
        if (!this.#isEnabled(state, other)) continue;
        if (this.#clashes(division, nodes[n], other)) return;
        for (const { to } of this.#transitions.of(state, other)) {
          if (!to || seen.has(to.join())) continue;
          seen.add(to.join());
          nodes.push({ state: to, run: [...run, this.#transitions.takes(state, other)] });
        }
      }
    }
  }

  #clashes(division: Division, { state, run }: Node, other: number): boolean {
    for (const k of division.chosen) {
      const clash = this.#diamonds.clash(state, k, other);
      if (!clash) continue;
      const after = run.length === 0 ? '' : `, after ${run.join(', ')}`;
      const steps = [k, other].map((one) => this.#transitions.stepName(state, one));
      const what = `${clash.message}${after}${whose(this.#findings, steps)}`;
      this.#report(division, what, clash.cells);
      return true;
    }
    return false;
  }

  #report({ start, chosen, outside }: Division, what: string, cells: readonly string[] = []): void {
    const step = this.#transitions.stepName(start, chosen[0] ?? outside[0]);
    const set = this.#named(start, chosen);
    const message = `the set of ${set} prunes ${this.#named(start, outside)}, and ${what}`;
    this.#findings.add({ claim: 'stubborn-sets', step, cells, message }, start);
  }

  #named(state: Int32Array, instances: readonly number[]): string {
    const enabled = instances.filter((k) => this.#isEnabled(state, k));
    return enabled.map((k) => this.#transitions.takes(state, k)).join(', ') || 'no step';
  }
}
