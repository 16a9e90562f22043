// `mmcheck check --format json`: a contract that scripts read. Members are added, never renamed or
// removed, without a new schema number.

import type { LimitReached } from '../../base/limits.ts';
import type { PropertyKind } from '../../language/claims/property.ts';
import type { Verdict } from '../../language/claims/verdict.ts';
import type { ParameterValues } from '../../language/define-model.ts';
import type { FileCoverage } from '../../outcome/coverage.ts';
import {
  type AuditReport,
  type CheckOutcome,
  convertRuns,
  type LockOrderOutcome,
  type PropertyOutcome,
  type Statistics,
} from '../../outcome/outcome.ts';
import type { Profile } from '../../outcome/profile.ts';
import { routeOf } from '../../trace/route.ts';
import { encodeTrace, type JsonTrace } from '../../trace/trace-json.ts';

export interface JsonProperty {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly verdict: Verdict;
  /** Steps of the counterexample or witness; null where there is none. */
  readonly depth: number | null;
  /** Identifies the run by its steps, where there is one. */
  readonly route?: string;
  /** As `--trace` writes it and `replay` reads it; also the witness of a reachable property. */
  readonly counterexample: JsonTrace | null;
  /** With a counterexample. */
  readonly minimal?: boolean;
  /** With `--fewest-switches`: no run of this length has fewer context switches. */
  readonly fewestSwitches?: boolean;
  /** Of a lock order: the locks, their order, and a run for each part of what is wrong with it. */
  readonly lockOrder?: LockOrderOutcome<JsonTrace>;
  /** With `holds`. */
  readonly assumptions?: readonly string[];
}
export interface JsonCheck {
  readonly schema: 1;
  readonly model: string;
  readonly parameters: ParameterValues;
  readonly outcome: Verdict;
  readonly properties: readonly JsonProperty[];
  readonly statistics: Statistics;
  /** Where a limit ended the search. */
  readonly limit?: { readonly reached: LimitReached; readonly message: string };
  /** With `--audit`. */
  readonly audit?: AuditReport;
  /** With `--profile`: where states and time come from. */
  readonly profile?: Profile;
  /** What no run does, where every state was seen and there is anything. */
  readonly never?: readonly string[];
  /** With `--coverage`: how often the lines of each file ran. */
  readonly coverage?: readonly FileCoverage[];
  /** Where there are any. */
  readonly warnings?: readonly string[];
}

/** The verdicts that rest on what was assumed. */
const SCOPED: ReadonlySet<Verdict> = new Set(['holds', 'no-violation-found']);

export function checkJson(outcome: CheckOutcome): JsonCheck {
  const { limit, warnings, audit, profile, coverage, never = [] } = outcome;
  return {
    schema: 1,
    model: outcome.model,
    parameters: outcome.parameters,
    outcome: outcome.outcome,
    properties: outcome.properties.map((property) => ({
      ...jsonProperty(property),
      ...(SCOPED.has(property.verdict) && { assumptions: outcome.assumptions }),
    })),
    statistics: outcome.statistics,
    ...(limit === undefined ? {} : { limit }),
    ...(audit === undefined ? {} : { audit }),
    ...(profile === undefined ? {} : { profile }),
    ...(never.length === 0 ? {} : { never }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

export function jsonProperty(property: PropertyOutcome): JsonProperty {
  const { name, kind, verdict, depth, minimal, fewestSwitches } = property;
  const route = property.counterexample && routeOf(property.counterexample);
  const { counterexample, lockOrder } = convertRuns(property, encodeTrace);
  return {
    name,
    kind,
    verdict,
    depth: depth ?? null,
    ...(route === undefined ? {} : { route }),
    counterexample: counterexample ?? null,
    ...(minimal === undefined ? {} : { minimal }),
    ...(fewestSwitches === undefined ? {} : { fewestSwitches }),
    ...(lockOrder === undefined ? {} : { lockOrder }),
  };
}
