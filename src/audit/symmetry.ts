// The claim of symmetry reduction: permuting ids commutes with stepping and leaves every property's answer as it is. The
// analysis (reduction/id-symmetry) says as much of all states; where it is wrong, this says of which step or property.
//
// What must stay true: it shares nothing with the analysis. It permutes, steps, and compares.

import type { Canonicalizer } from '../reduction/canonical.ts';
import type { SymmetricKind } from '../reduction/group.ts';
import { generators } from '../reduction/initial-orbit.ts';
import type { Findings } from './findings.ts';
import { objectionOf, type Transition, type Transitions } from './transitions.ts';

/** An exchange of two ids, which with the others of its kind generates all permutations. */
interface Exchange {
  readonly kind: SymmetricKind;
  readonly image: Int32Array;
  /** Where each instance goes. */
  readonly moved: Int32Array;
}

export class SymmetryAudit {
  readonly #transitions: Transitions;
  readonly #findings: Findings;
  readonly #permute: (state: Int32Array, image: Int32Array, into: Int32Array) => void;
  readonly #exchanges: readonly Exchange[];

  constructor(transitions: Transitions, symmetry: Canonicalizer, findings: Findings) {
    const { group } = symmetry;
    this.#transitions = transitions;
    this.#findings = findings;
    this.#permute = symmetry.permutation();
    this.#exchanges = group.kinds.flatMap((kind) =>
      generators(kind, group).map((image) => {
        const moved = new Int32Array(group.instances.length);
        group.moveInstances(image, moved);
        return { kind, image, moved };
      }),
    );
  }

  /** Returns how many images of the state were looked at. */
  check(state: Int32Array): number {
    for (const exchange of this.#exchanges) this.#exchange(state, exchange);
    return this.#exchanges.length;
  }

  #exchange(state: Int32Array, { kind, image, moved }: Exchange): void {
    const other = this.#imageOf(state, image);
    const message = `tells ${kind.name} ids apart`;
    const [here, there] = [this.#broken(state), this.#broken(other)];
    for (const name of new Set([...here, ...there])) {
      if (here.has(name) === there.has(name)) continue;
      this.#findings.add({ claim: 'symmetry', step: `property ${name}`, message }, state);
    }
    for (const [k, to] of moved.entries()) {
      const steps = this.#transitions.of(state, k).map((one) => this.#endsAt(one, image));
      const images = this.#transitions.of(other, to).map((one) => this.#endsAt(one));
      if (asSet(steps) === asSet(images)) continue;
      const step = this.#transitions.stepName(state, k);
      this.#findings.add({ claim: 'symmetry', step, message }, state);
    }
  }

  #imageOf(state: Int32Array, image: Int32Array): Int32Array {
    const into = new Int32Array(state.length);
    this.#permute(state, image, into);
    return into;
  }

  /** The claims about states that a state breaks. */
  #broken(state: Int32Array): Set<string> {
    const broken = new Set<string>();
    for (const claim of this.#transitions.monitor.claims) {
      this.#transitions.system.state.set(state);
      try {
        if (claim.problem() !== undefined) broken.add(claim.name);
      } catch (error) {
        broken.add(`${claim.name}: ${objectionOf(error).message}`);
      }
    }
    return broken;
  }

  /** Where a transition ends and who objects, as text; what is said may name ids. */
  #endsAt({ to, objections }: Transition, image?: Int32Array): string {
    const end = to && image ? this.#imageOf(to, image) : to;
    return [...objections.map(({ property }) => property), end?.join()].join(' ');
  }
}

/** Choices come in another order in another naming. */
function asSet(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join('; ');
}
