// The outcome of a check: its verdicts, with all that a reader needs to know to rely on them.

import { audit } from '../audit/audit.ts';
import type { ModelError } from '../base/errors.ts';
import { STORES } from '../base/stores.ts';
import { constantWords } from '../compile/access/lints.ts';
import { fieldsRead } from '../compile/monitor/fields-read.ts';
import { warningsOf } from '../compile/program/warnings.ts';
import { neverRead } from '../language/parameters-read.ts';
import { heldAtEnd } from '../lock-order/held-at-end.ts';
import type { AuditReport } from '../outcome/audit.ts';
import type {
  CheckOutcome,
  Happening,
  ModelMistake,
  PropertyOutcome,
  Statistics,
} from '../outcome/outcome.ts';
import { profile } from '../profile/profile.ts';
import { assumptionsOf } from './assumptions.ts';
import { compileSystem } from './compile-system.ts';
import type { Explored, Found } from './found.ts';
import { happenings } from './happenings.ts';
import { limitOf } from './limit.ts';
import { doubtfulCalls } from './missing-counterparts.ts';
import { omissionOf } from './omission.ts';
import { oneSidedConditions } from './one-sided.ts';
import { usesOfVariants } from './other-variants.ts';
import type { PreparedCheck } from './prepare.ts';
import { reductionFigures } from './reductions.ts';
import { canBePacked } from './refuse-store.ts';
import { namedForNothing } from './refuse-unasserted.ts';
import { idleObservers, silentObservers } from './silent-observers.ts';
import { unaskedFaults } from './unasked-faults.ts';
import { cases } from './vacuous.ts';
import { worst } from './verdicts.ts';

export function summarise(
  check: PreparedCheck,
  explored: Explored,
  properties: readonly PropertyOutcome[],
): CheckOutcome {
  const { graph } = explored.search;
  // What other stores have seen is forgotten.
  const isKept = !explored.result.forgotten;
  const looked = isKept
    ? [...happenings(graph), ...cases(graph, check.properties, properties)]
    : [];
  const decided = withVerdicts(check, explored, properties);
  return {
    ...decided,
    // Where something is violated, whoever ends so may be what an oops has left.
    warnings: [
      ...decided.warnings,
      ...(isKept && decided.outcome !== 'violated' ? heldAtEnd(graph) : []),
    ],
    ...(isKept && isComplete(explored) && { never: unseen(looked) }),
    happenings: looked,
    ...(check.options.audit && { audit: auditOf(check, explored) }),
    ...(check.options.profile && { profile: profile(graph, check.limits.progress) }),
  };
}

/** What is there as soon as the verdicts are. */
export function withVerdicts<Run>(
  check: PreparedCheck,
  found: Found,
  properties: readonly PropertyOutcome<Run>[],
): CheckOutcome<Run> {
  const { model, parameters, all, system, asked, limits, options } = check;
  const { result } = found;
  const reads = fieldsRead(system, all);
  return {
    model: model.name,
    parameters,
    // A search that a limit ended and that was asked nothing has found nothing, and that is all.
    outcome:
      properties.length === 0 && result.limit
        ? 'inconclusive'
        : worst(properties.map(({ verdict }) => verdict)),
    properties,
    statistics: statisticsOf(check, found),
    assumptions: assumptionsOf(check, result),
    ...(result.limit
      ? {
          limit: limitOf(result.limit, found, limits.memoryBytes, {
            bound: options.memoryBound,
            canBePacked: canBePacked(check.properties, options),
            kept: options.partitioned?.option ?? (options.checkpoint && '--checkpoint'),
          }),
        }
      : {}),
    happenings: [],
    ...(result.error && { modelError: mistakeOf(check, result.error) }),
    warnings: [
      ...check.attempt.warnings,
      ...neverRead(model.parameters).map(
        (name) => `parameter ${name} is never read, so it makes no difference`,
      ),
      ...doubtfulCalls(model, system),
      ...oneSidedConditions(model, system),
      ...namedForNothing(system, all),
      ...silentObservers(check.monitor),
      ...idleObservers(check.monitor),
      ...unaskedFaults(system, reads),
      ...asked.flatMap(({ property, access }) => constantWords(`claim '${property}' asks`, access)),
      ...warningsOf(system, reads, () => usesOfVariants(model)?.map(({ used }) => used)),
    ],
  };
}

function unseen(looked: readonly Happening[]): string[] {
  return looked.filter(({ seen }) => !seen).map(({ words }) => words);
}

function mistakeOf({ system }: PreparedCheck, { message, place }: ModelError): ModelMistake {
  const instance = system.layout.instances.find(({ name }) => name === place.process);
  return { message, place, ...(instance && { process: instance.process.name }) };
}

/** Whether every state was found and expanded, and is there to be looked at. */
function isComplete({ result }: Found): boolean {
  return result.limit === undefined && result.frontier === 0 && !result.forgotten;
}

function statisticsOf(check: PreparedCheck, { search, result, seconds }: Found): Statistics {
  return {
    states: result.states,
    transitions: result.transitions,
    depth: result.depth,
    seconds,
    peakMemoryBytes: search.memoryBytes,
    workers: search.workers,
    storage: check.options.store ?? STORES[0],
    ...(result.omission !== undefined && {
      omission: omissionOf(result.omission, result.depth),
    }),
    ...reductionFigures(check.reductions, { reduced: search.graph.expansion?.reduced ?? 0 }),
  };
}

/** After all verdicts and runs, on a system of its own: it changes none of them. */
function auditOf(check: PreparedCheck, { search: { graph } }: Found): AuditReport {
  const { system, properties, all, reductions, limits } = check;
  return audit({
    system: compileSystem(system.definition, properties, limits.progress, all),
    properties,
    symmetry: reductions.symmetry?.quotient,
    deadLocals: reductions['dead-locals']?.quotient,
    sets: reductions['partial-order']?.sets,
    isSteady: reductions['partial-order']?.isSteady ?? false,
    kept: { count: graph.visited.count, stateAt: (index) => graph.stateAt(index) },
    progress: limits.progress,
  });
}
