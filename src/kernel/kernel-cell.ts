// How the substrate's primitives are made: a record whose view has methods and shows its fields for reading, so that
// an invariant can say `zone_lock.owner === none`.
//
// What must stay true: a method that answers false has changed nothing (the step then returns 'blocked'); a method
// that announces a waiter always changes something and never asks the step to block.

import type { Cell, LockInfo, Method, Shape } from '../model/cell.ts';
import { shapeOf } from '../model/cell.ts';
import type { ValueDomain } from '../model/domain.ts';

// biome-ignore lint/suspicious/noExplicitAny: a domain or a cell of any type
type Fields = Readonly<Record<string, ValueDomain | Cell<any>>>;
type Run = Method['run'];

/** A method that changes nothing. */
export function query(run: Run): Method {
  return { pure: true, run };
}

/** A method that may change the primitive. */
export function action(run: Run, notes: Omit<Method, 'pure' | 'run'> = {}): Method {
  return { pure: false, run, ...notes };
}

interface Options {
  readonly lock?: LockInfo;
  readonly initial?: Readonly<Record<string, unknown>>;
}

/** A primitive with the view `V`. */
export function kernelCell<V>(
  fields: Fields,
  methods: Readonly<Record<string, Method>>,
  { lock, initial }: Options = {},
): Cell<V> {
  const shapes = Object.entries(fields).map(([name, field]): [string, Shape] => [
    name,
    shapeOf(field),
  ]);
  return {
    shape: {
      type: 'record',
      fields: Object.fromEntries(shapes),
      methods,
      ...(lock && { lock }),
      ...(initial && { initial }),
    },
  };
}

/** A use that the kernel does not allow (an unlock by a stranger): the model is wrong, and the search says where. */
export function refuse(message: string): never {
  throw new Error(message);
}
