// What ends a search before it has seen everything.

/** `constraint`: the model's own bound, which leaves claims about states decided. `error`: the model went wrong, after something had been found. */
export type LimitReached =
  | 'states'
  | 'depth'
  | 'memory'
  | 'time'
  | 'interrupted'
  | 'constraint'
  | 'error';

/** Bytes that a search may use where the caller does not say. */
export const DEFAULT_MEMORY = 4 * 2 ** 30;
