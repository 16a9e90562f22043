// Searches of small systems, and groups permutation by permutation.

import { Findings } from '../../src/audit/findings.ts';
import { SymmetryAudit } from '../../src/audit/symmetry.ts';
import { Progress } from '../../src/base/progress.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { pathTo } from '../../src/counterexample/path.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import type { Canonicalizer } from '../../src/reduction/canonical.ts';
import type { Group } from '../../src/reduction/group.ts';
import type { Quotient } from '../../src/transition/reduced.ts';
import { TransitionLists } from '../../src/transition/transition-lists.ts';

export interface Searched {
  readonly states: readonly Int32Array[];
  readonly transitions: number;
  readonly depth: number;
  /** Depths at which properties were decided. */
  readonly verdicts: Readonly<Record<string, number>>;
}

/** Undefined where there are too many states. */
export function verdictsOf(
  definition: SystemDefinition,
  properties: Properties,
  maxStates = Number.POSITIVE_INFINITY,
  symmetry?: Quotient,
): Searched | undefined {
  const search = explorer(definition, properties, maxStates, symmetry);
  const { limit, findings, transitions, depth } = search.run();
  if (limit) return undefined;
  const decided = [...findings.values()].map((finding) => {
    const { steps, loop } = pathTo(search.graph, finding);
    return [finding.property, loop ?? steps.length] as const;
  });
  return {
    states: statesOf(search),
    transitions,
    depth,
    verdicts: Object.fromEntries(decided.sort()),
  };
}

/** The states that are found first. */
export function reachedStates(
  definition: SystemDefinition,
  properties: Properties,
  maxStates: number,
): readonly Int32Array[] {
  const search = explorer(definition, properties, maxStates);
  search.run();
  return statesOf(search);
}

function explorer(
  definition: SystemDefinition,
  properties: Properties,
  maxStates: number,
  symmetry?: Quotient,
): Search {
  const system = new CompiledSystem(definition, observerShapes(properties));
  return new Search(system, new Monitor(system, properties), properties, {
    order: 'bfs',
    maxStates,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes: 2 ** 28,
    progress: new Progress(),
    exhaustive: true,
    quotient: symmetry,
  });
}

function statesOf({ graph }: Search): Int32Array[] {
  return Array.from({ length: graph.visited.count }, (_, k) => graph.stateAt(k));
}

/** Every permutation of a group, as images. */
export function allImages({ kinds, elements }: Group): Int32Array[] {
  let images = [new Int32Array(elements)];
  for (const { offset, size } of kinds) {
    const orders = permutations(size);
    images = images.flatMap((image) =>
      orders.map((order) => {
        const next = image.slice();
        next.set(order, offset);
        return next;
      }),
    );
  }
  return images;
}

function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((shorter) =>
    Array.from({ length: size }, (_, k) => [...shorter.slice(0, k), size - 1, ...shorter.slice(k)]),
  );
}

/**
 * Whether a search with representatives finds what one without finds: the same orbits, the same
 * verdicts.
 */
export function agreement(
  { definition, properties }: { definition: SystemDefinition; properties: Properties },
  symmetry: Quotient,
  maxStates = 60_000,
): string {
  const full = verdictsOf(definition, properties, maxStates);
  if (!full) return 'too many states';
  let reduced: Searched | undefined;
  try {
    reduced = verdictsOf(definition, properties, maxStates, symmetry);
  } catch (error) {
    return `fails: ${String(error)}`;
  }
  const orbits = new Set(
    full.states.map((state) => {
      const representative = state.slice();
      symmetry.canonicalize(representative);
      return representative.join();
    }),
  );
  const found = new Set(reduced?.states.map((state) => state.join()));
  if (orbits.size !== found.size || [...orbits].some((one) => !found.has(one)))
    return 'other orbits';
  const same = JSON.stringify(reduced?.verdicts) === JSON.stringify(full.verdicts);
  return same ? 'agrees' : 'other verdicts';
}

/** What the audit says of a group's permutations, in words. */
export function symmetryProblems(
  { definition, properties }: { definition: SystemDefinition; properties: Properties },
  symmetry: Canonicalizer,
  states: readonly Int32Array[],
): string[] {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const transitions = new TransitionLists(
    system,
    new Monitor(system, properties),
    new Progress().flags,
  );
  const findings = new Findings(system);
  const audit = new SymmetryAudit(transitions, symmetry, findings);
  for (const state of states) {
    audit.check(state);
    transitions.forget();
  }
  return findings.problems.map(({ step, message }) => `${step} ${message}`);
}
