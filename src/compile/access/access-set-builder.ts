// Collects what a step touches. A place that was reached is recorded here and nowhere else, so that the rule of
// read-only code (properties, observers) cannot be missed.

import type { Counterpart } from '../../language/method.ts';
import type { Access, CalledMethod, Manner } from './access.ts';
import type { Index } from './index-access.ts';
import type { Scope } from './pattern.ts';
import type { Place } from './place.ts';

export class AccessSetBuilder {
  readonly read = new Set<string>();
  readonly written = new Set<string>();
  readonly manners = new Map<string, Manner[]>();
  /** The properties that assertions name. */
  readonly asserted = new Set<string>();
  readonly #calls = new Map<string, CalledMethod>();
  readonly #accesses = new Map<string, Access<Index>>();
  readonly #own = new Map<string, Access<Index>>();
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  get accesses(): Access<Index>[] {
    return [...this.#accesses.values()];
  }
  get own(): Access<Index>[] {
    return [...this.#own.values()];
  }

  get calls(): CalledMethod[] {
    return [...this.#calls.values()];
  }

  /** A method of the primitive at a place. */
  called({ root, name, path }: Place, method: string, goesWith?: Counterpart): void {
    if (root !== 'cell') return;
    const fields = path.flatMap((entry) => (entry.type === 'field' ? [entry.name] : []));
    this.addCall({ cell: [name, ...fields].join('.'), method, ...(goesWith && { goesWith }) });
  }

  addCall(call: CalledMethod): void {
    this.#calls.set(`${call.cell}/${call.method}`, call);
  }

  record({ root, name, path }: Place, write: boolean, manner: Manner = {}): void {
    if (root === 'cell') this.add({ cell: name, path, write, ...manner });
    if (root === 'my')
      this.#own.set(keyOf({ cell: name, path, write }), { cell: name, path, write });
    if (root !== 'me') return;
    const [field] = path;
    const locals = field?.type === 'field' ? [field.name] : Object.keys(this.#scope.locals);
    for (const local of locals) {
      // `me.id` is a field of `me` only where a property sees the process as a record.
      if (!Object.hasOwn(this.#scope.locals, local)) continue;
      (write ? this.written : this.read).add(local);
      if (write) this.manners.set(local, [...(this.manners.get(local) ?? []), manner]);
    }
  }

  add(access: Access<Index>): void {
    this.#accesses.set(keyOf(access), access);
  }

  /** Whether code may write the place. */
  mayWrite({ root, constant }: Pick<Place, 'root' | 'constant'>): boolean {
    return !constant && root !== 'step' && (root === 'my' || !this.#scope.readOnly);
  }
}

function keyOf(access: Access<Index>): string {
  return JSON.stringify(access);
}
