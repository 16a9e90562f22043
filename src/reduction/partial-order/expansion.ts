// Expansion under partial-order reduction. Where one instance is known to be a stubborn set by itself, only its step is
// taken; where no set prunes anything, all are. Otherwise all transitions out of a state are made and kept, then
// those of a stubborn set are shown: which instances are blocked decides which sets there are. What is made and not
// shown costs a step; what is shown costs a state that has to be looked up, stored and expanded. Where that gains too
// little, states are fully expanded without a try (adaptive.ts). What is shown of a transition is the end of the chain
// that begins with it (chains.ts).

import { ModelError } from '../../base/errors.ts';
import { ASKING, begins, RUNNING } from '../../base/progress.ts';
import { copyState } from '../../compile/layout/field.ts';
import type { Violation } from '../../compile/monitor/memo.ts';
import type { Expansion, Foresight, MakeExpansion } from '../../transition/reduced.ts';
import type { Stepper } from '../../transition/stepper.ts';
import type { Visitor } from '../../transition/transitions.ts';
import { AdaptiveSwitch } from './adaptive.ts';
import { Chains } from './chains.ts';
import { ASK, NOTHING_TO_PRUNE, type StubbornSets } from './stubborn.ts';

const MOVED = 0;
const STAYED = 1;
const VIOLATED = 2;

/** What is told of a transition: kind, instance, and what else the visitor's method takes. */
const EVENT_WORDS = 5;

/** Thrown where a state shows that an observer is not steady, on which the sets rest (visibility.ts). */
export class NotSteady extends Error {}

/** How a search expands states by stubborn sets, which rest on steady observers or not. */
export function expansionBy(sets: StubbornSets, isSteady: boolean): MakeExpansion {
  return (stepper, known) => {
    const adaptive = known && new AdaptiveSwitch(known, stepper.state.length);
    return new PartialOrder(stepper, sets, isSteady, adaptive);
  };
}

export class PartialOrder implements Expansion {
  /** How many states were expanded by a part of their transitions, or passed over. */
  get reduced(): number {
    return this.#reduced + this.#chains.skipped;
  }
  #reduced = 0;
  readonly #chains: Chains;
  readonly #stepper: Stepper;
  readonly #sets: StubbornSets;
  readonly #adaptive: AdaptiveSwitch | undefined;
  readonly #mustBeSteady: boolean;
  readonly #words: number;
  readonly #before: Int32Array;
  readonly #collect: Visitor;
  readonly #expandAndKeep: Stepper['expand'];
  #events = new Int32Array(64 * EVENT_WORDS);
  #states: Int32Array;
  #count = 0;
  #violations: (Violation & { readonly ownAssertion: boolean })[] = [];
  /**
   * Instances, as bits: those that can step, and those whose step leaves a label that is not sticky (the cycle
   * proviso).
   */
  #enabled = 0;
  #satisfiesProviso = 0;

  /** Without `adaptive switching` every state is tried. */
  constructor(stepper: Stepper, sets: StubbornSets, isSteady: boolean, adaptive?: AdaptiveSwitch) {
    const { layout, state } = stepper.system;
    this.#stepper = stepper;
    this.#sets = sets;
    this.#adaptive = adaptive;
    this.#mustBeSteady = isSteady && stepper.monitor.always !== undefined;
    this.#words = layout.words;
    this.#before = new Int32Array(layout.words);
    this.#chains = new Chains(stepper, sets);
    this.#states = new Int32Array(64 * layout.words);
    this.#expandAndKeep = stepper.generateExpand();
    this.#collect = {
      moved: (instance, from, to, choice) => {
        const at = this.#add(MOVED, instance, from, to, choice) * this.#words;
        for (let w = 0; w < this.#words; w++) this.#states[at + w] = state[w];
        this.#enabled |= 1 << instance;
        if (!sets.isSticky(instance, from)) this.#satisfiesProviso |= 1 << instance;
      },
      stayed: (instance, from) => {
        this.#add(STAYED, instance, from, 0, 0);
      },
      violated: (property, message, instance, choice, ownAssertion) => {
        this.#add(VIOLATED, instance, choice, this.#violations.length, 0);
        this.#violations.push({ property, message, ownAssertion });
        this.#enabled |= 1 << instance;
      },
    };
  }

  /** Where every state is tried, nothing depends on the others. */
  get foresight(): Foresight {
    const adaptive = this.#adaptive;
    return {
      next: adaptive?.next ?? { states: Number.POSITIVE_INFINITY, wholly: false },
      holdsFor: (states, pruned) => adaptive?.holdsFor(states, pruned) ?? states,
      expanded: (states, pruned, reduced) => {
        adaptive?.skip(states, pruned);
        this.#reduced += reduced;
      },
    };
  }

  saved(): readonly number[] {
    return [this.#reduced, this.#chains.skipped, ...(this.#adaptive?.saved() ?? [])];
  }

  restore([reduced, skipped, ...adaptive]: readonly number[]): void {
    this.#reduced = reduced;
    this.#chains.skipped = skipped;
    this.#adaptive?.restore(adaptive);
  }

  expand(visitor: Visitor): boolean {
    if (this.#mustBeSteady) this.#askWhetherSteady();
    this.#adaptive?.begin();
    if (this.#adaptive?.isDisabled) return this.#expandAll(visitor);
    const isWhole = this.#adaptive?.isSampling ? this.#sample(visitor) : this.expandAgain(visitor);
    this.#adaptive?.tried(!isWhole);
    if (!isWhole) this.#reduced++;
    return isWhole;
  }

  expandWholly(visitor: Visitor): true {
    if (this.#mustBeSteady) this.#askWhetherSteady();
    return this.#expandAll(visitor);
  }

  #expandAll(visitor: Visitor): true {
    this.#stepper.expand(this.#chains.endsFor(visitor));
    return true;
  }

  #askWhetherSteady(): void {
    const { flags, monitor } = this.#stepper;
    const running = begins(flags, ASKING);
    if (!monitor.isSteady()) throw new NotSteady();
    flags[RUNNING] = running;
  }

  /**
   * Where the state was fully expanded because nothing was tried, a part of the transitions is enough to say what can
   * happen from it.
   */
  expandAgain(visitor: Visitor): boolean {
    const ends = this.#chains.endsFor(visitor);
    const found = this.#sets.look(this.#stepper.system.state);
    if (found === NOTHING_TO_PRUNE) {
      this.#stepper.expand(ends);
      return true;
    }
    if (found !== ASK) {
      this.#stepper.expand(ends, 1 << found);
      return false;
    }
    this.#keepAll();
    const chosen = this.#sets.choose(this.#enabled, this.#satisfiesProviso);
    this.#show(ends, chosen | ~this.#enabled);
    return chosen === this.#enabled;
  }

  follow(...chain: Parameters<Expansion['follow']>): void {
    this.#chains.follow(...chain);
  }

  /** The same, and tells where the transitions lead that are pruned. */
  #sample(visitor: Visitor): boolean {
    const ends = this.#chains.endsFor(visitor);
    const found = this.#sets.look(this.#stepper.system.state);
    if (found === NOTHING_TO_PRUNE) {
      this.#stepper.expand(ends);
      return true;
    }
    this.#keepAll();
    const chosen =
      found === ASK ? this.#sets.choose(this.#enabled, this.#satisfiesProviso) : 1 << found;
    this.#tellPruned(this.#enabled & ~chosen);
    this.#show(ends, chosen | ~this.#enabled);
    return chosen === this.#enabled;
  }

  /**
   * Where the chains end that begin with the transitions of some instances. A mistake of the model on a way that is
   * left out is not told here: the search comes upon one by itself, and knows the steps that lead there.
   */
  #tellPruned(instances: number): void {
    const { state } = this.#stepper.system;
    for (let k = 0; k < this.#count; k++) {
      const at = k * EVENT_WORDS;
      const instance = this.#events[at + 1];
      if (this.#events[at] !== MOVED || (instances & (1 << instance)) === 0) continue;
      const to = this.#states.subarray(k * this.#words, (k + 1) * this.#words);
      const next = { state: to, label: this.#events[at + 3] };
      try {
        this.#chains.follow(this.#before, instance, next, () => {});
        this.#adaptive?.pruned(state);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
      }
    }
  }

  /** Makes all transitions out of the working state, and keeps them. */
  #keepAll(): void {
    this.#count = 0;
    this.#enabled = 0;
    this.#satisfiesProviso = 0;
    if (this.#violations.length > 0) this.#violations = [];
    copyState(this.#stepper.system.state, this.#before);
    this.#expandAndKeep(this.#collect);
  }

  /** Shows what concerns the given instances, in the order in which it was made. */
  #show(visitor: Visitor, instances: number): void {
    const { state } = this.#stepper.system;
    for (let k = 0; k < this.#count; k++) {
      const at = k * EVENT_WORDS;
      const instance = this.#events[at + 1];
      if ((instances & (1 << instance)) === 0) continue;
      const a = this.#events[at + 2];
      const b = this.#events[at + 3];
      switch (this.#events[at]) {
        case MOVED:
          for (let w = 0; w < this.#words; w++) state[w] = this.#states[k * this.#words + w];
          visitor.moved(instance, a, b, this.#events[at + 4]);
          break;
        case STAYED:
          visitor.stayed(instance, a);
          break;
        case VIOLATED: {
          const { property, message, ownAssertion } = this.#violations[b];
          visitor.violated(property, message, instance, a, ownAssertion);
        }
      }
    }
    copyState(this.#before, state);
  }

  #add(kind: number, instance: number, a: number, b: number, c: number): number {
    const at = this.#count * EVENT_WORDS;
    if (at + EVENT_WORDS > this.#events.length) this.#grow();
    const events = this.#events;
    events[at] = kind;
    events[at + 1] = instance;
    events[at + 2] = a;
    events[at + 3] = b;
    events[at + 4] = c;
    return this.#count++;
  }

  #grow(): void {
    const events = new Int32Array(2 * this.#events.length);
    events.set(this.#events);
    this.#events = events;
    const states = new Int32Array(2 * this.#states.length);
    states.set(this.#states);
    this.#states = states;
  }
}
