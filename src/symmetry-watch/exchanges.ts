// Exchanges of two ids, and what must commute with them: a step of a permuted state is the permuted step, and a property
// says the same of a state and of its image. The audit asks it of all states of a small model, and each search now and
// then of its own (watch.ts).
//
// What must stay true: it shares nothing with the analysis that says which ids are interchangeable
// (reduction/id-symmetry). It permutes, steps, and compares.

import type { StateCheck } from '../compile/monitor/state-checks.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import type { Group, SymmetricKind } from '../reduction/group.ts';
import { identity } from '../reduction/initial-orbit.ts';
import {
  sameState,
  type Transition,
  type TransitionLists,
} from '../transition/transition-lists.ts';

/** Of more there are too many permutations. */
const FEW_IDS = 4;

export interface Exchange {
  readonly kind: SymmetricKind;
  /** The two. */
  readonly ids: readonly [number, number];
  readonly image: Int32Array;
  /** Where each instance goes. */
  readonly moved: Int32Array;
}

export class Exchanges {
  /** Those of neighbours, which generate all permutations: what commutes with them in all states is symmetric. */
  readonly generators: readonly Exchange[];
  readonly backward: readonly Exchange[];
  /** A walk through all namings of the ids of each kind that has few, and there and back along those of the others. */
  readonly thorough: readonly Exchange[];
  /** Those of any two, for who looks at few states: in one state they tell more than those of neighbours. */
  readonly pairs: readonly Exchange[];
  readonly #transitions: TransitionLists;
  readonly #permute: (state: Int32Array, image: Int32Array, into: Int32Array) => void;

  constructor(transitions: TransitionLists, symmetry: Canonicalizer) {
    const { group } = symmetry;
    this.#transitions = transitions;
    this.#permute = symmetry.permutation();
    this.pairs = group.kinds.flatMap((kind) => pairsOf(kind, group));
    this.generators = this.pairs.filter(({ ids: [one, two] }) => two === one + 1);
    this.backward = [...this.generators].reverse();
    this.thorough = group.kinds.flatMap((kind) => {
      const neighbours = this.generators.filter((exchange) => exchange.kind === kind);
      if (kind.size <= FEW_IDS) return plainChanges(kind.size).map((k) => neighbours[k]);
      return [...neighbours, ...[...neighbours].reverse()];
    });
  }

  imageOf(state: Int32Array, exchange: Exchange): Int32Array {
    const into = new Int32Array(state.length);
    this.imageInto(state, exchange, into);
    return into;
  }

  imageInto(state: Int32Array, { image }: Exchange, into: Int32Array): void {
    this.#permute(state, image, into);
  }

  /** What the step of an instance makes of a state, in the other naming. */
  movedEnds(state: Int32Array, k: number, exchange: Exchange): End[] {
    return this.#transitions.of(state, k).map(({ to, violations }) => ({
      violations,
      ...(to && { to: this.imageOf(to, exchange) }),
    }));
  }

  /** What the step of the other instance makes of the other state. */
  endsThere(other: Int32Array, k: number, { moved }: Exchange): readonly End[] {
    return this.#transitions.of(other, moved[k]);
  }

  /** Whether the step of an instance does in the image of a state what it does in the state. */
  commutes(state: Int32Array, other: Int32Array, k: number, exchange: Exchange): boolean {
    return sameEnds(this.movedEnds(state, k, exchange), this.endsThere(other, k, exchange));
  }

  /** Whether a property says the same of two states. */
  saysTheSame(check: StateCheck, state: Int32Array, other: Int32Array): boolean {
    return this.answer(check, state) === this.answer(check, other);
  }

  /** What a property says of a state: in other words of ids it is the same. */
  answer(check: StateCheck, state: Int32Array): 'holds' | 'is broken' | 'throws' {
    this.#transitions.system.state.set(state);
    try {
      return check.problem() === undefined ? 'holds' : 'is broken';
    } catch {
      return 'throws';
    }
  }
}

/**
 * Exchanges of neighbours that go through all permutations, each once, as bells are rung (plain changes: Knuth, The Art of
 * Computer Programming, 7.2.1.2): the places of the first of the two.
 */
function plainChanges(size: number): number[] {
  if (size < 2) return [];
  const others = plainChanges(size - 1);
  const down = Array.from({ length: size - 1 }, (_, k) => size - 2 - k);
  return [...others, undefined].flatMap((other, turn) => {
    const isDown = turn % 2 === 0;
    const sweep = isDown ? down : [...down].reverse();
    return other === undefined ? sweep : [...sweep, other + (isDown ? 1 : 0)];
  });
}

function pairsOf(kind: SymmetricKind, group: Group): Exchange[] {
  const ids = Array.from({ length: kind.size }, (_, id) => id);
  return ids.flatMap((one) =>
    ids.slice(one + 1).map((two): Exchange => {
      const image = identity(group);
      image[kind.offset + one] = two;
      image[kind.offset + two] = one;
      const moved = new Int32Array(group.instances.length);
      group.moveInstances(image, moved);
      return { kind, ids: [one, two], image, moved };
    }),
  );
}

/** Where a transition ends and who objects: messages name ids, so they are not compared. */
export type End = Pick<Transition, 'to' | 'violations'>;

/** As sets: choices come in another order in another naming, and two may lead to the same. */
export function sameEnds(some: readonly End[], others: readonly End[]): boolean {
  if (some.length === 1 && others.length === 1 && isPlain(some[0]) && isPlain(others[0])) {
    return sameState(some[0].to, others[0].to);
  }
  return asSet(some.map(endText)) === asSet(others.map(endText));
}

function isPlain(end: End): end is End & { readonly to: Int32Array } {
  return end.to !== undefined && end.violations.length === 0;
}

export function endText({ to, violations }: End): string {
  return [...violations.map(({ property }) => property), to?.join()].join(' ');
}

function asSet(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join('; ');
}
