// The verdict on lock order, once the search has ended. What was seen is enough for `violated`, also where a limit ended
// the search; `holds` needs every state. Whether any run deadlocks is another question, which the same search answers.

import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { SearchResult } from '../graph/finding.ts';
import type { LockOrderDefinition, Properties } from '../language/claims/property.ts';
import { fingerprintOf } from '../language/fingerprint.ts';
import type { Fact } from '../outcome/lock-order.ts';
import type { LockWitness, PropertyOutcome } from '../outcome/outcome.ts';
import { buildTrace, type TraceParts } from '../trace/build-trace.ts';
import type { LockOrder } from './lock-order.ts';
import { witnessOf } from './witness.ts';

/** The deadlock property of a check that has none of its own. */
const DEADLOCK = 'deadlock, for lock order';

export function asksForLockOrder(properties: Properties): boolean {
  return Object.values(properties).some(({ kind }) => kind === 'lock-order');
}

/** The properties, and deadlock among them. */
export function withDeadlock(properties: Properties): Properties {
  if (deadlockOf(properties) !== undefined) return properties;
  return { ...properties, [DEADLOCK]: { kind: 'deadlock', about: '' } };
}

function deadlockOf(properties: Properties): string | undefined {
  return Object.entries(properties).find(([, { kind }]) => kind === 'deadlock')?.[0];
}

/** The property among those of its check. */
export interface Claim extends Pick<TraceParts, 'model' | 'parameters' | 'minimal'> {
  readonly name: string;
  readonly property: LockOrderDefinition;
  readonly properties: Properties;
}

export function decideLockOrder(
  order: LockOrder,
  graph: ExploredGraph,
  { findings, limit }: SearchResult,
  { name, property: { kind, about }, properties, ...subject }: Claim,
): PropertyOutcome {
  const { classes, dependencies, problems } = order;
  const isDeadlock = findings.has(deadlockOf(properties) ?? DEADLOCK);
  const { system } = graph.stepper;
  const witness = (fact: Fact): LockWitness => {
    const { path, words } = witnessOf(order, graph, fact);
    const property = { name, kind, about, message: words };
    const fingerprint = fingerprintOf(system.definition);
    const run = buildTrace({ ...subject, ...path, system, fingerprint, property });
    return { fact, words, run };
  };
  return {
    name,
    kind,
    about,
    verdict: problems.length > 0 ? 'violated' : limit ? 'inconclusive' : 'holds',
    lockOrder: {
      classes,
      dependencies,
      problems: problems.map(({ facts, ...problem }) => ({
        ...problem,
        witnesses: facts.map(witness),
      })),
      deadlock: isDeadlock ? 'found' : limit ? 'unknown' : 'none',
    },
  };
}
