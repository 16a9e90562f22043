// Values of a state that are asked for by name: a cell, a local of each instance of a process, or where it stands.

import { UsageError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { ShownState, TraceState } from '../trace/trace.ts';

/** What a word on the command line stands for: a cell, or a local of each instance of a process or of one. */
export function namesFor(
  word: string,
  instances: readonly InstancePlan[],
  cells: readonly string[],
): string[] {
  if (cells.includes(word)) return [word];
  const dot = word.lastIndexOf('.');
  const [process, local] = [word.slice(0, dot), word.slice(dot + 1)];
  const named = instances.filter((one) => [one.name, one.process.name].includes(process));
  const found = named.filter((one) => local === 'at' || Object.hasOwn(one.frames[''], local));
  if (found.length > 0) return found.map(({ name }) => `${name}.${local}`);
  const known = named.length > 0 ? ['at', ...Object.keys(named[0].frames[''])] : cells;
  const what =
    named.length > 0 ? `'${process}' has no local '${local}'` : `there is no cell '${word}'`;
  throw new UsageError(
    `${what} (a local is named process.local); ${suggest(named.length > 0 ? local : word, known)}`,
  );
}

/** Of a name that `namesFor` has given. */
export function valueOf({ cells, processes }: TraceState, name: string): ShownState {
  const cell = cells.get(name);
  if (cell !== undefined) return cell;
  const dot = name.lastIndexOf('.');
  return processes.get(name.slice(0, dot))?.get(name.slice(dot + 1)) ?? null;
}
