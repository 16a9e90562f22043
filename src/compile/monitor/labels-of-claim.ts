// The labels that a claim about states compares `at` with, and a doubt about those at which no process that it reads can
// ever be: a misspelt label makes a comparison that is always false, and the claim hold for nothing.

import { suggest } from '../../base/near-name.ts';
import type { PropertyDefinition } from '../../language/claims/property.ts';
import { labelsCompared } from '../access/labels-compared.ts';
import type { Layout, ProcessPlan } from '../layout/layout.ts';
import type { StateCheck } from './monitor.ts';

/** Undefined where the claim may tell all labels apart. */
export function labelsOfClaim(
  { processes }: Layout,
  { name, definition, access }: StateCheck,
): ReadonlySet<string> | undefined {
  const names = processes.map((process) => process.name);
  return labelsCompared(predicateOf(definition), access, names, name);
}

/** A sentence for each label that is none. */
export function unknownLabels(layout: Layout, claims: readonly StateCheck[]): string[] {
  return claims.flatMap((claim) => {
    const read = new Set(claim.access.accesses.map(({ cell }) => cell));
    const seen = layout.processes.filter((process) => read.has(process.name));
    const known = [...new Set(seen.flatMap(labelsAt))];
    const compared = labelsOfClaim(layout, claim) ?? [];
    return [...compared]
      .filter((label) => !known.includes(label))
      .map(
        (label) =>
          `${claim.name}: no process that it reads is ever at '${label}'; ${suggest(label, known)}`,
      );
  });
}

/** A process of a pool is never done. */
function labelsAt({ labelNames, definition }: ProcessPlan): readonly string[] {
  return definition.pool === undefined ? labelNames : labelNames.slice(0, -1);
}

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
function predicateOf(definition: PropertyDefinition): (views: any) => unknown {
  switch (definition.kind) {
    case 'invariant':
      return definition.holds;
    case 'reachable':
    case 'unreachable':
      return definition.when;
    case 'conservation':
      return definition.count;
    default:
      throw new Error(`${definition.kind} is no claim about single states`);
  }
}
