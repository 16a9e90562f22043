// flush_cpu_slab() of slabs that have one object: full ones are on no list, so that what a cpu gives up goes to the node's
// partial list if its object is free. Of each slab `inuse` and `frozen` are kept, and who has a full one keeps nothing.

import { type Id, type None, none } from 'mmcheck';

interface Some<N extends string> {
  has(slab: Id<N>): boolean;
  add(slab: Id<N>): void;
  delete(slab: Id<N>): void;
}

interface Flushing<C extends number, N extends string> {
  readonly cpu_slabs: Readonly<
    Record<
      C,
      {
        page: Id<N> | None;
        readonly partial: { readonly length: number; at(k: number): Id<N>; clear(): void };
      }
    >
  >;
  /** The node's partial list. */
  readonly partial: Some<N>;
  readonly inuse: Some<N>;
  readonly frozen: Some<N>;
  readonly me: { readonly cpu: C };
}

/** flush_slab(): on to the step that is written next. */
export const flushSlab = <C extends number, N extends string>({
  cpu_slabs,
  partial,
  inuse,
  frozen,
  me,
}: Flushing<C, N>): 'next' => {
  const s = cpu_slabs[me.cpu].page;
  cpu_slabs[me.cpu].page = none;
  if (s !== none) {
    frozen.delete(s);
    if (!inuse.has(s)) partial.add(s);
  }
  return 'next';
};

/** unfreeze_partials(): on to the step that is written next. */
export const unfreezePartials = <C extends number, N extends string>({
  cpu_slabs,
  partial,
  frozen,
  me,
}: Flushing<C, N>): 'next' => {
  const c = cpu_slabs[me.cpu];
  for (let k = 0; k < c.partial.length; k++) {
    frozen.delete(c.partial.at(k));
    partial.add(c.partial.at(k));
  }
  c.partial.clear();
  return 'next';
};
