// spinlock_t, mutex and seqlock_t of plain cells.
//
// kernel/locking/mutex.c keeps the owner's task in one word: __mutex_trylock_common() takes it where it is 0, and
// __mutex_unlock_fast() sets it to 0 where it is the caller. A spinlock's word says no more than whether it is taken
// (queued_spin_trylock()); a seqlock_t is a spinlock and a number (write_seqlock(), write_sequnlock()).

import type { Twins } from './programs.ts';

const TRY: readonly (readonly [string, string])[] = [
  ['acquire', 'release'],
  ['tryAcquire', 'release'],
];

const methods = {
  acquire: ["return $.acquire(me) ? NEXT : 'blocked';"],
  tryAcquire: ['return $.tryAcquire(me) ? NEXT : FAIL;'],
  release: ['$.release(me); return NEXT;'],
} as const;

export const MUTEX: Twins = {
  primitive: { cells: { '': "mutex('$')" }, operations: methods },
  twin: {
    cells: { _owner: 'cell(orNone(anyProcess))' },
    operations: {
      acquire: [
        "if ($_owner.value !== none) return 'blocked'; $_owner.value = me.self; return NEXT;",
      ],
      tryAcquire: [
        'if ($_owner.value !== none) return FAIL; $_owner.value = me.self; return NEXT;',
      ],
      release: ['$_owner.value = none; return NEXT;'],
    },
  },
  sections: TRY,
};

export const SPINLOCK: Twins = {
  primitive: { cells: { '': "spinlock('$')" }, operations: methods },
  twin: {
    cells: { _locked: 'cell(bool)' },
    operations: {
      acquire: ["if ($_locked.value) return 'blocked'; $_locked.value = true; return NEXT;"],
      tryAcquire: ['if ($_locked.value) return FAIL; $_locked.value = true; return NEXT;'],
      release: ['$_locked.value = false; return NEXT;'],
    },
  },
  sections: TRY,
};

/** A reader goes on by what it finds: whether it may begin, and whether the number is another one. */
export const SEQLOCK: Twins = {
  primitive: {
    cells: { '': "seqlock('$', 12)" },
    operations: {
      ...methods,
      begin: ["return $.isWriting() ? 'blocked' : NEXT;"],
      retry: ['return $.retry(2) ? NEXT : WAIT;', 'return NEXT;'],
    },
  },
  twin: {
    cells: { _locked: 'cell(bool)', _sequence: 'cell(upTo(24))' },
    operations: {
      acquire: [
        "if ($_locked.value) return 'blocked'; $_locked.value = true; $_sequence.value++; return NEXT;",
      ],
      tryAcquire: [
        'if ($_locked.value) return FAIL; $_locked.value = true; $_sequence.value++; return NEXT;',
      ],
      release: ['$_sequence.value++; $_locked.value = false; return NEXT;'],
      begin: ["return ($_sequence.value & 1) === 1 ? 'blocked' : NEXT;"],
      retry: ['return $_sequence.value !== 2 ? NEXT : WAIT;', 'return NEXT;'],
    },
  },
  sections: [...TRY, ['begin', 'retry']],
};
