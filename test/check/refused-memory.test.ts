// Memory that the system refuses is a limit like another: what is known is told, and why there is no more.

import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  array,
  cell,
  checkModel,
  defineModel,
  defineProperties,
  system,
  UsageError,
  upTo,
} from '../../src/index.ts';

const wheels = defineModel('wheels', {
  system: () =>
    system({ wheel: array(4, upTo(15)), n: cell(upTo(1)) }, ({ process }) => ({
      turner: process({
        count: 4,
        start: 'turn',
        steps: {
          turn: ({ wheel, me }) => {
            wheel[me.id] = (wheel[me.id] + 1) % 16;
            return 'turn';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(wheels, ({ invariant }) => ({
  small: invariant('', ({ wheel }) => wheel[0] < 99),
  still: invariant('', ({ wheel }) => wheel[0] < 1),
}));
const MANY = { reduction: false } as const;

/** Arrays of so many words are refused, whether memory is reserved for them or not. */
function refuse(isRefused: (length: number) => boolean): void {
  refuseMaking('Int32Array', isRefused);
  refuseMaking('SharedArrayBuffer', (bytes) => isRefused(bytes / Int32Array.BYTES_PER_ELEMENT));
}

function refuseMaking(
  name: 'Int32Array' | 'SharedArrayBuffer',
  isRefused: (size: number) => boolean,
): void {
  const construct = (target: new (...given: never[]) => object, given: [never]): object => {
    if (typeof given[0] === 'number' && isRefused(given[0])) {
      throw new RangeError('Array buffer allocation failed');
    }
    return new target(...given);
  };
  vi.stubGlobal(name, new Proxy(globalThis[name], { construct }));
}

afterEach(() => void vi.unstubAllGlobals());

describe('memory that is refused', () => {
  test('at the beginning: the search does with less, and says so where that is not enough', () => {
    refuse((length) => length > 2 ** 16);
    const outcome = checkModel(wheels, {}, properties({}), { ...MANY, memoryBytes: 2 ** 26 });
    expect(outcome.limit).toMatchObject({ reached: 'memory' });
    expect(outcome.limit?.message).toContain('ulimit -v');
    expect(outcome.properties.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'violated']);
  });

  test('when the table has to grow: it becomes fuller, and then the search ends', () => {
    // What is reserved at the beginning is granted.
    let tables = 0;
    refuse((length) => length === 2 ** 16 && ++tables > 0);
    const outcome = checkModel(wheels, {}, properties({}), { ...MANY, memoryBytes: 2 ** 26 });
    expect(tables).toBe(1);
    expect(outcome.limit?.message).toContain('the system refuses a larger table of states');
    expect(outcome.statistics.states).toBeGreaterThan(0.75 * 2 ** 14);
    expect(outcome.properties.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'violated']);
  });

  test('altogether: a message that says what may bound the process', () => {
    refuse((length) => length > 100);
    const check = () => checkModel(wheels, {}, properties({}), MANY);
    expect(check).toThrow(UsageError);
    expect(check).toThrow(/ulimit -v/);
  });

  test('an error that is none of memory is passed on', () => {
    vi.stubGlobal(
      'Int32Array',
      new Proxy(Int32Array, {
        construct() {
          throw new RangeError('something else');
        },
      }),
    );
    expect(() => checkModel(wheels, {}, properties({}), MANY)).toThrow('something else');
  });
});

test('where the table cannot double, the message says what that would take', () => {
  // Of the 65,536 states the table of 2^16 slots holds four fifths; one of 2^17 leaves no room for as many.
  const memoryBytes = 900_000;
  const outcome = checkModel(wheels, {}, properties({}), { ...MANY, memoryBytes });
  const { message = '' } = outcome.limit ?? {};
  expect(message).toMatch(/raise --memory.*: for more states their table would have to double/);
});
