// The outcome of a check: its verdicts, with all that somebody needs to know to rely on them.

import { audit } from '../audit/audit.ts';
import { lookedAt } from '../compile/monitor/looked-at.ts';
import { observerShapes } from '../compile/monitor/monitor.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import { warningsOf } from '../compile/program/warnings.ts';
import type { AuditReport } from '../outcome/audit.ts';
import type { CheckOutcome, PropertyOutcome, Statistics } from '../outcome/outcome.ts';
import { assumptionsOf } from './assumptions.ts';
import type { Explored } from './explore.ts';
import { limitOf } from './limit.ts';
import { neverHappens } from './never.ts';
import { hasVariants, type PreparedCheck } from './prepare.ts';
import { reductionFigures } from './reductions.ts';
import { worst } from './verdicts.ts';

export function summarise(
  check: PreparedCheck,
  explored: Explored,
  properties: readonly PropertyOutcome[],
): CheckOutcome {
  const { model, parameters, all, system, limits, options } = check;
  const { result } = explored;
  return {
    model: model.name,
    parameters,
    // A search that a limit ended and that was asked nothing has found nothing, and that is all.
    outcome:
      properties.length === 0 && result.limit
        ? 'inconclusive'
        : worst(properties.map(({ verdict }) => verdict)),
    properties,
    statistics: statisticsOf(check, explored),
    assumptions: assumptionsOf(check, result),
    ...(result.limit ? { limit: limitOf(result.limit, explored, limits.memoryBytes) } : {}),
    ...(isComplete(explored) && { never: neverHappens(explored.search.graph) }),
    warnings: [
      ...check.attempt.warnings,
      ...check.doubts,
      ...warningsOf(system, lookedAt(system, all), hasVariants(model)),
    ],
    ...(options.audit && { audit: auditOf(check, explored) }),
  };
}

/** Whether every state was found and expanded. */
function isComplete({ result }: Explored): boolean {
  return result.limit === undefined && result.frontier === 0;
}

function statisticsOf(check: PreparedCheck, { search, result, seconds }: Explored): Statistics {
  return {
    states: search.graph.visited.count,
    transitions: result.transitions,
    depth: result.depth,
    seconds,
    peakMemoryBytes: search.memoryBytes,
    workers: 1,
    storage: 'exact',
    ...reductionFigures(check.reductions, { reduced: search.graph.expansion?.reduced ?? 0 }),
  };
}

/** After all verdicts and runs, on a system of its own: it changes none of them. */
function auditOf(check: PreparedCheck, { search: { graph } }: Explored): AuditReport {
  const { system, properties, reductions, limits } = check;
  return audit({
    system: new CompiledSystem(system.definition, observerShapes(properties)),
    properties,
    symmetry: reductions.symmetry?.quotient,
    sets: reductions['partial-order']?.sets,
    isSteady: reductions['partial-order']?.isSteady ?? false,
    kept: { count: graph.visited.count, stateAt: (index) => graph.stateAt(index) },
    progress: limits.progress,
  });
}
