// What ends a search before it has seen everything.

/** `error`: the model went wrong, after something had been found. */
export type LimitReached = 'states' | 'depth' | 'memory' | 'time' | 'interrupted' | 'error';

/** Bytes that a search may use where the caller does not say. */
export const DEFAULT_MEMORY = 4 * 2 ** 30;
