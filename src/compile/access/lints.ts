// Doubts about a model that its accesses show. None of them stops a check: each is a sentence that names the place and
// what to do, for a model may well be right and look odd.

import type { StepAccess } from './access.ts';
import { emptySections } from './empty-sections.ts';
import { type LintedProcess, successors } from './linted-process.ts';

/**
 * What steps use of what is declared: the cells that they write, the helpers that they name, of each process the labels that they lead
 * to, and its locals that get a value.
 */
export interface Used {
  readonly helpers: ReadonlySet<string>;
  readonly cells: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly locals: ReadonlyMap<string, ReadonlySet<string>>;
}

export function usedBy(
  processes: readonly LintedProcess[],
  helpers: ReadonlySet<string> = new Set(),
): Used {
  const steps = processes.flatMap((process) => Object.values(process.steps));
  return {
    helpers,
    cells: new Set(steps.flatMap(({ access }) => cellsOf(access, true))),
    labels: new Map(processes.map((process) => [process.name, reachedLabels(process)])),
    locals: new Map(processes.map(({ name, assigned }) => [name, assigned])),
  };
}

/** What each variant of a model uses; undefined where there are too many to say. It takes time, and is asked for where it counts. */
export type UsedInVariants = () => readonly Used[] | undefined;

/** A cell or label that this variant does without may be for another: then nothing is said of it. */
export function lint(
  cells: readonly string[],
  processes: readonly LintedProcess[],
  variants: UsedInVariants = () => [],
): string[] {
  const own = usedBy(processes);
  const written = own.cells;
  return [
    ...unwrittenCells(cells, own, variants),
    ...processes.flatMap((process) => [
      ...unreadLocals(process),
      ...unassignedLocals(process, own, variants),
      ...unreachableLabels(process, own, variants),
      ...stepsWithoutReason(process, written),
      ...idleAssertions(process),
      ...unusedNames(process),
      ...emptySections(process),
    ]),
  ];
}

/** Helpers that no step of any variant names. */
export function unusedHelpers(
  declared: readonly string[],
  own: Used,
  variants: UsedInVariants,
): string[] {
  return declared
    .filter((helper) => usedInNone(({ helpers }) => helpers.has(helper), own, variants))
    .map((helper) => `helper '${helper}': no step uses it; remove it, or is a call missing?`);
}

function unwrittenCells(
  declared: readonly string[],
  own: Used,
  variants: UsedInVariants,
): string[] {
  return declared
    .filter((cell) => usedInNone(({ cells }) => cells.has(cell), own, variants))
    .map((cell) => `cell '${cell}': no step writes it; if it is a constant, make it one`);
}

function usedInNone(uses: (used: Used) => boolean, own: Used, variants: UsedInVariants): boolean {
  return !uses(own) && variants()?.some(uses) === false;
}

function unreadLocals(process: LintedProcess): string[] {
  const read = readLocals(process);
  return process.locals
    .filter((local) => !read.has(local))
    .map(
      (local) =>
        `${process.name}: the local '${local}' is never read; remove it, for it splits states`,
    );
}

/** Those that are not read are told already. */
function unassignedLocals(process: LintedProcess, own: Used, variants: UsedInVariants): string[] {
  const { name } = process;
  const read = readLocals(process);
  return process.locals
    .filter((local) => read.has(local))
    .filter((local) =>
      usedInNone(({ locals }) => locals.get(name)?.has(local) === true, own, variants),
    )
    .map(
      (local) =>
        `${name}: no step assigns the local '${local}', so it stays what it begins with; is a line missing? If it is a constant, say what it begins with`,
    );
}

function readLocals({ observed, steps }: LintedProcess): ReadonlySet<string> {
  const read = Object.values(steps).flatMap(({ access }) => [...access.locals.read]);
  return new Set([...read, ...(observed ?? [])]);
}

function unreachableLabels(
  { name, steps }: LintedProcess,
  own: Used,
  variants: UsedInVariants,
): string[] {
  const leadsTo = (label: string) => (used: Used) => used.labels.get(name)?.has(label) === true;
  return Object.keys(steps)
    .filter((label) => usedInNone(leadsTo(label), own, variants))
    .map((label) => `${name}: no step leads to '${label}'; remove it, or return it somewhere`);
}

function reachedLabels({ start, steps }: LintedProcess): Set<string> {
  const reached = new Set([start]);
  for (const label of reached) {
    const step = Object.hasOwn(steps, label) ? steps[label] : undefined;
    for (const next of step ? successors(step) : []) reached.add(next);
  }
  return reached;
}

/** Cells that no step writes are no shared state: they cannot race. */
function stepsWithoutReason(
  { name, steps }: LintedProcess,
  written: ReadonlySet<string>,
): string[] {
  return Object.entries(steps).flatMap(([label, { access, atomic }]) => {
    const shared = cellsOf(access).filter((cell) => written.has(cell));
    if (shared.length < 2 || atomic !== undefined) return [];
    return [
      `${name}/${label}: one step touches ${shared.join(', ')}, and too coarse a step hides the race one looks for; ` +
        `split it, or say why it is one step: { atomic: '...', does: ... }`,
    ];
  });
}

function idleAssertions({ name, steps }: LintedProcess): string[] {
  return Object.entries(steps).flatMap(([label, { access }]) =>
    constantWords(`${name}/${label} asks`, access),
  );
}

function unusedNames({ name, steps }: LintedProcess): string[] {
  return Object.entries(steps).flatMap(([label, { access }]) =>
    access.unused.map(
      (unused) =>
        `${name}/${label}: its pattern names '${unused}', and it does nothing with it; leave it out, or is a line missing?`,
    ),
  );
}

/** What a claim or an assertion asks for nothing. */
export function constantWords(who: string, { constant }: StepAccess): string[] {
  return constant.map(
    ({ text, answer, why }) =>
      `${who} \`${text}\`, which is always ${answer}: ${why}; ask what could be otherwise`,
  );
}

function cellsOf({ accesses }: StepAccess, onlyWritten = false): string[] {
  const touched = accesses.filter(({ write }) => write || !onlyWritten).map(({ cell }) => cell);
  return [...new Set(touched)];
}
