// Why a search ended before it had seen everything.

export type LimitReached = 'states' | 'depth' | 'memory' | 'time' | 'interrupted';
