// Errors as they cross from the searching thread: plain data, since classes do not. What is neither
// the user's call nor his model is a bug of mmcheck, and stays recognisable as one.

import { ModelError, type ModelErrorPlace, UsageError } from '../base/errors.ts';
import { stackOf, thrownWords } from '../base/thrown.ts';

export interface WireError {
  readonly kind: 'usage' | 'model' | 'internal';
  readonly message: string;
  readonly place?: ModelErrorPlace;
  /** Of an internal error only: what a report of it needs. */
  readonly stack?: string;
}

/** A bug of mmcheck itself. */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(message: string, stack?: string) {
    super(message);
    if (stack !== undefined) this.stack = stack;
  }
}

/** By name, not by class: a model may have been given another copy of the library. */
export function toWire(error: unknown): WireError {
  const message = thrownWords(error);
  if (!(error instanceof Error)) return { kind: 'internal', message };
  const { name } = error;
  if (name === 'UsageError') return { kind: 'usage', message };
  if (name === 'ModelError') return { kind: 'model', message, place: (error as ModelError).place };
  const stack = stackOf(error);
  return { kind: 'internal', message, ...(stack === undefined ? {} : { stack }) };
}

export function fromWire({ kind, message, place, stack }: WireError): Error {
  switch (kind) {
    case 'usage':
      return new UsageError(message);
    case 'model':
      return new ModelError(message, place);
    case 'internal':
      return new InternalError(message, stack);
  }
}
