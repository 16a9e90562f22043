// Which element an index names once something is known of the process: its id, and the values of some of its locals.

import type { IndexAccess } from './access.ts';

/**
 * Undefined where what is known does not tell: an unknown id or local (`localValue` answers undefined), or a value that
 * is no index.
 */
export function indexValue(
  index: IndexAccess,
  id: number | undefined,
  localValue: (name: string) => unknown,
): number | undefined {
  switch (index.type) {
    case 'constant':
      return index.value;
    case 'own':
      return id;
    case 'local': {
      const value = localValue(index.name);
      return typeof value === 'number' ? value : undefined;
    }
    case 'computed': {
      const locals = index.locals.map((name) => [name, localValue(name)] as const);
      const isKnown = id !== undefined && locals.every(([, value]) => value !== undefined);
      return isKnown ? index.evaluate({ ...Object.fromEntries(locals), id }) : undefined;
    }
    case 'any':
      return undefined;
  }
}
