// Checks a spec itself, before anything is searched: a row that forgets a property, two rows of one configuration, a step
// of the story that no label models, a property that nothing could ever break.
//
// What must stay true: all mistakes are reported at once, since they are fixed at once. A row whose parameters are none
// of the model's hides no other mistake, and nothing is called wrong because that row could not be read.

import { authored } from '../base/author-code.ts';
import { ModelError } from '../base/errors.ts';
import { expandProcess } from '../compile/layout/expand.ts';
import type { SystemDefinition } from '../language/system.ts';
import { readRows, rowMistakes } from './examine-row.ts';
import { historyMistakes } from './history.ts';
import { type ExaminedRow, isSameConfiguration, type ReadRows, rowAt } from './row-at.ts';
import { isSameSystem } from './same-systems.ts';
import type { SpecDefinition } from './spec.ts';
import { checkShape, malformedRows } from './spec-shape.ts';
import { type ModelText, teethMistakes } from './teeth.ts';

/**
 * The rows of a spec. Throws a ModelError with everything that is wrong with it; with its teeth only
 * as far as the text of the model is given.
 */
export function examineSpec(spec: SpecDefinition, textOf?: ModelText): readonly ExaminedRow[] {
  // What looks at values that may be anything can itself be made to throw, by a getter or by what has no text.
  return authored(`the spec of '${spec.model.name}'`, () => examined(spec, textOf));
}

function examined(spec: SpecDefinition, textOf: ModelText | undefined): readonly ExaminedRow[] {
  const malformed = malformedRows(spec);
  if (malformed.length > 0) throw mistakes(spec, malformed);
  checkShape(spec);
  const read = readRows(spec);
  const { rows, unread } = read;
  const found = [
    ...unread.map(({ name, mistake }) => `${name}: ${mistake}`),
    ...rows.flatMap((row) => rowMistakes(spec, row).map((words) => `${row.name} ${words}`)),
    ...sameRows(rows),
    ...leftOutEverywhere(read),
    ...sameAsMistakes(spec, read),
    ...stepMistakes(spec, read),
    ...teethMistakes(spec, read, textOf),
    ...historyMistakes(spec, read),
  ];
  if (found.length > 0) throw mistakes(spec, found);
  return rows;
}

/** Rows of one configuration: at best one of them says nothing. */
function sameRows(rows: readonly ExaminedRow[]): string[] {
  return rows.flatMap((row, k) => {
    const first = rows.find(({ parameters }) => isSameConfiguration(parameters, row.parameters));
    if (first === undefined || rows.indexOf(first) === k) return [];
    const named = `${first.name} and ${row.name} are one configuration`;
    const contrary = contradictions(first, row);
    return contrary.length === 0
      ? [`${named}; keep one of them`]
      : contrary.map((words) => `${named}, and ${words}; only one of them can be right`);
  });
}

function contradictions(first: ExaminedRow, second: ExaminedRow): string[] {
  return Object.entries(first.expect).flatMap(([name, { verdict }]) => {
    const other = second.expect[name]?.verdict ?? verdict;
    return other === verdict ? [] : [`expect '${verdict}' and '${other}' of '${name}'`];
  });
}

/** A row that is the same as none, or that is said to be the same as one that it is not. */
function sameAsMistakes(spec: SpecDefinition, read: ReadRows): string[] {
  return read.rows.flatMap((row) => {
    const { sameAs } = row.row;
    const other = sameAs && rowAt(spec, read, sameAs);
    if (other === undefined) return [];
    if (typeof other === 'string') return [`${row.name} is the same as none: ${other}`];
    if (other === row) return [`${row.name} is the same as itself; 'sameAs' names another row`];
    if (isSameSystem(spec, row, other)) return [];
    return [`${row.name} and ${other.name} build two different systems; leave 'sameAs' out`];
  });
}

/** What no row checks is not claimed. */
function leftOutEverywhere({ rows, unread }: ReadRows): string[] {
  if (unread.length > 0) return [];
  const left = new Set(rows.flatMap(({ leftOut }) => Object.keys(leftOut)));
  return [...left]
    .filter((name) => !rows.some(({ expect }) => Object.hasOwn(expect, name)))
    .map((name) => `every row leaves '${name}' out; let one check it`);
}

/** Every label that a step of the story is mapped to exists in the system of some row. */
function stepMistakes({ model, steps }: SpecDefinition, { rows, unread }: ReadRows): string[] {
  if (Object.keys(steps).length === 0) return [];
  const systems = rows.map(({ parameters }) => model.system(parameters));
  const known = new Set(systems.flatMap(({ processes }) => labelsOf(processes)));
  // Of a row that could not be read the labels are not known.
  const isSomewhere = (label: string): boolean =>
    known.has(label) || (unread.length > 0 && hasProcess(systems, label));
  return Object.entries(steps).flatMap(([step, labels]) =>
    [labels]
      .flat()
      .filter((label) => !isSomewhere(label))
      .map((label) => `step '${step}' is mapped to '${label}', a label of no row's system`),
  );
}

function hasProcess(systems: readonly SystemDefinition[], label: string): boolean {
  const [process] = label.split('/');
  return systems.some(({ processes }) => Object.hasOwn(processes, process));
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
