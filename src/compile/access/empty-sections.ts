// Sections of a reader in which nothing is read (Counterpart.encloses): read_seqretry() right behind read_seqbegin(), and what they
// should enclose behind both. Such a reader never reads again what has changed.
//
// What must stay true: nothing is said where one way to the end of a section reads something, nor of a process that calls procedures,
// whose ways are not followed.

import type { StepAccess } from './access.ts';
import { callsOne } from './counterparts.ts';
import { type LintedProcess, successors } from './linted-process.ts';

/** A method that ends a section of a cell, as a step calls it. */
interface End {
  readonly label: string;
  readonly cell: string;
  readonly method: string;
  readonly begins: readonly string[];
}

export function emptySections(process: LintedProcess): string[] {
  if (Object.values(process.steps).some(({ enters }) => enters !== undefined)) return [];
  return endsIn(process).flatMap((end) => {
    const found = sections(process, end);
    if (!found.has(EMPTY) || found.has(FULL)) return [];
    const { label, cell, method, begins } = end;
    return [
      `${process.name}/${label} calls ${cell}.${method}(), and nothing is read since ${cell}.${begins[0]}(): what is read behind it is not read again; call it after that`,
    ];
  });
}

const EMPTY = 'empty';
const FULL = 'full';

function endsIn({ steps }: LintedProcess): End[] {
  return Object.entries(steps).flatMap(([label, { access }]) =>
    access.calls.flatMap(({ cell, method, goesWith }) =>
      goesWith?.encloses ? [{ label, cell, method, begins: goesWith.methods }] : [],
    ),
  );
}

/** In what way sections come to their end there: a way is a label, and whether something was read before it. */
function sections({ name, steps }: LintedProcess, { label: last, cell, begins }: End): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const follow = (label: string, before: string): void => {
    const step = Object.hasOwn(steps, label) ? steps[label] : undefined;
    const way = `${before} ${label}`;
    if (!step || seen.has(way)) return;
    seen.add(way);
    const after = touchesOthers(step.access, cell) ? FULL : before;
    if (label === last) found.add(after);
    else for (const next of successors(step)) follow(next, after);
  };
  for (const [label, step] of Object.entries(steps)) {
    const caller = { process: name, calls: step.access.calls };
    if (!callsOne([caller], cell, begins)) continue;
    const before = touchesOthers(step.access, cell) ? FULL : EMPTY;
    if (label === last) found.add(before);
    for (const next of successors(step)) follow(next, before);
  }
  return found;
}

function touchesOthers({ accesses }: StepAccess, cell: string): boolean {
  return accesses.some((access) => access.cell !== cell);
}
