// Who else writes, in longterm-pin-vs-truncate: a file that is given the free blocks, and O_DIRECT of the file itself, which
// throws out of the page cache what it is about to write past.

import { none } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function otherFile({ process }: Make, { block, file }: Variant) {
  const [, other] = file.ids;
  return process({
    environment: true,
    locals: { b: block },
    start: 'allocate',
    steps: {
      allocate: {
        at: 'fs/ext4/mballoc.c ext4_mb_new_blocks()',
        thread: 'allocator: gives a free block to file 2',
        atomic: 'under the lock of the block group; a new block is empty',
        does: ({ blocks, me, choose }) => {
          const free = block.ids.filter((b) => blocks[b].owner === none);
          if (free.length === 0) return 'blocked';
          me.b = choose(free);
          blocks[me.b].owner = other;
          blocks[me.b].data = none;
          return 'write';
        },
      },
      write: {
        thread: 'file 2 writes',
        does: ({ blocks, me }) => {
          blocks[me.b].data = other;
          return 'done';
        },
      },
    },
  });
}

export function directWrite({ process }: Make, { direct_io, block, file }: Variant) {
  const [pinned] = file.ids;
  return process({
    count: direct_io === 'no' ? 0 : 1,
    locals: { b: block },
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        me.b = choose(block.ids);
        return 'inode_lock';
      },
      inode_lock: {
        at: 'fs/ext4/file.c ext4_dio_write_iter() inode_lock()',
        does: ({ inode_lock, me }) => (inode_lock.acquire(me) ? 'unmap' : 'blocked'),
      },
      unmap: {
        at: 'mm/truncate.c invalidate_inode_pages2_range() unmap_mapping_pages()',
        does: ({ mapped, me }) => {
          mapped[me.b] = false;
          return 'invalidate';
        },
      },
      invalidate: {
        at: 'mm/truncate.c invalidate_inode_pages2_range() invalidate_complete_folio2()',
        thread: 'O_DIRECT: throws the page out, pinned or not',
        atomic: 'under the page lock',
        does: ({ mapped, cached, me }) => {
          if (!mapped[me.b]) cached[me.b] = none;
          return 'submit';
        },
      },
      submit: {
        at: 'fs/ext4/file.c ext4_dio_write_iter() iomap_dio_rw()',
        thread: 'O_DIRECT: writes the block',
        atomic: 'under i_rwsem, which truncate() holds',
        does: ({ blocks, truncated, me }) => {
          if (!truncated.value) blocks[me.b].data = pinned;
          return 'inode_unlock';
        },
      },
      inode_unlock: {
        at: 'fs/ext4/file.c ext4_dio_write_iter() inode_unlock()',
        does: ({ inode_lock, me }) => {
          inode_lock.release(me);
          return 'done';
        },
      },
    },
  });
}
