// The verdict on each property, with the run that shows it.

import type { LimitReached } from '../base/limits.ts';
import type { Shown } from '../counterexample/shortest.ts';
import type { SearchResult } from '../graph/finding.ts';
import {
  ASSERTIONS,
  isPending,
  type PropertyDefinition,
  type PropertyKind,
  STEP_ASSERTIONS,
} from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import { decideLockOrder } from '../lock-order/outcome.ts';
import type { PropertyOutcome } from '../outcome/outcome.ts';
import { traceOf } from './explain.ts';
import type { Explored } from './found.ts';
import { neededTrace } from './needed-run.ts';
import { findsShortest } from './options.ts';
import type { PreparedCheck } from './prepare.ts';
import { quietTrace } from './quiet-run.ts';

/** How much of the states a search has looked at, and has still. */
type Looked = Pick<SearchResult, 'limit' | 'omission' | 'forgotten'>;

type Checked = PropertyDefinition | typeof STEP_ASSERTIONS;

/** All that a check decides, by name. */
export function allChecked({ checksAssertions, properties }: PreparedCheck): [string, Checked][] {
  const all: Record<string, Checked> = {
    ...properties,
    ...(checksAssertions && { [ASSERTIONS]: STEP_ASSERTIONS }),
  };
  return Object.entries(all);
}

export function verdicts(check: PreparedCheck, explored: Explored): PropertyOutcome[] {
  return allChecked(check).map(
    ([name, property]) =>
      lockOrderOutcome(check, explored, name, property) ??
      propertyOutcome(check, explored, name, property),
  );
}

/** The verdicts alone, which take no time. */
export function verdictsWithoutRuns(
  check: PreparedCheck,
  result: Pick<SearchResult, 'findings' | keyof Looked>,
): PropertyOutcome<never>[] {
  const brokenOrder = (check.lockOrder?.problems.length ?? 0) > 0;
  return allChecked(check).map(([name, property]) => {
    const { kind, about } = property;
    const isFound = kind === 'lock-order' ? brokenOrder : result.findings.has(name);
    return { name, kind, about, verdict: verdictOf(property, isFound, result) };
  });
}

/** `isFound`: a violation; of a reachable property a witness. */
function verdictOf(
  property: Checked,
  isFound: boolean,
  { limit, omission, forgotten }: Looked,
): Verdict {
  if (isPending(property)) return 'pending';
  const isGoal = property.kind === 'reachable';
  if (isFound) return isGoal ? 'holds' : 'violated';
  if (limit !== undefined && !isWithin(property, limit)) return 'inconclusive';
  // What was not seen in the states that a lossy store has kept may be in those that it has omitted.
  if (omission !== undefined) return isGoal ? 'inconclusive' : 'no-violation-found';
  // Who is deadlocked beside others that move, only the finished graph shows.
  if (forgotten && property.kind === 'deadlock') return 'no-violation-found';
  return isGoal ? 'violated' : 'holds';
}

/** What single states and steps decide holds of all that a constraint lets a search reach. */
function isWithin({ kind }: Checked, limit: LimitReached): boolean {
  return limit === 'constraint' && OF_STATES.has(kind);
}

const OF_STATES: ReadonlySet<PropertyKind> = new Set<PropertyKind>([
  'invariant',
  'unreachable',
  'conservation',
  'observer',
  'assertion',
]);

function propertyOutcome(
  check: PreparedCheck,
  { result, shown }: Explored,
  name: string,
  property: Checked,
): PropertyOutcome {
  const { kind, about } = property;
  const base = { name, kind, about };
  const isFound = result.findings.has(name);
  const verdict = verdictOf(property, isFound, result);
  if (!isFound || verdict === 'pending') return { ...base, verdict };
  const one = shown.get(name) as Shown;
  const { fewestSwitches, full } = check.options;
  const quiet = fewestSwitches ? quietTrace(check, base, one) : undefined;
  const needed = quiet ?? (full ? undefined : neededTrace(check, base, one));
  const counterexample = needed ?? traceOf(check, base, one);
  const { minimal, steps } = counterexample;
  return {
    ...base,
    verdict,
    depth: steps.size,
    counterexample,
    minimal,
    ...(fewestSwitches && { fewestSwitches: quiet !== undefined }),
  };
}

function lockOrderOutcome(
  { lockOrder, properties, model, parameters, options }: PreparedCheck,
  { search, result }: Explored,
  name: string,
  property: Checked,
): PropertyOutcome | undefined {
  if (!lockOrder || property.kind !== 'lock-order') return undefined;
  const minimal = findsShortest(options);
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
