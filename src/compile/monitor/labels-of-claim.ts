// The labels that a claim about states compares `at` with: no other step of a process changes its answer by a label.

import type { LivenessClaim, PropertyDefinition } from '../../language/claims/property.ts';
import { labelsCompared } from '../access/labels-compared.ts';
import type { Layout } from '../layout/layout.ts';
import type { StateCheck } from './monitor.ts';

/** Undefined where the claim may tell all labels apart. */
export function labelsOfClaim(
  { processes }: Layout,
  { name, definition, access }: StateCheck,
): ReadonlySet<string> | undefined {
  const [predicate] = predicatesOf(definition);
  const names = processes.map((process) => process.name);
  return labelsCompared(predicate, access, names, name);
}

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Question = (views: any) => unknown;

/** What a property asks of single states. */
export function predicatesOf(definition: PropertyDefinition): readonly Question[] {
  switch (definition.kind) {
    case 'invariant':
    case 'at-end':
      return [definition.holds];
    case 'reachable':
    case 'unreachable':
      return [definition.when];
    case 'conservation':
      return [definition.count];
    case 'always-possible':
      return [definition.goal];
    case 'liveness':
      return 'claim' in definition ? goalsOf(definition.claim) : [];
    default:
      return [];
  }
}

function goalsOf(claim: LivenessClaim): readonly Question[] {
  switch (claim.type) {
    case 'eventually':
      return [claim.goal];
    case 'eventually-always':
      return [claim.stays];
    case 'leads-to':
      return [claim.from, claim.to];
    default:
      return [];
  }
}
