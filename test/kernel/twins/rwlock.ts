// rwlock_t of plain cells: kernel/locking/qrwlock.c and include/asm-generic/qrwlock.h.
//
// `queue` is who holds or waits for wait_lock, which is fair; a writer that is first has set _QW_WAITING. Readers that are
// first in the queue, and those that spin in an interrupt, are in as soon as _QW_LOCKED is gone: `woken`.

import type { Twins } from './programs.ts';

/** cnts & _QW_WMASK: a writer is inside, or the first of those who wait. */
const WMASK = "$_owner.value !== none || (!$_queue.isEmpty && $_wants[$_queue.first] === 'write')";
const FREE = '$_owner.value === none && $_reading.every((n) => n === 0)';

const wait = "if (!$_woken[me.self]) return 'blocked'; $_woken[me.self] = false; return NEXT;";

export const RWLOCK: Twins = {
  primitive: {
    cells: { '': "rwlock('$')" },
    operations: {
      read: ["return $.acquireRead(me) ? NEXT : 'blocked';"],
      interrupt: ["return $.acquireReadInInterrupt(me) ? NEXT : 'blocked';"],
      tryRead: ['return $.tryAcquireRead(me) ? NEXT : FAIL;'],
      endRead: ['$.releaseRead(me); return NEXT;'],
      write: ['$.announceWrite(me); return WAIT;', "return $.acquireWrite(me) ? NEXT : 'blocked';"],
      tryWrite: ['return $.tryAcquireWrite(me) ? NEXT : FAIL;'],
      endWrite: ['$.releaseWrite(me); return NEXT;'],
    },
  },
  twin: {
    cells: {
      _owner: 'cell(orNone(anyProcess))',
      _reading: 'perProcess(upTo(3))',
      _queue: 'list(3, anyProcess)',
      _wants: "perProcess(oneOf('nothing', 'read', 'write'))",
      _spins: 'perProcess(bool)',
      _woken: 'perProcess(bool)',
      _got: 'perProcess(bool)',
    },
    helpers: {
      _unlock: `({ $_owner, $_reading, $_queue, $_wants, $_spins, $_woken }) => {
        $_owner.value = none;
        for (const p of $_spins.keys()) {
          if ($_spins[p]) {
            $_spins[p] = false;
            $_woken[p] = true;
            $_reading[p]++;
          }
        }
        while (!$_queue.isEmpty && $_wants[$_queue.first] === 'read') {
          const p = $_queue.shift();
          $_wants[p] = 'nothing';
          $_woken[p] = true;
          $_reading[p]++;
        }
      }`,
    },
    operations: {
      read: [
        `if (!(${WMASK})) { $_reading[me.self]++; return NEXT; }
         $_queue.push(me.self); $_wants[me.self] = 'read'; return WAIT;`,
        wait,
      ],
      interrupt: [
        `if ($_owner.value === none) { $_reading[me.self]++; return NEXT; }
         $_spins[me.self] = true; return WAIT;`,
        wait,
      ],
      tryRead: [`if (${WMASK}) return FAIL; $_reading[me.self]++; return NEXT;`],
      endRead: ['$_reading[me.self]--; return NEXT;'],
      write: [
        `if (${FREE} && $_queue.isEmpty) { $_owner.value = me.self; $_got[me.self] = true; return WAIT; }
         $_queue.push(me.self); $_wants[me.self] = 'write'; return WAIT;`,
        `if ($_got[me.self]) { $_got[me.self] = false; return NEXT; }
         if (!(${FREE}) || $_queue.first !== me.self) return 'blocked';
         $_queue.shift(); $_wants[me.self] = 'nothing'; $_owner.value = me.self; return NEXT;`,
      ],
      tryWrite: [
        `if (!(${FREE}) || !$_queue.isEmpty) return FAIL; $_owner.value = me.self; return NEXT;`,
      ],
      endWrite: ['$_unlock(); return NEXT;'],
    },
  },
  sections: [
    ['read', 'endRead'],
    ['interrupt', 'endRead'],
    ['write', 'endWrite'],
    ['tryRead', 'endRead'],
    ['tryWrite', 'endWrite'],
  ],
};
