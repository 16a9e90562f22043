// The cpu slab of slub-fastpath-flush, struct kmem_cache_cpu, and what the slow path and a flush do
// to it with irqs off: two pages of two objects each, a on node 0 and b on node 1.

import { type Id, kind, type None, none, type Scalar } from 'mmcheck';

export const page = kind('page', ['a', 'b']);
export const object = kind('object', ['a0', 'a1', 'b0', 'b1']);
export type Page = Id<'page'>;
export type Slab = Id<'object'> | None;

const [a, b] = page.ids;
const PAGE_OF: readonly Page[] = [a, a, b, b];
export const pageOf = (o: Id<'object'>): Page => PAGE_OF[o] ?? a;

interface CpuSlab {
  readonly freelist: Scalar<Slab>;
  readonly page: Scalar<Page | None>;
  readonly tid: Scalar<number>;
  readonly next: Slab[];
  /** Each page's own freelist. */
  readonly slabs: Slab[];
}

export const cpuSlabHelpers = {
  /** deactivate_slab(): object after object goes to the page's freelist. */
  deactivate: ({ freelist, page, tid, next, slabs }: CpuSlab, bump: number) => {
    const p = page.value;
    for (let k = 0; k < 4; k++) {
      const o = freelist.value;
      if (p !== none && o !== none) {
        freelist.value = next[o];
        next[o] = slabs[p];
        slabs[p] = o;
      }
    }
    page.value = none;
    freelist.value = none;
    tid.value += bump;
  },
  /** ___slab_alloc() DEACTIVATE_BYPASS: a page without free objects needs no deactivate_slab(). */
  bypass: ({ page, tid }: CpuSlab, bump: number) => {
    page.value = none;
    tid.value += bump;
  },
  /** get_freelist(): what was freed to the page meanwhile. */
  getFreelist: ({ freelist, page, slabs }: CpuSlab) => {
    const p = page.value;
    if (p === none || freelist.value !== none) return;
    freelist.value = slabs[p];
    slabs[p] = none;
  },
  /** new_slab_objects(): one page a node, from the partial list or new. */
  newSlab: ({ freelist, page, slabs }: CpuSlab, p: Page) => {
    if (slabs[p] === none) return;
    page.value = p;
    freelist.value = slabs[p];
    slabs[p] = none;
  },
  /** ___slab_alloc() load_freelist, or the fast path of an irq. */
  take: ({ freelist, tid, next }: CpuSlab, bump: number): Slab => {
    const o = freelist.value;
    if (o === none) return none;
    freelist.value = next[o];
    tid.value += bump;
    return o;
  },
};
