// The claims about longterm-pin-vs-truncate, and what becomes of each.
//
// In the page cache a truncated page is nobody's, and what the device writes is lost, which hurts no one else. With DAX it
// writes into whatever gets the block. To wait is safe, and ends only if who has pinned is bound to let go: a lease is as
// good as what makes him; and in one process it waits for itself. To fail is right in both respects. Either has to look for
// pins when nobody can pin any more, that is behind the unmap. O_DIRECT beside the page cache takes the page away
// from a device just as truncate() does, although nobody truncates; a file that is never in the page cache has no page to pin.

import { defineSpec, none, violated } from 'mmcheck';
import { variantOf } from '../../models/gup/longterm-pin-vs-truncate/variant.ts';
import model from '../../models/gup/longterm-pin-vs-truncate.ts';

const P = (label: string) => ['rdma', label] as const;
const T = (label: string) => ['truncate', label] as const;
const O = (label: string) => ['other_file', label] as const;
const D = (label: string) => ['direct_write', label] as const;

const holds = {
  'no-foreign-write': 'holds',
  'dma-reaches-the-file': 'holds',
  'truncate-ends': 'holds',
  'no-deadlock': 'holds',
} as const;
const hangs = { ...holds, 'truncate-ends': 'violated', 'no-deadlock': 'violated' } as const;
const orphaned = [P('follow_page_pte'), T('truncate_pagecache'), P('dma')] as const;
const reused = [P('follow_page_pte'), T('free_blocks'), O('allocate'), P('dma')] as const;
const pinnedLate = [T('dax_layout_busy_page'), P('follow_page_pte'), T('unmap')] as const;

export default defineSpec(model, {
  seed:
    '[LSF/MM TOPIC] Discuss least bad options for resolving longterm-GUP usage by RDMA (Weiny, Feb 2019); ' +
    '2bb6d2837083 mm: introduce get_user_pages_longterm (2017); 430657b6be89 ext4: handle layout changes to pinned DAX mappings (2018)',
  answer:
    'Wilcox: a truncate() that ignores pins lets the device write into another file. Chinner: to wait ' +
    'may never end. To fail (Ledford) is right in both respects. Lameter: without page cache there is ' +
    'no page to pin.',
  properties: ({ deadlock, invariant, observer, terminates }, values) => {
    const { isDax, file } = variantOf(values);
    const [pinned] = file.ids;
    return {
      'no-foreign-write': invariant('a block says what its own file has written', ({ blocks }) =>
        blocks.every(({ owner, data }) => owner === none || data === none || data === owner),
      ),
      'dma-reaches-the-file': observer('what the device writes is in the file', {
        state: {},
        on: {
          rdma: {
            dma: ({ me, blocks, cached, assert }) => {
              assert(
                isDax ? blocks[me.b].owner === pinned : cached[me.b] === me.page,
                'it writes to what is not of the file any more',
              );
            },
          },
        },
      }),
      'truncate-ends': terminates('truncate() returns', ['truncate']),
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: { ...holds, 'dma-reaches-the-file': violated(orphaned) } },
    {
      set: { memory: 'dax' },
      expect: {
        ...holds,
        'dma-reaches-the-file': violated([P('follow_page_pte'), T('free_blocks'), P('dma')]),
        'no-foreign-write': violated(reused),
      },
    },
    { set: { memory: 'dax', longterm: 'refused' }, expect: holds },
    { set: { memory: 'dax', truncate: 'waits', unpins: 'soon' }, expect: holds },
    {
      set: { memory: 'dax', truncate: 'waits' },
      expect: { ...holds, 'truncate-ends': 'violated' },
    },
    { set: { memory: 'dax', truncate: 'waits', unpins: 'after-truncate' }, expect: hangs },
    { set: { memory: 'dax', truncate: 'fails' }, expect: holds },
    { set: { truncate: 'fails', unpins: 'after-truncate' }, expect: holds },
    {
      set: { memory: 'dax', truncate: 'fails', checks: 'mapped' },
      expect: {
        ...holds,
        'dma-reaches-the-file': violated([...pinnedLate, P('dma')]),
        'no-foreign-write': violated([...pinnedLate, O('allocate'), P('dma')]),
      },
    },
    { set: { memory: 'dax', truncate: 'revokes', unpins: 'on-revoke' }, expect: holds },
    {
      set: { memory: 'dax', truncate: 'revokes' },
      expect: { ...holds, 'truncate-ends': 'violated' },
    },
    {
      set: { direct_io: 'mixed' },
      expect: {
        ...holds,
        'dma-reaches-the-file': violated([P('follow_page_pte'), D('invalidate'), P('dma')]),
      },
    },
    { set: { direct_io: 'only' }, expect: holds },
    {
      set: { memory: 'dax', truncate: 'waits', unpins: 'soon', pinners: 2, blocks: 3 },
      expect: holds,
      stress: true,
    },
    {
      set: { memory: 'dax', pinners: 2, blocks: 3 },
      expect: {
        ...holds,
        'dma-reaches-the-file': violated([P('follow_page_pte'), T('free_blocks'), P('dma')]),
        'no-foreign-write': violated(reused),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: '2bb6d2837083',
      subject: 'mm: introduce get_user_pages_longterm',
      year: 2017,
      property: 'no-foreign-write',
      before: { memory: 'dax' },
      after: { memory: 'dax', longterm: 'refused' },
    },
    {
      commit: '430657b6be89',
      subject: 'ext4: handle layout changes to pinned DAX mappings',
      year: 2018,
      property: 'no-foreign-write',
      before: { memory: 'dax' },
      after: { memory: 'dax', truncate: 'waits', unpins: 'soon' },
    },
  ],
});
