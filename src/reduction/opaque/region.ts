// Unordered loops: turns that come in the order of ids, which a permutation changes. Sound only if
// the turns cannot tell in which order they came: what one turn writes is of its own id, or is
// added, or is the same constant in every turn; no turn reads what another may have written; and a
// loop that a turn can end writes nothing and leaves with the same constant whichever turn ended
// it.

import type { AnyNode } from '../../model/access/function-source.ts';

type How = 'own' | 'shared' | 'added' | { readonly constant: unknown };

export class Region {
  readonly kinds: ReadonlySet<string>;
  readonly #writes = new Map<string, { how: How; node: AnyNode }[]>();
  readonly #sharedReads = new Set<string>();
  readonly #reads = new Set<string>();
  readonly #exits: { result: unknown; node: AnyNode }[] = [];

  constructor(kinds: ReadonlySet<string>) {
    this.kinds = kinds;
  }

  read(root: string, own: boolean): void {
    this.#reads.add(root);
    if (!own) this.#sharedReads.add(root);
  }

  write(root: string, how: How, node: AnyNode): void {
    this.#writes.set(root, [...(this.#writes.get(root) ?? []), { how, node }]);
  }

  /**
   * A turn ends the loop; `result` is what it leaves with, a unique symbol where that is not known.
   */
  exit(result: unknown, node: AnyNode): void {
    this.#exits.push({ result, node });
  }

  /** What makes the order of the turns matter. */
  trouble(): AnyNode | undefined {
    for (const [root, writes] of this.#writes) {
      const [first] = writes;
      const trouble = writes.find(({ how }) => !this.#isHarmless(root, how, first.how));
      if (trouble) return trouble.node;
    }
    const [exit] = this.#exits;
    if (!exit) return undefined;
    const other = this.#exits.find(({ result }) => !Object.is(result, exit.result));
    return other?.node ?? (this.#writes.size > 0 ? exit.node : undefined);
  }

  #isHarmless(root: string, how: How, first: How): boolean {
    if (how === 'own') return first === 'own' && !this.#sharedReads.has(root);
    if (how === 'added') return first === 'added' && !this.#reads.has(root);
    if (typeof how === 'string' || typeof first === 'string' || this.#reads.has(root)) return false;
    return Object.is(how.constant, first.constant);
  }
}
