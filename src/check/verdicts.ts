// The verdict on each property, with the run that shows it.

import type { Shown } from '../counterexample/shortest.ts';
import {
  ASSERTIONS,
  isPending,
  type PropertyDefinition,
  STEP_ASSERTIONS,
} from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import { decideLockOrder } from '../lock-order/outcome.ts';
import type { PropertyOutcome } from '../outcome/outcome.ts';
import { traceOf } from './explain.ts';
import type { Explored } from './explore.ts';
import type { PreparedCheck } from './prepare.ts';

type Checked = PropertyDefinition | typeof STEP_ASSERTIONS;

export function verdicts(check: PreparedCheck, explored: Explored): PropertyOutcome[] {
  const { checksAssertions, properties } = check;
  const all: Record<string, Checked> = {
    ...properties,
    ...(checksAssertions && { [ASSERTIONS]: STEP_ASSERTIONS }),
  };
  return Object.entries(all).map(
    ([name, property]) =>
      lockOrderOutcome(check, explored, name, property) ??
      propertyOutcome(check, explored, name, property),
  );
}

function propertyOutcome(
  check: PreparedCheck,
  { result: { findings, limit }, shown }: Explored,
  name: string,
  property: Checked,
): PropertyOutcome {
  const { kind, about } = property;
  const base = { name, kind, about };
  if (isPending(property)) return { ...base, verdict: 'pending' };
  if (findings.has(name)) {
    const counterexample = traceOf(check, base, shown.get(name) as Shown);
    const verdict = kind === 'reachable' ? 'holds' : 'violated';
    const { minimal } = counterexample;
    return { ...base, verdict, depth: counterexample.steps.size, counterexample, minimal };
  }
  if (limit) return { ...base, verdict: 'inconclusive' };
  return { ...base, verdict: kind === 'reachable' ? 'violated' : 'holds' };
}

function lockOrderOutcome(
  { lockOrder, properties, model, parameters, limits }: PreparedCheck,
  { search, result }: Explored,
  name: string,
  property: Checked,
): PropertyOutcome | undefined {
  if (!lockOrder || property.kind !== 'lock-order') return undefined;
  const minimal = limits.order !== 'dfs';
  const claim = { name, property, properties, model: model.name, parameters, minimal };
  return decideLockOrder(lockOrder, search.graph, result, claim);
}

const BY_SEVERITY: readonly Verdict[] = [
  'violated',
  'inconclusive',
  'no-violation-found',
  'pending',
  'holds',
];

export function worst(all: readonly Verdict[]): Verdict {
  return BY_SEVERITY.find((verdict) => all.includes(verdict)) ?? 'holds';
}
