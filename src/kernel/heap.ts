// heap: mm/slub.c, mm/slab_common.c. Memory as its users see it: objects of a kind, each of which is allocated, used
// through pointers that may be stale, and freed. What goes wrong is not an error of the model but what it is asked
// about, so it is remembered in fields of its own, each for a property of its own (heapProperties):
//
//   alloc: ({ heap, me, choose }) => { me.p = heap.alloc(choose(heap.candidates())); return 'next'; }     kmalloc()
//   use:   ({ heap, me }) => { heap.deref(me.p); return 'next'; }                                         p->field
//   free:  ({ heap, me }) => { heap.free(me.p); return 'done'; }                                          kfree()
//
// A pointer is an id of the kind, or `none` for NULL. Which object kmalloc() returns is a choice of the step, since no
// object is different from another.
//
// not kept: GFP flags, reclaim and what it waits for
// not kept: accesses outside of an object, and to what was never initialised
//
// Sound only if an object that was freed is not handed out again while stale pointers to it may be used: its next
// user's memory would be taken for theirs, and the use after the free would pass for a use. So each allocation takes a
// new object, unless the model asks for `reuse`, or for SLAB_TYPESAFE_BY_RCU, where the kernel itself allows it.

import { ModelError } from '../base/errors.ts';
import { checkOptions, inWords, isA } from '../base/given.ts';
import { array, type Cell } from '../language/cell.ts';
import { bool, type Id, type Kind, type None, none, oneOf } from '../language/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

/**
 * `fresh` was never allocated, or its page went back to the page allocator; `waiting` is with kfree_rcu() until its
 * grace period is over; `discarded` is in a SLAB_TYPESAFE_BY_RCU page that is on its way back.
 */
type ObjectState = 'fresh' | 'allocated' | 'waiting' | 'freed' | 'discarded';

export interface Heap<N extends string = string> {
  /** The state of each object. */
  readonly objects: readonly ObjectState[];
  /** Memory that was freed, or never allocated, has been used (KASAN: slab-use-after-free). */
  readonly usedAfterFree: boolean;
  /** Something was freed that was not allocated (KASAN: double-free or invalid-free). */
  readonly doublyFreed: boolean;
  /** NULL has been dereferenced. */
  readonly nullDereferenced: boolean;
  /** What kmalloc() may return now; `none` among it where it may fail. */
  candidates(): readonly (Id<N> | None)[];
  /** kmalloc() returns this one. */
  alloc(object: Id<N> | None): Id<N> | None;
  /** `p->field`: whether `p` may be used; where not, it is remembered. */
  deref(object: Id<N> | None): boolean;
  /** kfree(); of NULL it does nothing. */
  free(object: Id<N> | None): void;
  /** kfree_rcu(): nobody frees it again, and its memory stays until `reclaim`. Of NULL it does nothing. */
  freeRcu(object: Id<N> | None): void;
  /** The grace period that kfree_rcu() waited for is over. */
  reclaim(object: Id<N>): void;
  /** The empty page of a SLAB_TYPESAFE_BY_RCU object is given back once a grace period is over: `release`. */
  discard(object: Id<N>): void;
  release(object: Id<N>): void;
  isAllocated(object: Id<N> | None): boolean;
  /** Whether there is an object that is allocated and that none of these pointers points to (kmemleak). */
  leaks(pointers: readonly (Id<N> | None)[]): boolean;
}

interface State {
  objects: ObjectState[];
  usedAfterFree: boolean;
  doublyFreed: boolean;
  nullDereferenced: boolean;
}

export interface HeapOptions {
  /** kmalloc() may return NULL. */
  readonly mayFail?: boolean;
  /** An object that was freed may be allocated again; stale pointers to it are then good again, as on hardware. */
  readonly reuse?: boolean;
  /** SLAB_TYPESAFE_BY_RCU: the same, and who uses a freed object finds an object of its type until it is discarded. */
  readonly typesafeByRcu?: boolean;
  /** The objects that are allocated at first. */
  readonly allocated?: readonly number[];
}

/** Objects of a kind. */
export function heap<N extends string>(object: Kind<N>, options: HeapOptions = {}): Cell<Heap<N>> {
  checkArguments(object, options);
  const { mayFail = false, reuse = false, typesafeByRcu = false, allocated = [] } = options;
  const isReused = reuse || typesafeByRcu;
  return kernelCell<Heap<N>>(
    {
      objects: array(object, oneOf('fresh', 'allocated', 'waiting', 'freed', 'discarded')),
      usedAfterFree: bool,
      doublyFreed: bool,
      nullDereferenced: bool,
    },
    {
      // rule: an object is a new one, unless it may be used again
      // rule: kmalloc() fails only where the model says that it may
      candidates: query(function (this: State) {
        const free = object.ids.filter(
          (o) => this.objects[o] === 'fresh' || (isReused && this.objects[o] === 'freed'),
        );
        if (mayFail) return [none, ...free];
        if (free.length === 0) refuse(this, NO_OBJECT);
        return free;
      }),
      alloc: action(
        function (this: State, o: Id<N> | None) {
          if (o === none) return none;
          if (this.objects[o] !== 'fresh' && !(isReused && this.objects[o] === 'freed')) {
            refuse(this, 'kmalloc() cannot return this object; choose among candidates()');
          }
          this.objects[o] = 'allocated';
          return o;
        },
        { givesId: true },
      ),
      // rule: a use of NULL is remembered
      // rule: a use of what is not allocated is remembered
      deref: action(
        function (this: State, o: Id<N> | None) {
          if (o === none) {
            this.nullDereferenced = true;
            return false;
          }
          if (this.objects[o] === 'allocated' || this.objects[o] === 'waiting') return true;
          // rule: a type-safe object may be looked at until its page is given back
          if (typesafeByRcu && this.objects[o] !== 'fresh') return true;
          this.usedAfterFree = true;
          return false;
        },
        { goesWith: FREE },
      ),
      // rule: to free what is not allocated is remembered, and to free NULL is nothing
      free: action(function (this: State, o: Id<N> | None) {
        if (o === none) return;
        if (this.objects[o] === 'allocated') this.objects[o] = 'freed';
        else this.doublyFreed = true;
      }),
      // rule: what kfree_rcu() has stays until it is reclaimed, and nobody else frees it
      freeRcu: action(
        function (this: State, o: Id<N> | None) {
          if (o === none) return;
          if (this.objects[o] === 'allocated') this.objects[o] = 'waiting';
          else this.doublyFreed = true;
        },
        { goesWith: RECLAIM },
      ),
      reclaim: action(function (this: State, o: Id<N>) {
        if (this.objects[o] !== 'waiting') refuse(this, 'reclaim() without kfree_rcu() before it');
        this.objects[o] = 'freed';
      }),
      discard: action(function (this: State, o: Id<N>) {
        if (!typesafeByRcu) refuse(this, 'discard() is of heap(kind, { typesafeByRcu: true })');
        if (this.objects[o] !== 'freed') refuse(this, 'discard() of an object that is not free');
        this.objects[o] = 'discarded';
      }),
      release: action(function (this: State, o: Id<N>) {
        if (this.objects[o] !== 'discarded') refuse(this, 'release() without discard() before it');
        this.objects[o] = 'fresh';
      }),
      isAllocated: query(function (this: State, o: Id<N> | None) {
        return o !== none && this.objects[o] === 'allocated';
      }),
      // rule: what is allocated and has no pointer to it leaks
      leaks: query(function (this: State, pointers: readonly (Id<N> | None)[]) {
        if (typeof pointers?.some !== 'function') refuse(this, NO_LIST);
        return object.ids.some(
          (o) => this.objects[o] === 'allocated' && !pointers.some((pointer) => pointer === o),
        );
      }),
    },
    {
      remembers: ['usedAfterFree', 'doublyFreed', 'nullDereferenced'],
      initial: { objects: object.ids.map((o) => (allocated.includes(o) ? 'allocated' : 'fresh')) },
    },
  );
}

function checkArguments(object: unknown, options: unknown): void {
  if (!isA<Kind>('id', object)) {
    throw new ModelError(`heap: begin with the kind of its objects; it is ${inWords(object)}`);
  }
  checkOptions('heap', options, ['mayFail', 'reuse', 'typesafeByRcu', 'allocated']);
  const { allocated = [] } = options as HeapOptions;
  if (Array.isArray(allocated) && allocated.every((one) => object.ids.includes(one))) return;
  throw new ModelError(
    `heap: 'allocated' must be a list of ids of ${object.name}, as in { allocated: ${object.name}.ids }; it is ${inWords(allocated)}`,
  );
}

const NO_OBJECT =
  'no object is left to allocate; give the kind more of them, or say heap(kind, { mayFail: true }) or { reuse: true }';

const RECLAIM = {
  methods: ['reclaim'],
  by: 'anybody',
  within: 'invoke',
  why: 'the memory stays for good, and no use after the grace period is ever one after a free',
} as const;

const FREE = {
  methods: ['free', 'freeRcu', 'discard'],
  by: 'anybody',
  why: 'no memory is ever freed, so none is used after that, whatever the code does',
} as const;

const NO_LIST = 'leaks() takes the pointers in a list, as in leaks([list.value])';

interface Named {
  readonly heap: Heap;
}

/**
 * What is claimed of the cell `heap`, each a property of its own, made by the model's maker `unreachable`:
 * `...heapProperties(unreachable)`. That nothing leaks is for the model to say, which alone knows its pointers:
 * `unreachable('...', ({ heap, list }) => heap.leaks([...list]))`.
 */
export function heapProperties<P>(
  unreachable: (about: string, when: (views: Named) => boolean) => P,
) {
  if (typeof unreachable !== 'function') {
    throw new ModelError(
      `heapProperties needs the maker, as in ({ unreachable }) => ({ ...heapProperties(unreachable) }); it is ${inWords(unreachable)}`,
    );
  }
  return {
    'no-use-after-free': unreachable(
      'no memory is used after it is freed',
      ({ heap }) => heap.usedAfterFree,
    ),
    'no-double-free': unreachable(
      'nothing is freed that is not allocated',
      ({ heap }) => heap.doublyFreed,
    ),
    'no-null-dereference': unreachable(
      'NULL is not dereferenced',
      ({ heap }) => heap.nullDereferenced,
    ),
  };
}
