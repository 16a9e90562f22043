// PLACEHOLDER until the access analysis lands: everything that is named is read and written.
import { parse } from 'acorn';
import type { Shape } from '../cell.ts';
import type { ModelErrorPlace } from '../errors.ts';
import type { StepAccess } from './access.ts';
export interface Scope {
  readonly cells: Readonly<Record<string, Shape>>;
  readonly helpers: Readonly<Record<string, HelperAccess>>;
  readonly locals: Readonly<Record<string, Shape>>;
  readonly own?: Readonly<Record<string, Shape>>;
  readonly tools: readonly string[];
  readonly readOnly: boolean;
  readonly viewsMayLeave?: boolean;
}
export type HelperAccess = StepAccess;
// biome-ignore lint/complexity/noBannedTypes: any function
export function analyseHelper(fn: Function, scope: Scope, place: ModelErrorPlace): HelperAccess {
  return analyseStep(fn, scope, place);
}
// biome-ignore lint/complexity/noBannedTypes: any function
export function analyseStep(fn: Function, scope: Scope, _place: ModelErrorPlace): StepAccess {
  // biome-ignore lint/suspicious/noExplicitAny: placeholder
  const program = parse(`(${Function.prototype.toString.call(fn)})`, { ecmaVersion: 'latest' }) as any;
  const properties = program.body[0].expression.params[0]?.properties ?? [];
  const names: string[] = properties.map((p: { key: { name: string } }) => p.key.name);
  const cells = names.filter((name) => name in scope.cells);
  const helpers = names.filter((name) => name in scope.helpers);
  const named = [...cells.map((cell) => ({ cell, path: [] as const })), ...helpers.flatMap((h) => scope.helpers[h].accesses)];
  const accesses = named.flatMap(({ cell, path }) => [{ cell, path, write: false }, ...(scope.readOnly ? [] : [{ cell, path, write: true }])]);
  const locals = new Set(names.includes('me') ? Object.keys(scope.locals) : []);
  return { cells, helpers, tools: names.filter((n) => scope.tools.includes(n)), accesses, locals: { read: locals, written: scope.readOnly ? new Set() : locals }, labels: 'any' };
}
