// rw_semaphore of plain cells: kernel/locking/rwsem.c of 6.1, each function as one step under wait_lock.
//
// `count` is who writes and who reads; `queue` is wait_list, first waiter first; `woken` are readers whose waiter->task
// rwsem_mark_wake() has cleared, and `got` is a writer that need not wait. Whether a waiter has waited for RWSEM_WAIT_TIMEOUT, and asks for a handoff, anybody may
// choose; so he may whether he spins long enough to steal a free lock.

import type { Twins } from './programs.ts';

const HELPERS = {
  /** rwsem_mark_wake() of a reader that is first: all readers of the queue are let in, wherever they are. */
  _wake: `({ $_owner, $_reading, $_queue, $_wants, $_woken, $_handoff }) => {
    if ($_queue.isEmpty || $_wants[$_queue.first] === 'write' || $_owner.value !== none) return;
    $_handoff.value = false;
    for (const p of $_wants.keys()) {
      if ($_wants[p] !== 'read') continue;
      $_queue.remove(p);
      $_wants[p] = 'nothing';
      $_woken[p] = true;
      $_reading[p]++;
    }
  }`,
  _isFree: '({ $_owner, $_reading }) => $_owner.value === none && $_reading.every((n) => n === 0)',
};

/** rwsem_read_trylock(): RWSEM_READ_FAILED_MASK. */
const READ_FAILED = '$_owner.value !== none || !$_queue.isEmpty || $_handoff.value';

const down_read = `
  if (!(${READ_FAILED})) { $_reading[me.self]++; return NEXT; }
  if ($_isFree() && !$_handoff.value) {
    $_reading[me.self]++;
    $_wake();
    return NEXT;
  }
  if ($_queue.isEmpty && $_owner.value === none) { $_reading[me.self]++; return NEXT; }
  $_queue.push(me.self);
  $_wants[me.self] = 'read';
  if ($_owner.value === none) $_wake();
  return WAIT;`;
const read_wait = "if (!$_woken[me.self]) return 'blocked'; $_woken[me.self] = false; return NEXT;";

const down_write = `
  if ($_isFree() && ($_queue.isEmpty || (!$_handoff.value && choose([true, false])))) {
    $_owner.value = me.self;
    $_got[me.self] = true;
    return WAIT;
  }
  $_queue.push(me.self);
  $_wants[me.self] = 'write';
  if ($_owner.value === none) $_wake();
  return WAIT;`;
/** rwsem_try_write_lock(). */
const write_wait = (otherwise: string) => `
  if ($_got[me.self]) { $_got[me.self] = false; return NEXT; }
  const isFirst = $_queue.first === me.self;
  if ($_isFree() && (!$_handoff.value || isFirst)) {
    $_handoff.value = false;
    $_queue.remove(me.self);
    $_wants[me.self] = 'nothing';
    $_owner.value = me.self;
    return NEXT;
  }
  ${otherwise}
  if (isFirst && !$_handoff.value && choose([true, false])) { $_handoff.value = true; return STAY; }
  return 'blocked';`;
/** rwsem_del_wake_waiter(). */
const killed = `
  if (choose([true, false])) {
    $_queue.remove(me.self);
    $_wants[me.self] = 'nothing';
    if (isFirst) $_handoff.value = false;
    if (isFirst) $_wake();
    return FAIL;
  }`;

export const RWSEM: Twins = {
  primitive: {
    cells: { '': "rwsem('$')" },
    operations: {
      read: ["return $.acquireRead(me) ? NEXT : 'blocked';"],
      tryRead: ['return $.tryAcquireRead(me) ? NEXT : FAIL;'],
      endRead: ['$.releaseRead(me); return NEXT;'],
      write: ['$.announceWrite(me); return WAIT;', "return $.acquireWrite(me) ? NEXT : 'blocked';"],
      killable: [
        '$.announceWrite(me); return WAIT;',
        "if ($.acquireWrite(me)) return NEXT; return choose([true, false]) && $.withdrawWrite(me) ? FAIL : 'blocked';",
      ],
      tryWrite: ['return $.tryAcquireWrite(me) ? NEXT : FAIL;'],
      endWrite: ['$.releaseWrite(me); return NEXT;'],
      downgraded: ['$.downgrade(me); return WAIT;', '$.releaseRead(me); return NEXT;'],
    },
  },
  twin: {
    cells: {
      _owner: 'cell(orNone(anyProcess))',
      _reading: 'perProcess(upTo(3))',
      _queue: 'list(3, anyProcess)',
      _wants: "perProcess(oneOf('nothing', 'read', 'write'))",
      _woken: 'perProcess(bool)',
      _got: 'perProcess(bool)',
      _handoff: 'cell(bool)',
    },
    helpers: HELPERS,
    operations: {
      read: [down_read, read_wait],
      tryRead: [`if (${READ_FAILED}) return FAIL; $_reading[me.self]++; return NEXT;`],
      endRead: ['$_reading[me.self]--; if ($_isFree()) $_wake(); return NEXT;'],
      write: [down_write, write_wait('')],
      killable: [down_write, write_wait(killed)],
      tryWrite: [
        'if (!$_isFree() || !$_queue.isEmpty || $_handoff.value) return FAIL; $_owner.value = me.self; return NEXT;',
      ],
      endWrite: ['$_owner.value = none; $_wake(); return NEXT;'],
      downgraded: [
        '$_owner.value = none; $_reading[me.self]++; $_wake(); return WAIT;',
        '$_reading[me.self]--; if ($_isFree()) $_wake(); return NEXT;',
      ],
    },
  },
  sections: [
    ['read', 'endRead'],
    ['write', 'endWrite'],
    ['tryRead', 'endRead'],
    ['tryWrite', 'endWrite'],
    ['killable', 'endWrite'],
    ['write', 'downgraded'],
  ],
};
