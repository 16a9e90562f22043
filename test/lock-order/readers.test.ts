// Readers and writers: who waits for whom.

import { describe, expect, test } from 'vitest';
import { system } from '../../src/index.ts';
import { percpuRwsem, type Rwsem, rwsem, type Who } from '../../src/kernel/index.ts';
import { end } from './steps.ts';
import { problemsOf } from './support.ts';

describe('readers', () => {
  const readers = (make: () => ReturnType<typeof rwsem>) =>
    system({ a: make(), b: make() }, ({ process }) => {
      const read = ({ first, last }: { first: 'a' | 'b'; last: 'a' | 'b' }) => ({
        first:
          first === 'a'
            ? ({ a, me }: { a: Rwsem; me: Who }) => (a.acquireRead(me) ? 'next' : 'blocked')
            : ({ b, me }: { b: Rwsem; me: Who }) => (b.acquireRead(me) ? 'next' : 'blocked'),
        last:
          last === 'a'
            ? ({ a, me }: { a: Rwsem; me: Who }) => (a.acquireRead(me) ? 'next' : 'blocked')
            : ({ b, me }: { b: Rwsem; me: Who }) => (b.acquireRead(me) ? 'next' : 'blocked'),
        end,
      });
      return {
        ab: process({ start: 'first', steps: read({ first: 'a', last: 'b' }) } as never),
        ba: process({ start: 'first', steps: read({ first: 'b', last: 'a' }) } as never),
      };
    });
  const named = (make: (name: string) => ReturnType<typeof rwsem>) => {
    let k = 0;
    return readers(() => make('ab'[k++]));
  };

  test('in opposite orders: a waiting writer would close the circle', () => {
    expect(problemsOf(named((name) => rwsem(name)))).toHaveLength(1);
    expect(
      problemsOf(named((name) => percpuRwsem(name, { writerPreference: false }))),
    ).toHaveLength(1);
  });

  test('that nobody but a writer keeps out', () => {
    const options = { writerPreference: false, recursiveRead: true };
    expect(problemsOf(named((name) => percpuRwsem(name, options)))).toEqual([]);
  });

  test('with writer preference a recursive reader waits, too, unless it reads already', () => {
    const options = { writerPreference: true, recursiveRead: true };
    expect(problemsOf(named((name) => percpuRwsem(name, options)))).toHaveLength(1);
  });

  const nested = (options: Parameters<typeof percpuRwsem>[1], first: 'read' | 'write') =>
    system({ sem: percpuRwsem('sem', options) }, ({ process }) => ({
      p: process({
        start: 'first',
        steps: {
          first: ({ sem, me }) =>
            (first === 'read' ? sem.acquireRead(me) : sem.acquireWrite(me)) ? 'next' : 'blocked',
          again: ({ sem, me }) => (sem.acquireRead(me) ? 'done' : 'blocked'),
        },
      }),
    }));

  test('again', () => {
    expect(problemsOf(nested({}, 'read'))).toHaveLength(1);
    expect(problemsOf(nested({ recursiveRead: true }, 'read'))).toEqual([]);
    expect(problemsOf(nested({}, 'write'))).toHaveLength(1);
    expect(problemsOf(nested({ readWithinWrite: true }, 'write'))).toEqual([]);
  });

  test('a writer that was given the lock as it announced itself does not wait for itself', () => {
    const writer = system({ sem: rwsem('sem') }, ({ process }) => ({
      p: process({
        start: 'announce',
        steps: {
          announce: ({ sem, me }) => {
            sem.announceWrite(me);
            return 'next';
          },
          wait: ({ sem, me }) => (sem.acquireWrite(me) ? 'done' : 'blocked'),
        },
      }),
    }));
    expect(problemsOf(writer)).toEqual([]);
  });
});
