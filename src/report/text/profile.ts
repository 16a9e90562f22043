// Where the states and the time of a search come from, as text: the steps first, then what multiplies the states, with what
// to bound.

import type { Profile, StepProfile, VariableProfile } from '../../outcome/profile.ts';
import { thousands } from './statistics.ts';
import type { Style } from './style.ts';
import { type TableColumn, table } from './table.ts';
import { printable, wrap } from './width.ts';

/** Of longer tables the head is shown; JSON has all. */
const ROWS = 15;
/** What multiplies the states by less than this is not worth a change of the model. */
const WORTH_BOUNDING = 1.5;

export function profileBlocks(profile: Profile, columns: number, style: Style): string[][] {
  const { steps, variables } = profile;
  return [
    wrap(headOf(profile), columns, 2).map(style.faint),
    tableOf(stepColumns(profile), steps.length, columns, style),
    tableOf(variableColumns(variables), variables.length, columns, style),
    adviceOf(variables).flatMap((advice) => wrap(advice, columns, 2)),
  ].filter((block) => block.length > 0);
}

function headOf({ states, every, complete }: Profile): string {
  const sample = every === 1 ? '' : `, every ${thousands(every)}th for steps`;
  const part = complete ? '' : '; stopped before it had seen all of them';
  return `Profile of ${thousands(states)} states${sample}${part}`;
}

function stepColumns({ steps }: Profile): TableColumn[] {
  const sum = (of: (step: StepProfile) => number) => steps.reduce((all, one) => all + of(one), 0);
  const transitions = sum((step) => step.transitions);
  const newStates = sum((step) => step.newStates);
  const shown = steps.slice(0, ROWS);
  return [
    column(
      'step',
      shown.map(({ process, label }) => `${process} ${label}`),
    ),
    column(
      'transitions',
      shown.map((one) => thousands(one.transitions)),
    ),
    column(
      '%',
      shown.map((one) => percent(one.transitions, transitions)),
    ),
    column(
      'new states',
      shown.map((one) => thousands(one.newStates)),
    ),
    column(
      '%',
      shown.map((one) => percent(one.newStates, newStates)),
    ),
    column(
      'time %',
      shown.map((one) => percent(one.time, 1)),
    ),
  ];
}

function variableColumns(variables: readonly VariableProfile[]): TableColumn[] {
  const shown = variables.slice(0, ROWS);
  return [
    column('multiplies the states', shown.map(nameOf)),
    column(
      'times',
      shown.map(({ factor }) => factor.toFixed(1)),
    ),
    column(
      'contents',
      shown.map(({ values }) => thousands(values)),
    ),
    column(
      'bits',
      shown.map(({ bits }) => String(bits)),
    ),
  ];
}

const OF = { cell: '', local: '', labels: 'labels of ', observer: 'observer ' } as const;

export function nameOf({ name, of }: VariableProfile): string {
  return OF[of] + name;
}

function adviceOf(variables: readonly VariableProfile[]): string[] {
  const worth = variables.filter(({ factor, of }) => factor >= WORTH_BOUNDING && of !== 'labels');
  if (worth.length === 0) return [];
  const named = worth.slice(0, 3).map((one) => `${nameOf(one)} (${one.factor.toFixed(1)})`);
  return [
    `To shrink the space, bound what multiplies it most: ${named.join(', ')}: fewer values, a reset when the content is ` +
      'not needed any more, or leave it out.',
  ];
}

function column(heading: string, texts: readonly string[]): TableColumn {
  return { heading, cells: texts.map((text) => ({ text: printable(text), paint: (one) => one })) };
}

function percent(part: number, all: number): string {
  return ((100 * part) / Math.max(all, Number.MIN_VALUE)).toFixed(1);
}

function tableOf(
  columns: readonly TableColumn[],
  rows: number,
  width: number,
  style: Style,
): string[] {
  if (rows === 0) return [];
  const more = rows > ROWS ? [style.faint(`  and ${rows - ROWS} more, in the JSON`)] : [];
  return [...table(columns, 2, width, style).lines, ...more];
}
