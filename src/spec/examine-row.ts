// A row of a spec by itself: its parameters, the properties that it has at them, and what is wrong with what it expects.

import { authored } from '../base/author-code.ts';
import { isRecord } from '../base/given.ts';
import { layoutUnderMemory } from '../compile/program/under-memory.ts';
import { ASSERTIONS, isPending, type Properties } from '../language/claims/property.ts';
import type { ParameterValues } from '../language/define-model.ts';
import {
  type ExaminedRow,
  parametersAt,
  type ReadRows,
  rowName,
  shortly,
  type UnreadRow,
} from './row-at.ts';
import type {
  Expectation,
  Expected,
  LeftOut,
  SpecDefinition,
  SpecRow,
  StoryEvent,
} from './spec.ts';

export function readRows(spec: SpecDefinition): ReadRows {
  const rows: ExaminedRow[] = [];
  const unread: UnreadRow[] = [];
  for (const [k, row] of spec.rows.entries()) {
    const name = rowName(row, k);
    const parameters = parametersAt(spec, row.set);
    if (typeof parameters === 'string') unread.push({ name, row, mistake: parameters });
    else rows.push(readRow(spec, name, row, parameters));
  }
  return { rows, unread };
}

function readRow(
  spec: SpecDefinition,
  name: string,
  row: SpecRow,
  parameters: ParameterValues,
): ExaminedRow {
  const given = Object.entries(
    (row.expect ?? {}) as Readonly<Record<string, Expected | undefined>>,
  );
  const leftOut = given.flatMap(([property, expected]) =>
    isLeftOut(expected) ? [[property, expected.leftOut] as const] : [],
  );
  const expect = given.flatMap(([property, expected]) =>
    expected === undefined || isLeftOut(expected)
      ? []
      : [[property, asExpectation(expected)] as const],
  );
  const claimed = authored(`the properties of the spec of '${spec.model.name}'`, () =>
    spec.properties(parameters),
  );
  const isChecked = ([property]: readonly [string, unknown]): boolean =>
    !leftOut.some(([left]) => left === property);
  const properties = Object.fromEntries(Object.entries(claimed).filter(isChecked));
  return {
    name,
    row,
    parameters,
    claims: Object.keys(claimed),
    properties,
    expect: { ...(row.goesWrong && undecided(properties)), ...Object.fromEntries(expect) },
    leftOut: Object.fromEntries(leftOut),
  };
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

export function isLeftOut(given: unknown): given is LeftOut {
  return isRecord(given) && Object.hasOwn(given, 'leftOut');
}

function asExpectation(given: Exclude<Expected, LeftOut>): Expectation {
  return isRecord(given) ? (given as Expectation) : { verdict: given as Expectation['verdict'] };
}

/** What is wrong with a row that could be read, in words that go on from its name. */
export function rowMistakes(spec: SpecDefinition, row: ExaminedRow): string[] {
  return [...expectationMistakes(row), ...storyMistakes(spec, row)];
}

const VERDICTS: readonly unknown[] = ['holds', 'violated', 'inconclusive', 'pending'];

function expectationMistakes(row: ExaminedRow): string[] {
  const { claims, properties, expect, leftOut } = row;
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
      .filter((name) => name !== ASSERTIONS && !claims.includes(name))
      .map(
        (name) =>
          `expects something of '${name}', which is no property; there is ${claims.join(', ')}`,
      ),
    ...Object.keys(leftOut)
      .filter((name) => !claims.includes(name))
      .map((name) =>
        name === ASSERTIONS
          ? ALWAYS_ASSERTED
          : `leaves out '${name}', which is no property; there is ${claims.join(', ')}`,
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
const ALWAYS_ASSERTED = 'leaves out what its steps assert, which is looked at wherever they go';

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
  const { instances } = layoutUnderMemory(model.system(parameters));
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
