// What each statement of a litmus test does: all final states of small tests. Where there is one process there is one of them.

import { describe, expect, test } from 'vitest';
import { pso, sc, tso } from '../../src/reference/axiomatic/store-order-models.ts';
import { byAxioms, byEngine } from './both-ways.ts';

/** Bodies of processes; what is observed. Every process knows x, y, p, s, l and v. */
function litmus(bodies: readonly string[], observed: string, initial = ''): string {
  const parameters = 'int *x, int *y, int **p, spinlock_t *l, struct srcu_struct *s, atomic_t *v';
  const processes = bodies.map((body, k) => `P${k}(${parameters})\n{\n${body}\n}\n`);
  return `C one\n{ ${initial} }\n${processes.join('\n')}\nlocations [${observed}]\nexists (true)\n`;
}

describe('one process', () => {
  test.each([
    ['WRITE_ONCE(*x, 3); r0 = READ_ONCE(*x);', '0:r0; x', '0:r0=3 x=3'],
    ['*x = 3; r0 = *x;', '0:r0; x', '0:r0=3 x=3'],
    ['smp_store_release(x, 1); r0 = smp_load_acquire(x);', '0:r0', '0:r0=1'],
    ['smp_store_mb(*x, 1); barrier(); smp_mb(); smp_rmb(); smp_wmb();', 'x', 'x=1'],
    ['r0 = xchg(x, 1); r1 = xchg_acquire(x, 2);', '0:r0; 0:r1; x', '0:r0=0 0:r1=1 x=2'],
    ['r0 = cmpxchg(x, 0, 4); r1 = cmpxchg_release(x, 0, 5);', '0:r0; 0:r1; x', '0:r0=0 0:r1=4 x=4'],
    ['atomic_inc(v); atomic_add(3, v); atomic_dec(v); atomic_sub(1, v);', 'v', 'v=2'],
    [
      'r0 = atomic_add_return(2, v); r1 = atomic_fetch_sub_relaxed(1, v);',
      '0:r0; 0:r1; v',
      '0:r0=2 0:r1=2 v=1',
    ],
    [
      'r0 = atomic_inc_return_acquire(v); r1 = atomic_fetch_dec(v);',
      '0:r0; 0:r1; v',
      '0:r0=1 0:r1=1 v=0',
    ],
    ['atomic_or(6, v); atomic_and(3, v); atomic_xor(1, v); r0 = atomic_read(v);', '0:r0', '0:r0=3'],
    ['r0 = atomic_dec_and_test(v); r1 = atomic_inc_and_test(v);', '0:r0; 0:r1', '0:r0=0 0:r1=1'],
    [
      'r0 = atomic_add_negative(-1, v); r1 = atomic_sub_and_test(-1, v);',
      '0:r0; 0:r1',
      '0:r0=1 0:r1=1',
    ],
    [
      'r0 = atomic_add_unless(v, 2, 0); r1 = atomic_add_unless(v, 2, 1);',
      '0:r0; 0:r1; v',
      '0:r0=0 0:r1=1 v=2',
    ],
    [
      'atomic_set(v, 7); r0 = atomic_xchg(v, 1); (void)atomic_cmpxchg(v, 1, 2);',
      '0:r0; v',
      '0:r0=7 v=2',
    ],
    [
      'int r0 = 5, r1; r1 = (r0 & 4) - 1; if (r1 == 3) { r0 = ~r0; } else r0 = 0;',
      '0:r0; 0:r1',
      '0:r0=-6 0:r1=3',
    ],
    ['r0 = 1 + 2 * 3; r1 = r0 > 6 && !(r0 != 7) || r0 < 0;', '0:r0; 0:r1', '0:r0=7 0:r1=1'],
    ['if (READ_ONCE(*x)) WRITE_ONCE(*y, 1); else WRITE_ONCE(*y, READ_ONCE(*x) + 2);', 'y', 'y=2'],
    ['r0 = READ_ONCE(*x); r0 = r0 ^ r0; WRITE_ONCE(*y, r0 + 1);', 'y', 'y=1'],
    [
      'rcu_assign_pointer(*p, x); r0 = rcu_dereference(*p); WRITE_ONCE(*r0, 2);',
      '0:r0; p; x; y',
      '0:r0=x p=x x=2 y=0',
    ],
    [
      'int *r0 = y; *r0 = 3; r1 = r0 == y; r2 = !r0; r3 = r0 != 0;',
      '0:r1; 0:r2; 0:r3; y',
      '0:r1=1 0:r2=0 0:r3=1 y=3',
    ],
    [
      'r0 = READ_ONCE(*p); if (r0) WRITE_ONCE(*x, 1); WRITE_ONCE(*p, &y);',
      '0:r0; p; x',
      '0:r0=0 p=y x=0',
    ],
    [
      'r0 = spin_is_locked(l); spin_lock(l); r1 = spin_is_locked(l); spin_unlock(l);',
      '0:r0; 0:r1',
      '0:r0=0 0:r1=1',
    ],
    ['r0 = spin_trylock(l); r1 = spin_trylock(l); spin_unlock(l);', '0:r0; 0:r1', '0:r0=1 0:r1=0'],
    ['r0 = srcu_read_lock(s); srcu_read_unlock(s, r0); synchronize_srcu(s);', '0:r0', '0:r0=0'],
    [
      'rcu_read_lock(); rcu_read_unlock(); synchronize_rcu(); synchronize_rcu_expedited();',
      'x',
      'x=0',
    ],
    ['', 'x', 'x=0'],
  ])('%s', async (body, observed, state) => {
    const text = litmus([body], observed);
    expect(await byEngine(text)).toEqual([state]);
  });

  test('names that mean something in a step', async () => {
    const text =
      'C one\n{ old=1; 0:self=2; }\nP0(int *old, int *me, int *new, int *at_x)\n' +
      '{ id = READ_ONCE(*old); WRITE_ONCE(*me, id + self); xchg(new, 1); WRITE_ONCE(*at_x, 5); }\n' +
      'locations [0:id; me; new; old; at_x]\nexists (true)';
    expect(await byEngine(text)).toEqual(['0:id=1 at_x=5 me=3 new=1 old=1']);
  });
});

describe('two processes', () => {
  test.each([
    [
      [
        'spin_lock(l); r0 = *x; *x = r0 + 1; spin_unlock(l);',
        'spin_lock(l); r0 = *x; *x = r0 + 1; spin_unlock(l);',
      ],
      'x',
      ['x=2'],
    ],
    [['r0 = *x; *x = r0 + 1;', 'r0 = *x; *x = r0 + 1;'], 'x', ['x=1', 'x=2']],
    [['atomic_inc(v);', 'r0 = atomic_add_return(1, v);'], '1:r0; v', ['1:r0=1 v=2', '1:r0=2 v=2']],
    [
      ['r0 = spin_trylock(l); *x = 1;', 'r0 = spin_trylock(l); *y = 1;'],
      '0:r0; 1:r0',
      ['0:r0=0 1:r0=1', '0:r0=1 1:r0=0'],
    ],
    // Who waits for a lock that is never given back is at no end.
    [['spin_lock(l); *x = 1;', 'spin_lock(l); *y = 1;'], 'x; y', []],
  ])('%j', async (bodies, observed, states) => {
    const text = litmus(bodies, observed);
    expect(await byEngine(text)).toEqual(states);
    expect(byAxioms(text, sc)).toEqual(states);
  });

  test.each([
    ['rcu_read_lock(); r0 = *x; r1 = *y; rcu_read_unlock();', '*x = 1; synchronize_rcu(); *y = 1;'],
    [
      'r2 = srcu_read_lock(s); r0 = *x; r1 = *y; srcu_read_unlock(s, r2);',
      '*x = 1; synchronize_srcu(s); *y = 1;',
    ],
  ])('a grace period waits for readers: %s', async (reader, updater) => {
    expect(await byEngine(litmus([reader, updater], '0:r0; 0:r1'))).toEqual([
      '0:r0=0 0:r1=0',
      '0:r0=1 0:r1=0',
      '0:r0=1 0:r1=1',
    ]);
    // Without the section the reader can see what comes after and has not seen what comes before.
    const bare = reader.replace(/\w*read_(un)?lock\([^)]*\);/g, '').replace('r2 =', '');
    expect(await byEngine(litmus([bare, updater], '0:r0; 0:r1'))).toContain('0:r0=0 0:r1=1');
  });

  test.each(['spin_lock(l);', 'r2 = xchg_relaxed(v, 1);', 'r2 = atomic_fetch_or_acquire(1, v);'])(
    'a read-modify-write of what no other process touches is a full barrier under tso alone: %s',
    async (update) => {
      const text = litmus(
        [
          `WRITE_ONCE(*x, 1); ${update} r0 = READ_ONCE(*y);`,
          'WRITE_ONCE(*y, 1); smp_mb(); r0 = READ_ONCE(*x);',
        ],
        '0:r0; 1:r0',
      );
      for (const model of ['tso', 'pso'] as const) {
        const isReached = (await byEngine(text, model)).includes('0:r0=0 1:r0=0');
        expect(isReached).toBe(model === 'pso');
        expect(await byEngine(text, model)).toEqual(byAxioms(text, model === 'tso' ? tso : pso));
      }
      expect(await byEngine(text, 'lkmm')).toContain('0:r0=0 1:r0=0');
    },
  );

  test('a grace period within a section is at no end', async () => {
    expect(await byEngine(litmus(['rcu_read_lock(); synchronize_rcu();'], 'x'))).toEqual([]);
  });

  test('a pointer to nothing is refused', async () => {
    const text = litmus(['r0 = READ_ONCE(*p); WRITE_ONCE(*r0, 1);', 'WRITE_ONCE(*p, x);'], 'x');
    await expect(byEngine(text)).rejects.toThrow(/none/);
  });
});
