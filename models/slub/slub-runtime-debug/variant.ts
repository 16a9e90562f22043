// What can be chosen in slub-runtime-debug, and the cells. Debugging has a redzone, and moves the free pointer behind the object:
// s->flags, s->offset and s->oo are words of their own.

import {
  array,
  type Builder,
  bool,
  kind,
  oneOf,
  parameter,
  range,
  record,
  set,
  table,
  type ValuesOf,
} from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

export const parameters = {
  store: parameter(
    'What the file does: it is read-only (since 2020); or it stores, whatever there is; or if no slab is there, which is looked at before; or both under the lock under which slabs are made here (SLUB has no such lock).',
    oneOf('read-only', 'always', 'if-no-slab', 'if-no-slab-locked'),
  ),
  writes: parameter(
    'What is stored: flags and the offset of the free pointer; or order and number of objects, in one word (as it is) or in two.',
    oneOf('flags', 'oo', 'oo-split'),
  ),
  key: parameter(
    'The static key of slub_debug: there is none; it is switched on before the flags are stored, or after.',
    oneOf('none', 'before', 'after'),
  ),
  slabs: parameter('Slabs, of two objects or, of the larger order, four.', range(1, 2)),
  tasks: parameter('Tasks, each on its cpu, that allocate an object and free it.', range(1, 2)),
  writers: parameter('Writers to the file.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => ({
  ...values,
  slab: kind('slab', values.slabs),
  cpu: kind('cpu', values.tasks),
  isOrder: values.writes !== 'flags',
});

export type Make = Builder<ReturnType<typeof cellsOf>>;

/** Where the free pointer is, and how large a slab, before and after the file is written. */
const layout = oneOf('plain', 'debug');

export const cellsOf = ({ slab, cpu }: Variant) => ({
  list_lock: spinlock('n->list_lock'),
  /** struct kmem_cache: flags, offset, and the two halves of oo. */
  s: record({ flags: layout, offset: layout, order: layout, objects: layout }),
  /** The static key, as each cpu has the text. */
  key: array(cpu, bool),
  /** The slabs that there are, and how each was laid out. */
  made: set(slab),
  slabs: table(slab, { redzone: layout, offset: layout, order: layout, objects: layout }),
  /** Whether the object of a task was set up for debugging. */
  tracked: array(cpu, bool),
});
