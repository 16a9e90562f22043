// What several searches of one check have found, as one outcome.

import { isPending, type Properties } from '../language/claims/property.ts';
import type { AuditReport } from '../outcome/audit.ts';
import type {
  CheckOutcome,
  DistinguishedKind,
  Happening,
  PropertyOutcome,
  RefusedReduction,
  SearchStatistics,
  Statistics,
} from '../outcome/outcome.ts';
import type { Profile } from '../outcome/profile.ts';
import { worst } from './verdicts.ts';

/**
 * Of a property the last search that it was asked of counts; one that was asked of none is inconclusive. There is at least
 * one outcome.
 */
export function merged<Run>(
  asked: Properties,
  outcomes: readonly CheckOutcome<Run>[],
): CheckOutcome<Run> {
  const properties = inOrder(asked, outcomes);
  const happenings = mergedHappenings(outcomes.map((one) => one.happenings));
  const isOpen = properties.some(({ verdict }) => verdict === 'inconclusive');
  // A limit that was met where all were asked together says nothing of what was decided afterwards.
  const limit = isOpen ? outcomes.findLast((one) => one.limit)?.limit : undefined;
  const modelError = outcomes.find((one) => one.modelError)?.modelError;
  const audits = outcomes.flatMap(({ audit }) => audit ?? []);
  return {
    model: outcomes[0].model,
    parameters: outcomes[0].parameters,
    outcome: worst(properties.map(({ verdict }) => verdict)),
    properties,
    statistics: mergedStatistics(outcomes),
    assumptions: unique(outcomes.flatMap(({ assumptions }) => assumptions)),
    ...(limit && { limit }),
    ...neverIn(outcomes, happenings),
    happenings,
    ...(modelError && { modelError }),
    ...(audits.length > 0 && { audit: mergedAudit(audits) }),
    ...largestProfile(outcomes),
    warnings: unique(outcomes.flatMap(({ warnings }) => warnings)),
  };
}

/** Of several searches the one that has most states is the one to make smaller. */
function largestProfile(outcomes: readonly CheckOutcome<unknown>[]): { profile?: Profile } {
  const profiles = outcomes.flatMap(({ profile }) => profile ?? []);
  if (profiles.length === 0) return {};
  return { profile: profiles.reduce((a, b) => (b.states > a.states ? b : a)) };
}

/** In the order in which they are written down, the assertions of steps last, as from one search. */
function inOrder<Run>(
  asked: Properties,
  outcomes: readonly CheckOutcome<Run>[],
): PropertyOutcome<Run>[] {
  const found = new Map(outcomes.flatMap(({ properties }) => properties).map((p) => [p.name, p]));
  const all = Object.entries(asked).map(([name, property]): PropertyOutcome<Run> => {
    const { kind, about } = property;
    const verdict = isPending(property) ? 'pending' : 'inconclusive';
    return found.get(name) ?? { name, kind, about, verdict };
  });
  const others = [...found.values()].filter(({ name }) => !Object.hasOwn(asked, name));
  return [...all, ...others];
}

/** What a search that has seen every state has not seen, and no other has: one that was asked less has no words for all. */
function neverIn<Run>(
  outcomes: readonly CheckOutcome<Run>[],
  happenings: readonly Happening[],
): Pick<CheckOutcome, 'never'> {
  const complete = outcomes.flatMap(({ never }) => (never ? [never] : []));
  if (complete.length === 0) return {};
  const seen = new Set(happenings.filter((one) => one.seen).map(({ words }) => words));
  return { never: unique(complete.flat()).filter((words) => !seen.has(words)) };
}

/** What one search has seen has happened. */
function mergedHappenings(all: readonly (readonly Happening[])[]): Happening[] {
  const seen = new Map<string, boolean>();
  for (const { words, seen: is } of all.flat()) seen.set(words, is || seen.get(words) === true);
  return [...seen].map(([words, is]) => ({ words, seen: is }));
}

/** Searches come one after the other: what counts adds up, and the memory is that of the largest. */
function mergedStatistics<Run>(outcomes: readonly CheckOutcome<Run>[]): Statistics {
  const all = outcomes.map(({ statistics }) => statistics);
  const sum = (of: (one: Statistics) => number): number => sumOf(all.map(of));
  const most = (of: (one: Statistics) => number): number => Math.max(...all.map(of));
  const used = new Set(all.flatMap(({ reductions }) => reductions));
  const refused = equalOnce(all.flatMap((one) => one.refused ?? []));
  const distinguished = equalOnce(all.flatMap((one) => one.distinguished ?? []));
  const symmetry = all.find((one) => one.symmetry)?.symmetry;
  return {
    states: sum(({ states }) => states),
    transitions: sum(({ transitions }) => transitions),
    depth: most(({ depth }) => depth),
    seconds: sum(({ seconds }) => seconds),
    peakMemoryBytes: most(({ peakMemoryBytes }) => peakMemoryBytes),
    workers: most(({ workers }) => workers),
    storage: all[0].storage,
    reductions: [...used],
    ...(refused.length > 0 && { refused }),
    ...(symmetry && { symmetry }),
    ...(distinguished.length > 0 && { distinguished }),
    searches: outcomes.map(searchOf),
  };
}

function searchOf<Run>({ properties, statistics }: CheckOutcome<Run>): SearchStatistics {
  const { states, transitions, depth, seconds, reductions } = statistics;
  const names = properties.map(({ name }) => name);
  return { properties: names, states, transitions, depth, seconds, reductions };
}

function equalOnce<T extends RefusedReduction | DistinguishedKind>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function mergedAudit(all: readonly AuditReport[]): AuditReport {
  const sum = (of: (one: AuditReport) => number): number => sumOf(all.map(of));
  const problems = all.flatMap((one) => one.problems);
  return {
    states: sum(({ states }) => states),
    complete: all.every(({ complete }) => complete),
    steps: sum(({ steps }) => steps),
    pairs: sum(({ pairs }) => pairs),
    sets: sum(({ sets }) => sets),
    permutations: sum(({ permutations }) => permutations),
    problems: [...new Map(problems.map((one) => [`${one.claim} ${one.message}`, one])).values()],
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
