// Checks a spec itself, before anything is searched: a row that forgets a property, a step of the story that no label
// models, a property that nothing could ever break. All mistakes are told at once, since they are mended at once.

import { authored } from '../base/author-code.ts';
import { ModelError } from '../base/errors.ts';
import { inWords, isRecord } from '../base/given.ts';
import { expandProcess } from '../compile/layout/expand.ts';
import { layoutSystem } from '../compile/layout/layout.ts';
import { ASSERTIONS, isPending, type Properties } from '../language/claims/property.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { SystemDefinition } from '../language/system.ts';
import { historyMistakes } from './history.ts';
import { type ExaminedRow, parametersAt } from './row-at.ts';
import type { Expectation, Expected, SpecDefinition, SpecRow, StoryEvent } from './spec.ts';
import { checkShape, malformedRows } from './spec-shape.ts';
import { type ModelText, teethMistakes } from './teeth.ts';

/**
 * The rows of a spec. Throws a ModelError with everything that is wrong with it; with its teeth only
 * as far as the text of the model is given.
 */
export function examineSpec(spec: SpecDefinition, textOf?: ModelText): ExaminedRow[] {
  // What looks at values that may be anything can itself be made to throw, by a getter or by what has no text.
  return authored(`the spec of '${spec.model.name}'`, () => examined(spec, textOf));
}

function examined(spec: SpecDefinition, textOf: ModelText | undefined): ExaminedRow[] {
  const malformed = malformedRows(spec);
  if (malformed.length > 0) throw mistakes(spec, malformed);
  checkShape(spec);
  const rows = parametersOf(spec).map((parameters, k) =>
    examineRow(spec, spec.rows[k], parameters),
  );
  const found = [
    ...rows.flatMap((row, k) =>
      [...expectationMistakes(row), ...storyMistakes(spec, row)].map(
        (words) => `${rowName(row, k)} ${words}`,
      ),
    ),
    ...stepMistakes(spec, rows),
    ...teethMistakes(spec, rows, textOf),
    ...historyMistakes(spec, rows),
  ];
  if (found.length > 0) throw mistakes(spec, found);
  return rows;
}

function examineRow(spec: SpecDefinition, row: SpecRow, parameters: ParameterValues): ExaminedRow {
  const given = Object.entries(
    (row.expect ?? {}) as Readonly<Record<string, Expected | undefined>>,
  );
  const named = Object.fromEntries(
    given.flatMap(([name, one]) => (one === undefined ? [] : [[name, asExpectation(one)]])),
  );
  const properties = authored(`the properties of the spec of '${spec.model.name}'`, () =>
    spec.properties(parameters),
  );
  const expect = row.goesWrong ? { ...undecided(properties), ...named } : named;
  return { row, parameters, properties, expect };
}

/** What a search comes to that ends where the model goes wrong, but for what is found before. */
function undecided(properties: Properties): Record<string, Expectation> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      { verdict: isPending(property) ? 'pending' : 'inconclusive' },
    ]),
  );
}

/** Those of all rows. */
function parametersOf(spec: SpecDefinition): ParameterValues[] {
  const resolved = spec.rows.map(({ set }) => parametersAt(spec, set));
  const found = resolved.flatMap((words, k) =>
    typeof words === 'string' ? [`${rowName({ row: spec.rows[k] }, k)}: ${words}`] : [],
  );
  if (found.length > 0) throw mistakes(spec, found);
  return resolved as ParameterValues[];
}

function asExpectation(given: Expected): Expectation {
  return isRecord(given) ? (given as Expectation) : { verdict: given as Expectation['verdict'] };
}

/** `row 3 (update=in-place)`: by the parameters that the row sets. */
export function rowName({ row }: Pick<ExaminedRow, 'row'>, index: number): string {
  const set = Object.entries(row.set).map(([name, value]) => `${name}=${shortly(value)}`);
  return `row ${index + 1} (${set.join(', ') || 'defaults'})`;
}

function shortly(value: unknown): string {
  return typeof value === 'object' ? inWords(value) : String(value);
}

const VERDICTS: readonly unknown[] = ['holds', 'violated', 'inconclusive', 'pending'];

function expectationMistakes(row: ExaminedRow): string[] {
  const { properties, expect } = row;
  const known = Object.keys(properties);
  if (known.length === 0 && Object.keys(expect).length === 0 && !row.row.goesWrong) {
    return [CLAIMS_NOTHING];
  }
  return [
    ...provedAlthoughWrong(row),
    ...known
      .filter((name) => !Object.hasOwn(expect, name))
      .map((name) => `expects nothing of '${name}'`),
    ...Object.keys(expect)
      .filter((name) => name !== ASSERTIONS && !known.includes(name))
      .map(
        (name) =>
          `expects something of '${name}', which is no property; there is ${known.join(', ')}`,
      ),
    ...Object.entries(expect)
      .filter(([, { verdict }]) => !VERDICTS.includes(verdict))
      .map(
        ([name, { verdict }]) =>
          `expects '${shortly(verdict)}' of '${name}'; a verdict is ${VERDICTS.join(', ')}`,
      ),
    ...Object.entries(expect)
      .filter(([name, { depth }]) => depth !== undefined && properties[name]?.kind === 'liveness')
      .map(
        ([name]) => `expects a depth of '${name}'; of liveness no run is known to be the shortest`,
      ),
  ];
}

/** Where the model goes wrong not all states are seen. */
function provedAlthoughWrong({ row, properties, expect }: ExaminedRow): string[] {
  if (!row.goesWrong) return [];
  return Object.entries(expect)
    .filter(
      ([name, { verdict }]) =>
        verdict === (properties[name]?.kind === 'reachable' ? 'violated' : 'holds'),
    )
    .map(
      ([name, { verdict }]) =>
        `expects '${verdict}' of '${name}', and that the model goes wrong, which proves nothing: leave it out`,
    );
}

const CLAIMS_NOTHING = "claims nothing: write a property, or say what is expected of 'assertions'";

/** An event that no step of the row's system can be: to search for it would only say that it is missing. */
function storyMistakes(
  { model }: SpecDefinition,
  { row, parameters, expect }: ExaminedRow,
): string[] {
  const told = Object.entries(expect).flatMap(([name, { story = [] }]) =>
    story.map((event) => ({ event, where: `where '${name}' breaks` })),
  );
  if (row.goesWrong) told.push({ event: row.goesWrong.at, where: 'where the model goes wrong' });
  if (told.length === 0) return [];
  const { instances } = layoutSystem(model.system(parameters), {});
  const exists = ([process, label]: StoryEvent) =>
    instances.some(
      ({ name, process: { name: kind, flat } }) =>
        [name, kind].includes(process) &&
        flat.labels.some((one) => one.name === label || one.name.endsWith(`/${label}`)),
    );
  return told
    .filter(({ event }) => !exists(event))
    .map(
      ({ event: [process, label], where }) =>
        `tells of '${process}' at '${label}' ${where}, which is no label of its system`,
    );
}

/** Every label that a step of the story is mapped to exists in the system of some row. */
function stepMistakes({ model, steps }: SpecDefinition, rows: readonly ExaminedRow[]): string[] {
  if (Object.keys(steps).length === 0) return [];
  const systems = rows.map(({ parameters }) => model.system(parameters));
  const known = new Set(systems.flatMap(({ processes }) => labelsOf(processes)));
  return Object.entries(steps).flatMap(([step, labels]) =>
    [labels]
      .flat()
      .filter((label) => !known.has(label))
      .map((label) => `step '${step}' is mapped to '${label}', a label of no row's system`),
  );
}

/** All labels, as `process/label`; those of a called procedure as `process/call/label`. */
function labelsOf(processes: SystemDefinition['processes']): string[] {
  return Object.entries(processes).flatMap(([name, process]) =>
    expandProcess(name, process).labels.map((label) => `${name}/${label.name}`),
  );
}

function mistakes({ model }: SpecDefinition, found: readonly string[]): ModelError {
  const list = found.map((words) => `\n  - ${words}`).join('');
  return new ModelError(`the spec of '${model.name}' needs mending:${list}`);
}
