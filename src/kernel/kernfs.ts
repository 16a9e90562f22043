// kernfs active references: fs/kernfs/dir.c. A file operation (a sysfs read or write) holds one; removing the file
// first deactivates the node, so that no new operation starts, and then waits for those that run (kernfs_drain()).
// Whoever removes a file therefore waits for everything its operations wait for: lockdep's kn->active.

import type { Cell } from '../model/cell.ts';
import { bool } from '../model/domain.ts';
import { addHolder, type Holders, holders, holds, isAnybody, removeHolder } from './holders.ts';
import { action, kernelCell, query } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface KernfsNode {
  /** By process, how many operations it is in. */
  readonly active: readonly number[];
  readonly removed: boolean;
  /** kernfs_get_active(): false once the node is being removed; the operation then fails with ENODEV. */
  getActive(me: Who): boolean;
  /** kernfs_put_active(). */
  putActive(me: Who): void;
  /** kernfs_remove(), first step: no operation starts any more. */
  deactivate(): void;
  /** kernfs_remove(), second step: false while operations run. */
  drain(): boolean;
  /** kernfs_break_active_protection(): the operation gives its reference up, as self-removing files do. */
  breakActive(me: Who): void;
  isHeldBy(me: Who): boolean;
  /** The file is there (again): kernfs_activate(). */
  activate(): void;
}

interface State {
  active: Holders;
  removed: boolean;
}

/** A kernfs node; one process may be in so many of its operations at once. */
export function kernfsNode(name = 'kn->active', readers = 2): Cell<KernfsNode> {
  const put = action(
    function (this: State, me: Who) {
      removeHolder(this.active, me, name);
    },
    { releases: 'read' },
  );
  return kernelCell<KernfsNode>(
    { active: holders(readers), removed: bool },
    {
      getActive: action(
        function (this: State, me: Who) {
          if (this.removed) return false;
          addHolder(this.active, me, readers, name);
          return true;
        },
        { acquires: 'read', trylock: true },
      ),
      putActive: put,
      breakActive: put,
      deactivate: action(function (this: State) {
        this.removed = true;
      }),
      drain: query(
        function (this: State) {
          return !isAnybody(this.active);
        },
        { acquires: 'write' },
      ),
      isHeldBy: query(function (this: State, me: Who) {
        return holds(this.active, me);
      }),
      activate: action(function (this: State) {
        this.removed = false;
      }),
    },
    { lock: { class: name, type: 'kernfs', holders: { active: 'read' } } },
  );
}
