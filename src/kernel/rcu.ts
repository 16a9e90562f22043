// RCU: Documentation/RCU/Design/Requirements/Requirements.rst, kernel/rcu/tree.c. A grace period that starts now is over
// once every read section that is running now has ended; it need not wait for later ones. That minimum is what is
// modelled: real grace periods are longer, so every run of the kernel is a run of the model.
//
// A grace period has a number that its author chooses (0 .. graces-1): one for each synchronize_rcu() or callback that
// may be under way at once. Starting and waiting are two steps:
//
//   sync: ({ rcu }) => { rcu.start(0); return 'next'; }
//   wait: ({ rcu }) => (rcu.isOver(0) ? 'next' : 'blocked')
//
// call_rcu() and kfree_rcu() start one and go on; a process of its own (the callback) waits for it and frees.
//
// Sound only if a number is not started again while somebody waits for it: his wait would become longer, and hide that he
// frees too early. It is refused while a reader is awaited, and so in some run wherever two such waits overlap and a
// reader may be running at the first of them.
//
// A reader may be preempted (CONFIG_PREEMPT_RCU) or not: where not, rcu_read_lock() is preempt_disable(), so the reader
// also says `cpus[me.cpu].preemptDisable(me)`. Since 4.20 a grace period waits for every region with preemption or
// irqs off, too; a model in which that matters makes such a region a reader.

import { type Cell, perProcess } from '../model/cell.ts';
import { upTo } from '../model/domain.ts';
import { checkOptions } from '../model/given.ts';
import { addHolder, type Holders, holders, holds, removeHolder } from './holders.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface Rcu {
  /** By process, how many read sections it is in, one within the other. */
  readonly readers: readonly number[];
  /** By process, the grace periods that wait for it, as a mask. */
  readonly awaited: readonly number[];
  /** rcu_read_lock(). */
  readLock(me: Who): void;
  /** rcu_read_unlock(). */
  readUnlock(me: Who): void;
  /** synchronize_rcu() or call_rcu(): grace period `k` starts now; it was never started before, or it is over. */
  start(k: number): void;
  /** Whether grace period `k` is over. */
  isOver(k: number): boolean;
  /** rcu_read_lock_held(). */
  isHeldBy(me: Who): boolean;
}

interface State {
  readers: Holders;
  awaited: number[];
}

export interface RcuOptions {
  /** How many read sections one process may be in at once. */
  readonly readers?: number;
  /** How many grace periods may be under way at once. */
  readonly graces?: number;
}

/** The read sections of one RCU domain, and who waits for which of them. */
export function rcu(options: RcuOptions = {}): Cell<Rcu> {
  checkOptions('rcu', options, ['readers', 'graces']);
  const { readers = 3, graces = 1 } = options;
  return kernelCell<Rcu>(
    { readers: holders(readers), awaited: perProcess(upTo(2 ** graces - 1)) },
    {
      readLock: action(
        function (this: State, me: Who) {
          addHolder(this.readers, me, readers, 'rcu_read_lock');
        },
        { acquires: 'recursive-read' },
      ),
      // A grace period waits for the outermost section, which ends last.
      readUnlock: action(
        function (this: State, me: Who) {
          removeHolder(this.readers, me, 'rcu_read_lock');
          if (this.readers[me.self] === 0) this.awaited[me.self] = 0;
        },
        { releases: 'read' },
      ),
      start: action(function (this: State, k: number) {
        checkGrace(this, k, graces);
        if (!isOver(this, k)) {
          refuse(this, `grace period ${k} starts before it is over; ${MORE_GRACES}`);
        }
        this.awaited.forEach((mask, process) => {
          if (this.readers[process] > 0) this.awaited[process] = mask | (1 << k);
        });
      }),
      // As lockdep has it for synchronize_srcu() (lock_sync()): whoever waits for readers waits as a writer does.
      isOver: query(
        function (this: State, k: number) {
          checkGrace(this, k, graces);
          return isOver(this, k);
        },
        { acquires: 'write' },
      ),
      isHeldBy: query(function (this: State, me: Who) {
        return holds(this.readers, me);
      }),
    },
    { lock: { class: 'rcu_read_lock', type: 'rcu', holders: { readers: 'read' } } },
  );
}

const MORE_GRACES =
  'give each that may be under way a number of its own: rcu({ graces: 2 }), start(0) and start(1)';

function isOver({ awaited }: State, k: number): boolean {
  return awaited.every((mask) => (mask & (1 << k)) === 0);
}

function checkGrace(cell: State, k: number, graces: number): void {
  if (!(k >= 0 && k < graces))
    refuse(cell, `grace period ${k}: rcu has room for ${graces}, 0..${graces - 1}`);
}
