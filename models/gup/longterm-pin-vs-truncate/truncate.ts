// truncate() to nothing, in longterm-pin-vs-truncate, as ext4 does it: under invalidate_lock, which keeps faults out, the
// pages are unmapped, so that nobody pins them any more. It is dropped while truncate() waits for pins.

import { none, set } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function truncate({ process }: Make, values: Variant) {
  const { truncate, checks, looks, direct_io, block } = values;
  const looksFirst = looks && checks === 'mapped';
  const first = looksFirst ? 'dax_layout_busy_page' : 'unmap';
  return process({
    // Who mixes O_DIRECT with the page cache needs nobody that truncates.
    count: direct_io === 'mixed' ? 0 : 1,
    locals: { left: set(block, block.ids) },
    start: 'inode_lock',
    steps: {
      inode_lock: {
        at: 'fs/open.c do_truncate() inode_lock()',
        thread: 'T: LOCK inode',
        does: ({ inode_lock, me }) => (inode_lock.acquire(me) ? 'next' : 'blocked'),
      },
      invalidate_lock: {
        at: 'fs/ext4/inode.c ext4_setattr() filemap_invalidate_lock()',
        does: ({ invalidate_lock, me }) => {
          invalidate_lock.announceWrite(me);
          return 'invalidate_wait';
        },
      },
      invalidate_wait: {
        at: 'fs/ext4/inode.c ext4_setattr() filemap_invalidate_lock()',
        does: ({ invalidate_lock, me }) => (invalidate_lock.acquireWrite(me) ? first : 'blocked'),
      },
      unmap: {
        at: 'fs/dax.c dax_layout_busy_page_range() unmap_mapping_pages()',
        thread: 'T: unmap',
        atomic:
          'ptes that nobody else is about to fill; of a page that is pinned in between it is told below',
        does: ({ mapped, me, choose }) => {
          const b = choose(me.left.values());
          mapped[b] = false;
          me.left.delete(b);
          if (!me.left.isEmpty) return 'unmap';
          for (const one of block.ids) me.left.add(one);
          return looks && !looksFirst ? 'dax_layout_busy_page' : 'truncate_setsize';
        },
      },
      dax_layout_busy_page: {
        at: 'fs/dax.c dax_layout_busy_page_range() dax_busy_page()',
        thread: 'T: R pins>0 ? policy(wait | EBUSY | ignore)',
        atomic:
          'a page that was seen to be idle is not pinned again, as it is not mapped; where it is, that is the point',
        does: ({ cached, pins }) => {
          if (cached.every((p) => p === none || pins[p] === 0)) {
            return looksFirst ? 'unmap' : 'truncate_setsize';
          }
          if (truncate === 'fails') return 'invalidate_unlock';
          return truncate === 'revokes' ? 'break_lease' : 'drop_lock';
        },
      },
      break_lease: {
        at: 'fs/locks.c __break_lease()',
        thread: 'T: revokes the lease',
        does: ({ revoked }) => {
          revoked.value = true;
          return 'drop_lock';
        },
      },
      drop_lock: {
        at: 'fs/ext4/inode.c ext4_wait_dax_page() filemap_invalidate_unlock()',
        does: ({ invalidate_lock, me }) => {
          invalidate_lock.releaseWrite(me);
          return 'wait';
        },
      },
      wait: {
        at: 'fs/ext4/inode.c ext4_break_layouts() ___wait_var_event()',
        thread: 'T: waits for pins',
        atomic: 'a page after the other: what is over then is looked at again',
        does: ({ cached, pins }) =>
          cached.every((p) => p === none || pins[p] === 0) ? 'invalidate_lock' : 'blocked',
      },
      truncate_setsize: {
        at: 'fs/ext4/inode.c ext4_setattr() i_size_write()',
        does: ({ truncated }) => {
          truncated.value = true;
          return 'truncate_pagecache';
        },
      },
      truncate_pagecache: {
        at: 'fs/ext4/inode.c ext4_setattr() truncate_pagecache()',
        thread: 'T: page detached',
        atomic: 'under invalidate_lock nobody looks for these pages',
        does: ({ cached }) => {
          for (const b of block.ids) cached[b] = none;
          return 'free_blocks';
        },
      },
      free_blocks: {
        at: 'fs/ext4/inode.c ext4_setattr() ext4_truncate()',
        thread: 'T: free block',
        does: ({ blocks, me, choose }) => {
          const b = choose(me.left.values());
          blocks[b].owner = none;
          me.left.delete(b);
          return me.left.isEmpty ? 'invalidate_unlock' : 'free_blocks';
        },
      },
      invalidate_unlock: {
        at: 'fs/ext4/inode.c ext4_setattr() filemap_invalidate_unlock()',
        does: ({ invalidate_lock, me }) => {
          invalidate_lock.releaseWrite(me);
          return 'inode_unlock';
        },
      },
      inode_unlock: {
        at: 'fs/open.c do_truncate() inode_unlock()',
        thread: 'T: UNLOCK',
        does: ({ inode_lock, me }) => {
          inode_lock.release(me);
          return 'return';
        },
      },
      return: ({ returned }) => {
        returned.value = true;
        return 'done';
      },
    },
  });
}
