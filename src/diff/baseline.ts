// A baseline: the numbers of states and the lengths of runs that were agreed on, in a file that is checked in. A model that
// lost half of its states may still have all verdicts that its spec expects. What must stay true: whatever a run has seen
// that the baseline does not say, or the other way round, is told, but for what the command did not ask for.

import type { SpecRun } from '../spec/run-outcome.ts';
import { compareResults, type Difference } from './compare.ts';
import { type Result, readResult } from './result.ts';

/** Members as those of a result, so that `mmcheck diff` reads it too. */
export interface Baseline {
  readonly schema: 1;
  /** Whether the large rows are among them. */
  readonly stress: boolean;
  readonly specs: readonly BaselineSpec[];
}
interface BaselineSpec {
  readonly spec: string;
  readonly rows: readonly {
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly properties: readonly {
      readonly name: string;
      readonly verdict: string;
      readonly depth?: number;
    }[];
    readonly statistics: { readonly states: number };
  }[];
}

/** What the command asked for, as far as less than all of a spec is run. */
export interface Asked {
  readonly stress: boolean;
  /** Only some properties. */
  readonly part: boolean;
}

/** Throws a UsageError where the JSON is none. */
export function readBaseline(json: unknown, file: string): Baseline {
  readResult(json, file);
  const { specs, stress } = json as Baseline;
  return { schema: 1, stress: stress === true, specs };
}

/** The specs that were run take the place of what was said of them. */
export function updatedBaseline(
  old: Baseline | undefined,
  specs: readonly SpecRun[],
  stress: boolean,
): Baseline {
  const run = new Map(specs.map((spec) => [spec.spec, slim(spec)]));
  const others = (old?.specs ?? []).filter(({ spec }) => !run.has(spec));
  const all = [...others, ...run.values()].toSorted((a, b) => (a.spec < b.spec ? -1 : 1));
  return { schema: 1, stress, specs: all };
}

function slim({ spec, rows }: SpecRun): BaselineSpec {
  return {
    spec,
    rows: rows.map(({ parameters, properties, statistics }) => ({
      parameters,
      properties: properties.map(({ name, verdict, depth }) => ({
        name,
        verdict,
        ...(depth === undefined ? {} : { depth }),
      })),
      statistics: { states: statistics.states },
    })),
  };
}

/** What differs, a sentence each. */
export function unlikeBaseline(
  baseline: Baseline,
  spec: SpecRun,
  { stress, part }: Asked,
  file: string,
): string[] {
  const said = baseline.specs.filter((one) => one.spec === spec.spec);
  if (said.length === 0) {
    return [`the baseline ${file} says nothing of this spec; --update-baseline adds it`];
  }
  const before = readResult({ schema: 1, specs: said }, file);
  const difference = compareResults(before, currentResult(spec));
  const isWhole = !part && (stress || !baseline.stress);
  const isNew = part || (stress && !baseline.stress);
  return [
    // Some properties alone are searched for on another graph than all of them.
    ...differences(part ? { ...difference, states: [] } : difference),
    ...(isWhole ? difference.went.map((one) => `${named(one)} is in the baseline alone`) : []),
    ...(isNew ? [] : difference.came.map((one) => `${named(one)} is not in the baseline`)),
  ];
}

/** Rows that were not seen to their end say nothing. */
function currentResult(run: SpecRun): Result {
  const rows = run.rows.map((row) => ({
    ...row,
    properties: row.properties.map(({ name, verdict, depth }) => ({ name, verdict, depth })),
    goesWrong: undefined,
  }));
  return readResult({ schema: 1, specs: [{ spec: run.spec, rows }] }, run.spec);
}

function differences({ runs, states }: Difference): string[] {
  return [
    ...states.map((one) => `${named(one)} has ${one.after} states, ${one.before} in the baseline`),
    ...runs.map(
      (one) => `${named(one)} is shown in ${one.after} steps, ${one.before} in the baseline`,
    ),
  ];
}

function named({
  parameters,
  property,
}: {
  readonly parameters: string;
  readonly property?: string;
}): string {
  const row = parameters === '' ? 'the row' : parameters;
  return property === undefined ? row : `${row}: ${property}`;
}
