// Symmetry reduction: decides which kinds of a system are interchangeable, and makes the
// canonicaliser for them.
//
// Sound only if the group is one of automorphisms: steps, guards and properties treat all ids
// alike (id-symmetry/), and the initial states are closed (initial-orbit.ts). Then a search that
// stores one representative for each orbit and goes on from it reaches a representative of exactly
// the reachable orbits, at the same depths (Ip & Dill 1996, theorem 1; Emerson & Sistla 1996).

import type { Layout } from '../compile/layout/layout.ts';
import { observerShapes } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { initialStates } from '../compile/program/initial-states.ts';
import { withConstraint } from '../language/claims/constrained.ts';
import type { Properties } from '../language/claims/property.ts';
import { Canonicalizer } from './canonical.ts';
import { familiesOf } from './families.ts';
import { candidateKinds, Group } from './group.ts';
import { distinguishedKinds } from './id-symmetry/distinguished-kinds.ts';
import { type BrokenKind, brokenKinds, MOST_INITIAL } from './initial-orbit.ts';
import { refusalUnder, symmetryUnderMemory } from './memory-soundness.ts';
import type { Dropped, PlanFigures, Reduction, ReductionPlan } from './reduction.ts';
import { refusalOf } from './soundness.ts';
import { symmetrySoundness } from './symmetry-soundness.ts';
import { UNLIKE, unlikeBeginning } from './unlike-beginning.ts';

export interface SymmetryPlan extends ReductionPlan {
  /** The kinds that are permuted, with how many ids each. */
  readonly kinds: readonly { readonly name: string; readonly size: number }[];
  /** How many permutations there are. */
  readonly permutations: number;
  /** Why each other kind is not permuted. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Absent where no kind is left: then there is nothing to gain. */
  readonly quotient?: Canonicalizer;
}

export const symmetry: Reduction<SymmetryPlan> = {
  soundness: symmetrySoundness,
  underMemory: symmetryUnderMemory,
  plan({ system, properties, dropped = new Map() }) {
    const weak = refusalUnder(system.definition.memory, symmetryUnderMemory);
    if (weak) {
      const isWanted = candidateKinds(system.layout).kinds.length > 0;
      return {
        ...without(new Map([['all kinds', weak.reason]])),
        refused: isWanted ? [weak] : [],
      };
    }
    const refused = refusalOf(symmetrySoundness, properties);
    const gaps = [...dropped].map(([kind, { reason }]) => ({ kind, reason }));
    if (!refused) {
      const asked = withConstraint(system.definition, properties);
      return { ...unlessTooDear(planSymmetry(system, asked, dropped)), refused: gaps };
    }
    const { property, reason } = refused;
    const why = `property '${property}' (${properties[property].kind}): ${reason}`;
    return { ...without(new Map([['all kinds', why]])), refused: [...gaps, refused] };
  },
};

type Distinguished = NonNullable<PlanFigures['distinguished']>;

/** A plan that permutes nothing. */
function without(
  reasons: SymmetryPlan['reasons'],
  distinguished: Distinguished = [],
): SymmetryPlan {
  return {
    kinds: [],
    permutations: 1,
    reasons,
    refused: [],
    figures: () => ({ isUsed: false, ...(distinguished.length > 0 && { distinguished }) }),
  };
}

/**
 * A representative of tied ids takes about ten times as long to find as a state takes to make
 * (bench/), so fewer permutations than this cannot save the time.
 */
const FEWEST_TIED = 12;

function unlessTooDear(plan: SymmetryPlan): SymmetryPlan {
  const { kinds, permutations, reasons, quotient } = plan;
  if (!quotient?.isTied || permutations >= FEWEST_TIED) return plan;
  const why = `${permutations} permutations of ids that are tied to each other save less than they cost`;
  const all = new Map([...reasons, ...kinds.map(({ name }) => [name, why] as const)]);
  return without(all);
}

const TOO_MANY_INITIAL = `there are more than ${MOST_INITIAL.toLocaleString('en-US')} initial states, too many to compare`;

function beginsUnlike(layout: Layout, only: BrokenKind['only']): string {
  return only ? unlikeBeginning(layout, only.state, only.moved) : UNLIKE;
}

export function planSymmetry(
  system: CompiledSystem,
  properties: Properties,
  dropped: Dropped = new Map(),
): SymmetryPlan {
  const { layout, definition } = system;
  const { kinds, excluded } = candidateKinds(layout);
  const reasons = new Map(excluded);
  for (const [name, { reason }] of dropped) reasons.set(name, reason);
  const group = new Group(layout, kinds);
  if (kinds.length > 0) {
    const initial = initialStates(system, observerShapes(properties));
    const broken = brokenKinds(initial, familiesOf(layout, group), group);
    const found: readonly BrokenKind[] = broken ?? kinds;
    for (const { name, only } of found) {
      reasons.set(name, broken ? beginsUnlike(layout, only) : TOO_MANY_INITIAL);
    }
  }
  const alike = kinds.filter(({ name }) => !reasons.has(name));
  if (alike.length > 0) {
    const sizes = new Map(alike.map(({ name, size }) => [name, size]));
    const found = distinguishedKinds(definition, layout, properties, sizes);
    for (const [name, reason] of found) reasons.set(name, reason);
  }
  const left = kinds.filter(({ name }) => !reasons.has(name));
  const distinguished = kinds.flatMap(({ name, size }): Distinguished => {
    const reason = reasons.get(name);
    const isTold = reason !== undefined && !dropped.has(name);
    return isTold ? [{ kind: name, ids: size, reason }] : [];
  });
  if (left.length === 0) return without(reasons, distinguished);
  const quotient = new Canonicalizer(layout, new Group(layout, left));
  const permutations = quotient.group.size;
  return {
    kinds: left,
    permutations,
    reasons,
    quotient,
    refused: [],
    figures: () => ({
      isUsed: true,
      symmetry: {
        kinds: Object.fromEntries(left.map(({ name, size }) => [name, size])),
        permutations,
        exact: quotient.exact,
      },
      ...(distinguished.length > 0 && { distinguished }),
    }),
  };
}
