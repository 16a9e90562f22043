// Which element an index names once something is known of the process: who it is, and the values of some of its locals.

import type { IndexAccess } from './access.ts';

/** A process: its id, and its number among all instances. */
export interface Who {
  readonly id: number;
  readonly index: number;
}

/**
 * Undefined where what is known does not tell: an unknown process or local (`localValue` answers undefined), or a value that
 * is no index.
 */
export function indexValue(
  index: IndexAccess,
  who: Who | undefined,
  localValue: (name: string) => unknown,
): number | undefined {
  switch (index.type) {
    case 'constant':
      return index.value;
    case 'own':
      return who?.id;
    case 'self':
      return who?.index;
    case 'local': {
      const value = localValue(index.name);
      return typeof value === 'number' ? value : undefined;
    }
    case 'computed': {
      const locals = index.locals.map((name) => [name, localValue(name)] as const);
      const isKnown = who !== undefined && locals.every(([, value]) => value !== undefined);
      return isKnown ? index.evaluate({ ...Object.fromEntries(locals), id: who.id }) : undefined;
    }
    case 'any':
      return undefined;
  }
}
