// A state behind proxies that record every access as it happens, and whether declared accesses cover it.

import type { Access, StepAccess } from '../../../src/compile/access/access.ts';

export interface RealAccess {
  readonly cell: string;
  readonly path: readonly string[];
  readonly write: boolean;
}

interface Whole {
  members: Set<number>;
}

export interface Recorded {
  readonly context: Readonly<Record<string, unknown>>;
  readonly accesses: RealAccess[];
}

/** A context with the cells and locals of `support.ts`. */
export function recordedState(numbers: { i: number; zone: number; id: number }): Recorded {
  const accesses: RealAccess[] = [];
  const record = (cell: string, path: readonly string[], write: boolean): void => {
    accesses.push({ cell, path, write });
  };

  const watch = (cell: string, target: object, path: readonly string[]): unknown =>
    new Proxy(target, {
      get(object, key) {
        if (isOutside(object, key)) throw new RangeError(`${cell}: no ${String(key)}`);
        const value = Reflect.get(object, key);
        if (typeof key !== 'string' || !isPart(object, key)) return value;
        const here = cell === 'seq' ? [] : [...path, key];
        if (value instanceof WatchedSet) return value;
        if (typeof value === 'object' && value !== null) return watch(cell, value, here);
        record(cell, here, false);
        return value;
      },
      set(object, key, value) {
        if (isOutside(object, key)) throw new RangeError(`${cell}: no ${String(key)}`);
        record(cell, cell === 'seq' ? [] : [...path, String(key)], true);
        return Reflect.set(object, key, value);
      },
    });

  class WatchedSet {
    readonly #whole: Whole = { members: new Set([1]) };
    readonly #record: (write: boolean) => void;
    constructor(cell: string, path: readonly string[]) {
      this.#record = (write) => record(cell, path, write);
    }
    has(member: number): boolean {
      this.#record(false);
      return this.#whole.members.has(member);
    }
    add(member: number): void {
      this.#record(true);
      this.#whole.members.add(member);
    }
    clear(): void {
      this.#record(true);
      this.#whole.members.clear();
    }
    values(): number[] {
      this.#record(false);
      return [...this.#whole.members];
    }
    get size(): number {
      return this.values().length;
    }
  }

  const page = (k: number): object => ({
    state: k % 2 ? 'used' : 'free',
    ref: k,
    holders: new WatchedSet('pages', [String(k), 'holders']),
  });
  const me = { i: numbers.i, zone: numbers.zone, slots: [0, 1] };
  Object.defineProperty(me, 'id', { value: numbers.id });
  const context = {
    free: watch('free', [0, 1, 2], []),
    grid: watch(
      'grid',
      [
        [0, 1],
        [2, 0],
      ],
      [],
    ),
    pages: watch('pages', [0, 1, 2].map(page), []),
    zone: watch('zone', { count: 1, lists: [0, 1], inner: { a: true, b: false } }, []),
    seq: watch('seq', { value: 1 }, []),
    held: new WatchedSet('held', []),
    me: watch('me', me, []),
    choose: <T>(values: readonly T[]): T => values[0],
  };
  return { context, accesses };
}

/** Real views throw there, too. */
function isOutside(object: object, key: string | symbol): boolean {
  return typeof key === 'string' && !(key in object);
}

/** Elements and fields, not methods, `length` or what an engine asks of any object. */
function isPart(object: object, key: string): boolean {
  return key !== 'length' && key !== 'id' && Object.hasOwn(object, key);
}

/** The real accesses that nothing declared covers. */
export function uncovered(
  real: readonly RealAccess[],
  declared: StepAccess,
  before: Readonly<Record<string, number>>,
): RealAccess[] {
  return real.filter(({ cell, path, write }) => {
    if (cell === 'me') {
      const { read, written } = declared.locals;
      return !(write ? written : read).has(path[0]);
    }
    return !declared.accesses.some(
      (access) =>
        access.cell === cell && access.write === write && covers(access.path, path, before),
    );
  });
}

function covers(
  declared: Access['path'],
  real: readonly string[],
  before: Readonly<Record<string, number>>,
): boolean {
  return declared.every((entry, k) => {
    switch (entry.type) {
      case 'any':
        return true;
      case 'constant':
        return String(entry.value) === real[k];
      case 'own':
        return String(before.id) === real[k];
      case 'local':
        return String(before[entry.name]) === real[k];
      case 'computed': {
        // As in reduction/partial-order: where a local is not known as a scalar, any element.
        if (entry.locals.some((name) => before[name] === undefined)) return true;
        const value = entry.evaluate(before);
        return value === undefined || String(value) === real[k];
      }
      case 'field':
        return entry.name === real[k];
    }
  });
}
