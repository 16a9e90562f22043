// Doubts about a model that its accesses show. None of them stops a check: each is a sentence that names the place and
// what to do, for a model may well be right and look odd.

import type { StepAccess } from './access.ts';

export interface LintedStep {
  readonly access: StepAccess;
  /** From what the step may return to the label that this leads to; 'blocked' is not among them. */
  readonly targets: Readonly<Record<string, string>>;
  /** Where the step is a call: the label at which the procedure starts. */
  readonly enters?: string;
  /** Why it may touch several cells at once. */
  readonly atomic?: string;
}

export interface LintedProcess {
  readonly name: string;
  readonly start: string;
  readonly locals: readonly string[];
  /** Locals that properties and observers read. */
  readonly observed?: ReadonlySet<string>;
  readonly steps: Readonly<Record<string, LintedStep>>;
}

/**
 * `variants` says that the model has others, chosen by its parameters: a cell or label that this one does without may be
 * theirs.
 */
export function lint(
  cells: readonly string[],
  processes: readonly LintedProcess[],
  variants = false,
): string[] {
  const steps = processes.flatMap((process) => Object.values(process.steps));
  const written = new Set(steps.flatMap(({ access }) => cellsOf(access, true)));
  return [
    ...(variants ? [] : unwrittenCells(cells, written)),
    ...processes.flatMap((process) => [
      ...unreadLocals(process),
      ...(variants ? [] : unreachableLabels(process)),
      ...stepsWithoutReason(process, written),
      ...idleAssertions(process),
      ...unusedNames(process),
    ]),
  ];
}

function unwrittenCells(cells: readonly string[], written: ReadonlySet<string>): string[] {
  return cells
    .filter((cell) => !written.has(cell))
    .map((cell) => `cell '${cell}': no step writes it; if it is a constant, make it one`);
}

function unreadLocals({ name, locals, observed, steps }: LintedProcess): string[] {
  const read = new Set(Object.values(steps).flatMap(({ access }) => [...access.locals.read]));
  return locals
    .filter((local) => !read.has(local) && !observed?.has(local))
    .map((local) => `${name}: the local '${local}' is never read; remove it, for it splits states`);
}

function unreachableLabels({ name, start, steps }: LintedProcess): string[] {
  const reached = new Set([start]);
  for (const label of reached) {
    const step = Object.hasOwn(steps, label) ? steps[label] : undefined;
    for (const next of step ? successors(step) : []) reached.add(next);
  }
  return Object.keys(steps)
    .filter((label) => !reached.has(label))
    .map((label) => `${name}: no step leads to '${label}'; remove it, or return it somewhere`);
}

function successors({ access: { labels }, targets, enters }: LintedStep): string[] {
  if (enters !== undefined) return [enters];
  const returned = labels === 'any' ? Object.keys(targets) : labels;
  return returned.filter((label) => Object.hasOwn(targets, label)).map((label) => targets[label]);
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
    constantWords(`${name}/${label} asserts`, access),
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
