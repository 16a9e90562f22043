// How the substrate's primitives are made: a record whose view has methods and shows its fields for reading, so that
// an invariant can say `zone_lock.owner === none`.
//
// What must stay true: a method that answers false has changed nothing (the step then returns 'blocked'); a method
// that announces a waiter always changes something and never asks the step to block.

import { ModelError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';
import type { Cell, Shape } from '../language/cell.ts';
import { shapeOf } from '../language/cell.ts';
import type { ValueDomain } from '../language/domain.ts';
import type { ContextInfo, LockInfo, Method } from '../language/method.ts';
import { nameOfView } from '../language/view-name.ts';

// biome-ignore lint/suspicious/noExplicitAny: a domain or a cell of any type
type Fields = Readonly<Record<string, ValueDomain | Cell<any>>>;
type Run = Method['run'];

type Notes = Omit<Method, 'pure' | 'run'>;

/** A method that changes nothing. */
export function query(run: Run, notes: Notes = {}): Method {
  return { pure: true, run, ...notes };
}

/** A method that may change the primitive. */
export function action(run: Run, notes: Notes = {}): Method {
  return { pure: false, run, ...notes };
}

interface Options {
  readonly lock?: LockInfo;
  readonly context?: ContextInfo;
  /** Its fields may be assigned in a step, too. */
  readonly assignable?: true;
  /** They are words of memory to a memory model, each method says how it orders them: see Method.order. */
  readonly words?: true;
  /** Of these fields that is so, and no method reads and writes one atomically. */
  readonly plainWords?: readonly string[];
  /** Fields in which it remembers what goes wrong, for claims to ask about. */
  readonly remembers?: readonly string[];
  readonly initial?: Readonly<Record<string, unknown>>;
}

/** A primitive with the view `V`. */
export function kernelCell<V>(
  fields: Fields,
  methods: Readonly<Record<string, Method>>,
  { lock, context, assignable, words, plainWords, remembers, initial }: Options = {},
): Cell<V> {
  if (lock && 'class' in lock) checkClass(lock);
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
      ...(context && { context }),
      ...(assignable && { assignable }),
      ...(words && { words }),
      ...(plainWords && { plainWords }),
      ...(remembers && { remembers }),
      ...(initial && { initial }),
    },
  };
}

/** Locks without a name would all be of one class. */
function checkClass({ class: name, type }: LockInfo): void {
  if (typeof name === 'string' && name !== '') return;
  throw new ModelError(
    `a ${type} needs the name of its class first, as in 'zone_lock'; it is ${inWords(name)}`,
  );
}

/** Named after the cell, or the part of it, where that is known. */
class RefusalError extends ModelError {
  constructor(cell: object, message: string) {
    const name = nameOfView(cell);
    super(name === undefined ? message : `${name}: ${message}`);
  }
}

/** A use that the kernel does not allow (an unlock by a stranger): the model is wrong, and the search says where. */
export function refuse(cell: object, message: string): never {
  throw new RefusalError(cell, message);
}
