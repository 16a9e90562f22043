// The facade: a model, its parameters, properties and options in; an outcome out. Prints nothing, exits nowhere.

import { audit } from './audit/audit.ts';
import type { AuditReport } from './audit/report.ts';
import { LockOrder } from './lock-order/lock-order.ts';
import { asksForLockOrder, decideLockOrder, withDeadlock } from './lock-order/outcome.ts';
import { CompiledSystem } from './model/compile.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from './model/define-model.ts';
import { UsageError } from './model/errors.ts';
import { fingerprintOf } from './model/fingerprint.ts';
import { warningsOf } from './model/warnings.ts';
import type { CheckOutcome, LimitReached, PropertyOutcome, Statistics } from './outcome.ts';
import { unknownLabels } from './property/labels-of-claim.ts';
import { Monitor, observerShapes } from './property/monitor.ts';
import { isPending, type Properties, type PropertyDefinition } from './property/property.ts';
import type { Verdict } from './property/verdict.ts';
import { type SoundReductions, soundReductions } from './reduction/plan.ts';
import type { Reduction } from './reduction/soundness.ts';
import { runOrExplain } from './search/broken-model.ts';
import { Explorer } from './search/explore.ts';
import { fairnessWords } from './search/fairness.ts';
import { saidOfRun } from './search/orbit-path.ts';
import { pathTo } from './search/path.ts';
import { BEGINNING, during, Progress } from './search/progress.ts';
import { ASSERTIONS, type SearchOptions, type SearchResult } from './search/search.ts';
import { type Shown, shortestRuns } from './search/shortest.ts';
import { type Attempt, searchAgain } from './search/symmetry/search-again.ts';
import { deadlockStory, waitStory } from './search/wait-story.ts';
import { buildTrace } from './trace/build-trace.ts';
import type { Trace } from './trace/trace.ts';

export interface CheckOptions {
  /** Breadth-first (the default) finds shortest counterexamples. */
  readonly order?: 'bfs' | 'dfs';
  /** All reductions that are sound (the default), none, or only some. */
  readonly reduction?: boolean | readonly Reduction[];
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly memoryBytes?: number;
  /** Check only these properties. */
  readonly only?: readonly string[];
  /** Look again, by slow code, at what the search relied upon: see audit/. */
  readonly audit?: boolean;
  /** Shared with the thread that watches over the search: see search/progress.ts. */
  readonly progress?: SharedArrayBuffer;
}

/** What a search may use where nobody says otherwise. */
export const DEFAULT_MEMORY = 4 * 2 ** 30;

/** Checks all properties in one run. Throws ModelError and UsageError; a finding is a value. */
export function checkModel(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: CheckOptions = {},
): CheckOutcome {
  return searchAgain((attempt) => checkOnce(model, values, properties, options, attempt));
}

function checkOnce(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: CheckOptions,
  attempt: Attempt,
): CheckOutcome {
  const parameters = resolveParameters(model, values);
  const wanted = selectProperties(properties, options.only);
  const system = new CompiledSystem(model.system(parameters), observerShapes(wanted));
  const progress = new Progress(options.progress);
  system.aroundInitial = (run) => during(progress, BEGINNING, run);
  const monitor = new Monitor(system, wanted);
  const order = options.order ?? 'bfs';
  const hasVariants = Object.keys(model.parameters).length > 0;
  // A label may be another variant's. Asked for now, since a claim that is decided is no longer among them.
  const doubts = hasVariants ? [] : unknownLabels(system.layout, monitor.claims);
  const reductions = soundReductions(system, monitor, wanted, options, attempt.dropped);
  const symmetry = reductions.symmetry?.canonicalizer;
  const partialOrder = reductions.partialOrder?.sets;
  const onBeat = symmetry && attempt.watch(monitor, symmetry, progress.flags);
  const searchOptions: SearchOptions = {
    order,
    ...(symmetry && { symmetry }),
    ...(onBeat && { onBeat }),
    maxStates: options.maxStates ?? Number.POSITIVE_INFINITY,
    maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
    memoryBytes: options.memoryBytes ?? DEFAULT_MEMORY,
    progress,
  };
  const lockOrder = asksForLockOrder(wanted) ? new LockOrder(system) : undefined;
  const search = new Explorer(system, monitor, lockOrder ? withDeadlock(wanted) : wanted, {
    ...searchOptions,
    ...(partialOrder && { partialOrder }),
    ...(lockOrder && { watch: lockOrder }),
  });
  lockOrder?.follow(search);
  attempt.follow(search);
  const started = performance.now();
  const result = runOrExplain(search);
  const seconds = (performance.now() - started) / 1000;
  const shown = shortestRuns(search, (names, limits) => {
    const some = selectProperties(wanted, names);
    const maxStates = Math.min(limits.maxStates, searchOptions.maxStates);
    const assertions = names.includes('assertions');
    const again = { ...searchOptions, ...limits, maxStates, assertions };
    return new Explorer(system, new Monitor(system, some), some, again);
  });
  const tracer = (property: TracedProperty): Trace => {
    const { name, kind, about } = property;
    const { search, finding, minimal } = shown.get(name) as Shown;
    const path = pathTo(search, finding);
    const said = saidOfRun(search, wanted, finding, path);
    const waiting = said.waiting ?? [];
    const words =
      kind === 'deadlock'
        ? deadlockStory(system, path, waiting)
        : [...waitStory(system, path, waiting), said.message];
    return buildTrace({
      system,
      model: model.name,
      parameters,
      fingerprint: fingerprintOf(system.definition),
      property: { name, kind, about, message: words.join('\n') },
      minimal:
        minimal &&
        options.order !== 'dfs' &&
        finding.minimal !== false &&
        !finding.lasso?.cycle.length,
      ...path,
    });
  };
  const checked = system.asserts() ? { ...wanted, assertions: ASSERTIONS } : wanted;
  const outcomes = Object.entries(checked).map(([name, property]) => {
    if (!lockOrder || property.kind !== 'lock-order') {
      return propertyOutcome(name, property, result, tracer);
    }
    const minimal = order !== 'dfs';
    const claim = { name, property, properties: wanted, model: model.name, parameters, minimal };
    return decideLockOrder(lockOrder, search, result, claim);
  });
  return {
    model: model.name,
    parameters,
    // A search that a limit ended and that was asked nothing has found nothing, and that is all.
    outcome:
      outcomes.length === 0 && result.limit
        ? 'inconclusive'
        : worst(outcomes.map(({ verdict }) => verdict)),
    properties: outcomes,
    statistics: {
      states: search.visited.count,
      transitions: result.transitions,
      depth: result.depth,
      seconds,
      peakMemoryBytes: search.memoryBytes,
      workers: 1,
      storage: 'exact',
      ...reductionFigures(reductions, search, attempt),
    },
    assumptions: [
      ...assumptions(parameters, options),
      ...fairnessAssumed(system, wanted),
      ...(result.findings.has('assertions') ? [FAILED_RUNS_END] : []),
    ],
    ...(result.limit ? { limit: limitOf(result.limit, result, search, options) } : {}),
    warnings: [
      ...attempt.warnings,
      ...doubts,
      ...warningsOf(system, (field) => monitor.looksAt(field), hasVariants),
    ],
    ...(options.audit && { audit: auditOf(search, wanted, searchOptions, reductions) }),
  };
}

/** After all verdicts and runs, on a system of its own: it changes none of them. */
function auditOf(
  search: Explorer,
  properties: Properties,
  { progress }: SearchOptions,
  { symmetry, partialOrder }: SoundReductions,
): AuditReport {
  const { definition } = search.stepper.system;
  return audit({
    system: new CompiledSystem(definition, observerShapes(properties)),
    properties,
    symmetry: symmetry?.canonicalizer,
    sets: partialOrder?.sets,
    kept: { count: search.visited.count, stateAt: (index) => search.stateAt(index) },
    progress,
  });
}

function reductionFigures(
  { symmetry, partialOrder: plan }: SoundReductions,
  { partialOrder }: Explorer,
  { dropped }: Attempt,
): Pick<Statistics, 'reductions' | 'refused' | 'symmetry'> {
  const refused = [
    ...[...dropped.values()].map(({ kind, reason }) => ({ reduction: 'symmetry', kind, reason })),
    ...(symmetry?.refusedFor ? [{ reduction: 'symmetry', ...symmetry.refusedFor }] : []),
    ...(plan?.refused ? [{ reduction: 'partial-order', ...plan.refused }] : []),
  ];
  const figures = {
    reductions: [
      ...(symmetry?.canonicalizer ? ['symmetry'] : []),
      ...(partialOrder?.reduced ? ['partial-order'] : []),
    ],
    ...(refused.length > 0 && { refused }),
  };
  if (!symmetry?.canonicalizer) return figures;
  const { kinds, permutations, canonicalizer } = symmetry;
  const sizes = Object.fromEntries(kinds.map(({ name, size }) => [name, size]));
  return { ...figures, symmetry: { kinds: sizes, permutations, exact: canonicalizer.exact } };
}

type TracedProperty = Pick<PropertyDefinition, 'about'> & {
  readonly name: string;
  readonly kind: PropertyOutcome['kind'];
};

const FAILED_RUNS_END =
  'a run ends where an assertion of a step fails: what might come after it was not looked at';

function selectProperties(properties: Properties, only: readonly string[] | undefined): Properties {
  if (!only) return properties;
  const unknown = only.find((name) => !Object.hasOwn(properties, name) && name !== 'assertions');
  if (unknown !== undefined) {
    const known = Object.keys(properties).join(', ') || 'none';
    throw new UsageError(`there is no property '${unknown}'; the properties: ${known}`);
  }
  return Object.fromEntries(Object.entries(properties).filter(([name]) => only.includes(name)));
}

function propertyOutcome(
  name: string,
  property: Pick<PropertyDefinition, 'about'> & { kind: PropertyOutcome['kind'] },
  { findings, limit }: SearchResult,
  trace: (property: TracedProperty) => Trace,
): PropertyOutcome {
  const { kind, about } = property;
  const base = { name, kind, about };
  if (isPending(property)) return { ...base, verdict: 'pending' };
  if (findings.has(name)) {
    const counterexample = trace(base);
    const verdict = kind === 'reachable' ? 'holds' : 'violated';
    const { minimal } = counterexample;
    return { ...base, verdict, depth: counterexample.steps.size, counterexample, minimal };
  }
  if (limit) return { ...base, verdict: 'inconclusive' };
  return { ...base, verdict: kind === 'reachable' ? 'violated' : 'holds' };
}

const BY_SEVERITY: readonly Verdict[] = [
  'violated',
  'inconclusive',
  'no-violation-found',
  'pending',
  'holds',
];

function worst(verdicts: readonly Verdict[]): Verdict {
  return BY_SEVERITY.find((verdict) => verdicts.includes(verdict)) ?? 'holds';
}

function assumptions(parameters: ParameterValues, options: CheckOptions): string[] {
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return [
    given.length > 0 ? `parameters: ${given.join(' ')}` : 'the model as it stands (no parameters)',
    ...(options.maxDepth === undefined ? [] : [`runs of at most ${options.maxDepth} steps`]),
    'every interleaving of steps; no fairness is assumed but where a property asks for it',
    'memory is sequentially consistent (for barriers: herd7 and the LKMM)',
  ];
}

/** What the liveness properties ask of the runs that they speak of. */
function fairnessAssumed({ definition }: CompiledSystem, properties: Properties): string[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.kind === 'liveness' && 'claim' in property
      ? [`${name}: runs with ${fairnessWords(definition, property.fairness)}`]
      : [],
  );
}

const LIMITS: Readonly<Record<LimitReached, string>> = {
  states: 'the state limit was reached; raise --max-states',
  depth: 'the depth limit was reached; raise --max-depth',
  memory: 'the memory limit was reached; raise --memory, or choose smaller parameters',
  time: 'the time limit was reached; raise --timeout',
  interrupted: 'interrupted',
};

function limitOf(
  reached: LimitReached,
  { frontier }: SearchResult,
  search: Explorer,
  options: CheckOptions,
): NonNullable<CheckOutcome['limit']> {
  const { count } = search.visited;
  const memory = `${(search.memoryBytes / 2 ** 20).toFixed(0)} MiB of ${((options.memoryBytes ?? DEFAULT_MEMORY) / 2 ** 20).toFixed(0)}`;
  // Those at the greatest depth were taken from the frontier, though nothing was looked for behind them.
  const left = reached === 'depth' ? '' : `${grouped(frontier)} of them not expanded, `;
  const states = `${grouped(count)} ${count === 1 ? 'state' : 'states'}`;
  return { reached, message: `${LIMITS[reached]} (${states}, ${left}${memory})` };
}

/** `1,234,567`. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
