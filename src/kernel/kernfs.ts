// kernfs active references: fs/kernfs/dir.c. A file operation (a sysfs read or write) holds one; removing the file
// first deactivates the node, so that no new operation starts, and then waits for those that run (kernfs_drain()).
// Whoever removes a file therefore waits for everything its operations wait for: lockdep's kn->active.
//
// An operation that removes its own file gives its reference up before, and has it back afterwards, whatever became of
// the node: the operation ends by giving it up as any other does.
//
//   break:   ({ kn, me }) => { kn.breakActive(me); return 'next'; }
//   remove:  ({ kn }) => { kn.deactivate(); return 'next'; }
//   drain:   ({ kn }) => (kn.drain() ? 'next' : 'blocked')
//   unbreak: ({ kn, me }) => { kn.unbreakActive(me); return 'next'; }

import { checkOptions } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import { bool } from '../language/domain.ts';
import { addHolder, type Holders, holders, holds, isAnybody, removeHolder } from './holders.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface KernfsNode {
  /** By process, how many operations it is in. */
  readonly active: readonly number[];
  /** KERNFS_ACTIVATED, KERNFS_REMOVING, KERNFS_HIDDEN. */
  readonly activated: boolean;
  readonly removed: boolean;
  readonly hidden: boolean;
  /** kernfs_get_active(): false while the node is not active; the operation then fails with ENODEV. */
  getActive(me: Who): boolean;
  /** kernfs_put_active(). */
  putActive(me: Who): void;
  /** kernfs_remove(), first step: no operation starts any more, forever. */
  deactivate(): void;
  /** kernfs_remove(), kernfs_show(false), second step: false while operations run. */
  drain(): boolean;
  /** kernfs_break_active_protection(): the operation gives its reference up, as self-removing files do. */
  breakActive(me: Who): void;
  /** kernfs_unbreak_active_protection(): it has its reference again, also of a node that is removed. */
  unbreakActive(me: Who): void;
  isHeldBy(me: Who): boolean;
  /** kernfs_activate(), of a node that was made without being active. */
  activate(): void;
  /** kernfs_show(false), first step; and kernfs_show(true). */
  hide(): void;
  show(): void;
}

interface State {
  active: Holders;
  activated: boolean;
  removed: boolean;
  hidden: boolean;
}

export interface KernfsOptions {
  /** KERNFS_ROOT_CREATE_DEACTIVATED: false until activate(). */
  readonly activated?: boolean;
}

function isActive({ activated, removed, hidden }: State): boolean {
  return activated && !removed && !hidden;
}

/** A kernfs node; one process may be in so many of its operations at once. */
// not kept: several kernfs_remove_self() of one node, of which one removes it and the others wait for the operation
// not kept: open files and mappings, which kernfs_drain_open_files() releases
export function kernfsNode(
  name = 'kn->active',
  readers = 2,
  options: KernfsOptions = {},
): Cell<KernfsNode> {
  checkOptions('kernfsNode', options, ['activated']);
  const { activated = true } = options;
  // rule: who breaks its active protection is waited for no longer
  const put = action(
    function (this: State, me: Who) {
      removeHolder(this.active, me, name);
    },
    { releases: 'read' },
  );
  return kernelCell<KernfsNode>(
    { active: holders(readers), activated: bool, removed: bool, hidden: bool },
    {
      getActive: action(
        function (this: State, me: Who) {
          // rule: no operation starts on a node that is not active
          if (!isActive(this)) return false;
          addHolder(this.active, me, readers, name);
          return true;
        },
        { acquires: 'read', trylock: true },
      ),
      putActive: put,
      breakActive: put,
      unbreakActive: action(
        function (this: State, me: Who) {
          // rule: unbreaking gives the reference back always
          addHolder(this.active, me, readers, name);
        },
        { acquires: 'read', trylock: true },
      ),
      deactivate: action(function (this: State) {
        this.removed = true;
      }),
      // rule: draining waits for the operations that run, and for what they wait for
      drain: query(
        function (this: State) {
          // rule: only a node that is not active is drained
          if (isActive(this))
            refuse(this, 'drain() of a node that is active; deactivate() it first');
          return !isAnybody(this.active);
        },
        { acquires: 'write' },
      ),
      isHeldBy: query(function (this: State, me: Who) {
        return holds(this.active, me);
      }),
      // rule: a hidden node can be shown again, a removed one never
      activate: action(function (this: State) {
        this.activated = true;
      }),
      hide: action(function (this: State) {
        this.hidden = true;
      }),
      show: action(function (this: State) {
        this.hidden = false;
      }),
    },
    { lock: { class: name, type: 'kernfs', holders: { active: 'read' } }, initial: { activated } },
  );
}
