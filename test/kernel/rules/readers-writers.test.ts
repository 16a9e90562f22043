// The rules of locks for readers and writers: kernel/locking/rwsem.c, kernel/locking/percpu-rwsem.c,
// kernel/locking/qrwlock.c.

import { percpuRwsem, rwlock, rwsem } from 'mmcheck/kernel';
import { expect } from 'vitest';
import { alone, type Either, gets } from './readers-writers-setup.ts';
import { rule } from './rule.ts';

const failsBehind = (make: () => Either, by: 'tryAcquireRead' | 'tryAcquireWrite') => ({
  broken: () => {
    for (const held of ['read', 'write'] as const) {
      expect(gets(make(), held, by, 'free')).toBe('does not');
    }
  },
  kept: () => expect(alone(make(), by)).toBe('holds'),
});

rule('a reader waits behind a writer that waits for readers', {
  broken: () => {
    expect(gets(rwsem('sem'), 'read', 'acquireRead', 'held')).toBe('does not');
    expect(gets(percpuRwsem('sem'), 'read', 'acquireRead', 'held')).toBe('does not');
  },
  kept: () => {
    // Nor did the home-made locks keep it out, nor does PREEMPT_RT.
    const homemade = percpuRwsem('sem', { writerPreference: false });
    expect(gets(homemade, 'read', 'acquireRead', 'held')).toBe('gets it');
  },
});

rule('a reader may get a free lock before a writer that waits for it', {
  broken: () => {
    expect(gets(rwsem('sem'), 'write', 'acquireRead', 'free')).toBe('gets it');
    expect(gets(rwlock('lock'), 'write', 'acquireRead', 'free')).toBe('gets it');
    expect(gets(percpuRwsem('sem', { steals: true }), 'write', 'acquireRead', 'free')).toBe(
      'gets it',
    );
  },
  kept: () => {
    expect(gets(rwsem('sem', { steals: false }), 'write', 'acquireRead', 'free')).toBe('does not');
    expect(gets(rwlock('lock', { steals: false }), 'write', 'acquireRead', 'free')).toBe(
      'does not',
    );
    expect(gets(percpuRwsem('sem'), 'read', 'acquireRead', 'free')).toBe('does not');
  },
});

rule('a writer that does not wait yet may get a free lock before those that do', {
  broken: () => expect(gets(rwsem('sem'), 'read', 'acquireWrite', 'free')).toBe('gets it'),
  kept: () => {
    const fair = rwsem('sem', { steals: false });
    expect(gets(fair, 'read', 'acquireWrite', 'free')).toBe('does not');
  },
});

rule(
  'down_read_trylock() fails while a writer waits',
  failsBehind(() => rwsem('sem'), 'tryAcquireRead'),
);

rule(
  'down_write_trylock() fails while a writer waits',
  failsBehind(() => rwsem('sem'), 'tryAcquireWrite'),
);

rule(
  'read_trylock() fails while a writer waits',
  failsBehind(() => rwlock('lock'), 'tryAcquireRead'),
);

rule(
  'write_trylock() fails while a writer waits',
  failsBehind(() => rwlock('lock'), 'tryAcquireWrite'),
);
