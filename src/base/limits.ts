// Why a search ended before it had seen everything.

/** `error`: the model went wrong, after something had been found. */
export type LimitReached = 'states' | 'depth' | 'memory' | 'time' | 'interrupted' | 'error';
