// The canonical representative of a state's orbit: the one state that stands for all that differ
// from it only in which interchangeable id is which. Kinds whose ids are tied to nothing are sorted
// by generated code (sort-code.ts), the rest goes through refinement (refine.ts).
//
// What must stay true: the representative is the image of the state under a permutation of the
// group. Then a search that stores representatives can only be told wrongly that two states differ,
// never that they are the same.

import type { Layout } from '../compile/layout/layout.ts';
import type { Quotient } from '../transition/reduced.ts';
import { arity, type Family, familiesOf, mentions } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';
import { generatePermute } from './permute-code.ts';
import { Refiner } from './refine.ts';
import { generateSort, type SortKind } from './sort-code.ts';

export class Canonicalizer implements Quotient {
  readonly moves = true;
  readonly group: Group;
  readonly words: number;
  readonly families: readonly Family[];
  readonly #sorts: readonly SortKind[];
  readonly #refiner: Refiner | undefined;
  readonly #image: Int32Array;

  constructor(layout: Layout, group: Group) {
    this.group = group;
    this.words = layout.words;
    this.#image = new Int32Array(group.elements);
    this.families = familiesOf(layout, group);
    const tied = group.kinds.filter((kind) =>
      this.families.some((family) => arity(family) > 1 && mentions(family, kind, group)),
    );
    const families = (kind: SymmetricKind): Family[] =>
      this.families.filter((family) => mentions(family, kind, group));
    this.#sorts = group.kinds
      .filter((kind) => !tied.includes(kind))
      .map((kind) => generateSort(kind, families(kind), group));
    const together = this.families.filter((family) =>
      tied.some((kind) => mentions(family, kind, group)),
    );
    this.#refiner =
      tied.length === 0 ? undefined : new Refiner(layout.words, tied, together, group);
  }

  /** Replaces a state by its representative. */
  canonicalize(state: Int32Array): void {
    for (let k = 0; k < this.#sorts.length; k++) this.#sorts[k](state, undefined);
    this.#refiner?.canonicalize(state);
  }

  /** The same; says where each id went. */
  moving(state: Int32Array, image: Int32Array = new Int32Array(this.group.elements)): Int32Array {
    for (const sort of this.#sorts) sort(state, image);
    if (!this.#refiner) return image;
    this.#refiner.canonicalize(state);
    const tied = this.#refiner.image;
    for (const { offset, size } of this.#refiner.kinds) {
      for (let e = offset; e < offset + size; e++) image[e] = tied[e];
    }
    return image;
  }

  renaming(state: Int32Array, instances: Int32Array): void {
    this.group.moveInstances(this.moving(state, this.#image), instances);
  }

  /** Whether ids are tied to each other, which makes representatives dearer to find. */
  get isTied(): boolean {
    return this.#refiner !== undefined;
  }

  /** Whether every orbit so far has had one representative. */
  get exact(): boolean {
    return this.#refiner?.exact ?? true;
  }

  /** Writes images of states under permutations of the group. */
  permutation(): (state: Int32Array, image: Int32Array, into: Int32Array) => void {
    const permute = generatePermute(this.words, this.families, this.group);
    const instances = new Int32Array(this.group.instances.length);
    return (state, image, into) => permute(state, image, instances, into);
  }
}
