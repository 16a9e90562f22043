// Iterations: loops and callbacks whose turns come in the order of ids, which a permutation
// changes.
//
// Sound only if the turns cannot tell in which order they came: what a turn writes is an element
// of its own, or is added as a whole number, or is the same constant in every turn; no turn reads
// what another may have written; where a turn can end the iteration early, no turn writes, asserts
// or can fail, and all ends are alike; and where a turn asserts, none can fail in another way, and
// all assertions break the same property.
// (What is stored is compared with its domain at the end of the step, not in the turn that stores
// it.)

import type { AnyNode, FunctionSource } from '../../language/source/function-source.ts';

/** A place in the code of a function, which may be another than that of the loop. */
export interface Spot {
  readonly node: AnyNode;
  readonly source: FunctionSource;
}

/** By what a turn ends the iteration, and with which answer, where that is the same in each. */
export interface End {
  readonly by: 'some' | 'every' | 'break' | 'return';
  readonly constant?: { readonly value: unknown } | undefined;
}

type How = 'own' | 'shared' | 'added' | { readonly constant: unknown };
interface Write {
  readonly root: string;
  readonly how: How;
  readonly spot: Spot;
}
interface Read {
  readonly root: string;
  readonly own: boolean;
}

/** Of an own element it does not matter what is written. */
export function howWritten(
  isOwn: boolean,
  isAdded: boolean,
  constant: { readonly value: unknown } | undefined,
): How {
  if (isOwn) return 'own';
  if (isAdded) return 'added';
  return constant ? { constant: constant.value } : 'shared';
}

export class Iteration {
  /** The kinds in whose order the turns come. */
  readonly kinds: ReadonlySet<string>;
  readonly #writes: Write[] = [];
  readonly #reads: Read[] = [];
  readonly #ends: { readonly end: End; readonly spot: Spot }[] = [];
  #assertion: { readonly property: unknown; readonly spot: Spot } | undefined;
  #otherAssertion: Spot | undefined;
  #failure: Spot | undefined;

  constructor(kinds: ReadonlySet<string>) {
    this.kinds = kinds;
  }

  read(root: string, own: boolean): void {
    this.#reads.push({ root, own });
  }

  write(root: string, how: How, spot: Spot): void {
    this.#writes.push({ root, how, spot });
  }

  /** A turn may be the last. */
  end(end: End, spot: Spot): void {
    this.#ends.push({ end, spot });
  }

  /** `property` is what it breaks. */
  assertion(property: unknown, spot: Spot): void {
    this.#assertion ??= { property, spot };
    if (property !== this.#assertion.property) this.#otherAssertion ??= spot;
  }

  /** A turn may fail: an index that may be none or outside, the first of a list, a throw. */
  failure(spot: Spot): void {
    this.#failure ??= spot;
  }

  /** What makes the order of the turns matter; undefined if nothing does. */
  trouble(): Spot | undefined {
    if (this.#assertion && this.#failure) return this.#failure;
    if (this.#otherAssertion) return this.#otherAssertion;
    const [first] = this.#ends;
    if (first) {
      const other = this.#ends.find(({ end }) => !isSameEnd(end, first.end));
      return other?.spot ?? this.#writes[0]?.spot ?? this.#assertion?.spot ?? this.#failure;
    }
    return this.#writes.find((write) => !this.#isHarmless(write))?.spot;
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

/** Of a return of what is no constant, which turn returned may be told from what it returned. */
function isSameEnd(a: End, b: End): boolean {
  if (a.by !== b.by) return false;
  if (a.by !== 'return') return true;
  return !!a.constant && !!b.constant && Object.is(a.constant.value, b.constant.value);
}

function isAlike(a: How, b: How): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return Object.is(a.constant, b.constant);
}

/** Whether one part of the state is, or is within, the other. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
