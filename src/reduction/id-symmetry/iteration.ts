// Iterations: loops and callbacks whose turns come in the order of ids, which a permutation
// changes.
//
// Sound only if the turns cannot tell in which order they came: what a turn writes is an element
// of its own, or is added as a whole number, or is the same constant in every turn; no turn reads
// what another may have written; where a turn can end the iteration early, no turn writes, asserts
// or can fail, and all ends are alike; and where a turn asserts, none can fail in another way.

import type { AnyNode } from '../../model/access/function-source.ts';

type How = 'own' | 'shared' | 'added' | { readonly constant: unknown };
interface Write {
  readonly root: string;
  readonly how: How;
  readonly node: AnyNode;
}
interface Read {
  readonly root: string;
  readonly own: boolean;
}

export class Iteration {
  /** The kinds in whose order the turns come. */
  readonly kinds: ReadonlySet<string>;
  readonly #writes: Write[] = [];
  readonly #reads: Read[] = [];
  readonly #ends: { readonly how: string; readonly node: AnyNode }[] = [];
  #assertion: AnyNode | undefined;
  #failure: AnyNode | undefined;

  constructor(kinds: ReadonlySet<string>) {
    this.kinds = kinds;
  }

  read(root: string, own: boolean): void {
    this.#reads.push({ root, own });
  }

  write(root: string, how: How, node: AnyNode): void {
    this.#writes.push({ root, how, node });
  }

  /** A turn may be the last; `how` says by what, and with which answer. */
  end(how: string, node: AnyNode): void {
    this.#ends.push({ how, node });
  }

  assertion(node: AnyNode): void {
    this.#assertion ??= node;
  }

  /** A turn may fail: an index that may be none or outside, the first of a list, a throw. */
  failure(node: AnyNode): void {
    this.#failure ??= node;
  }

  /** What makes the order of the turns matter; undefined if nothing does. */
  trouble(): AnyNode | undefined {
    if (this.#assertion && this.#failure) return this.#failure;
    const [end] = this.#ends;
    if (end) {
      const other = this.#ends.find(({ how }) => how !== end.how);
      return other?.node ?? this.#writes[0]?.node ?? this.#assertion ?? this.#failure;
    }
    return this.#writes.find((write) => !this.#isHarmless(write))?.node;
  }

  #isHarmless(write: Write): boolean {
    const { how } = write;
    if (how === 'shared') return false;
    const others = this.#writes.filter(({ root }) => overlap(root, write.root));
    const reads = this.#reads.filter(({ root }) => overlap(root, write.root));
    if (how === 'own') {
      return others.every((one) => one.how === 'own') && reads.every(({ own }) => own);
    }
    const alike = others.every((one) => one.root === write.root && isAlike(one.how, how));
    return alike && reads.length === 0;
  }
}

function isAlike(a: How, b: How): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return Object.is(a.constant, b.constant);
}

/** Whether one part of the state is, or is within, the other. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
