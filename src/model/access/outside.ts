// Names in a step that it does not declare. Either they stand for something around the step, or the author has forgotten
// to name them in the pattern, or to quote them. What must stay true: a name that the step may see is never called unknown.

import type { Identifier } from 'acorn';
import { isRecord } from '../given.ts';
import { didYouMean } from '../near-name.ts';
import { closureOf, maySee } from './closure.ts';
import { kindOf, type Scope } from './pattern.ts';
import type { Source } from './source.ts';
import { whyUnrepeatable } from './unrepeatable.ts';

/** Refuses a name from around the step that it cannot use; `member` is what it uses of it. */
export function checkOutside(
  node: Identifier,
  source: Source,
  scope: Scope,
  member?: string,
): void {
  const { name } = node;
  const isSeen = maySee(source.fn, name) && !isCellItself(name, source, scope);
  const why = isSeen ? whyUnrepeatable(name, member) : whyUnknown(name, source, scope);
  if (why !== undefined) source.fail(node, why);
}

function whyUnknown(name: string, source: Source, scope: Scope): string {
  if (kindOf(name, scope)) {
    return `'${name}' comes in by the parameter pattern, which does not name it; write (${withName(name, source)}) => ...`;
  }
  if (scope.labels?.includes(name)) return `there is no '${name}'; write '${name}' in quotes`;
  const known = [...Object.keys(scope.cells), ...Object.keys(scope.helpers), ...scope.tools];
  return `there is no '${name}'${didYouMean(name, known)}`;
}

/** The pattern, had it been named. */
function withName(name: string, source: Source): string {
  const [pattern] = source.arrow.params;
  const named = pattern?.type === 'ObjectPattern' ? pattern.properties : [];
  return `{ ${[...named.map((property) => source.textOf(property)), name].join(', ')} }`;
}

/** `const ref = cell(...)` around the step is how the cell was made: its contents come in by the pattern alone. */
function isCellItself(name: string, { fn }: Source, { cells }: Scope): boolean {
  if (!Object.hasOwn(cells, name)) return false;
  const made = closureOf(fn)(name)?.value;
  return isRecord(made) && made.shape === cells[name];
}
