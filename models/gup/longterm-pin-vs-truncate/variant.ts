// What can be chosen in longterm-pin-vs-truncate, and the cells. A file has blocks, and each block a page of the page cache;
// with DAX the page is the block. Of what a block says only the file is kept that it was written for. Under ptl only one
// pte is read and changed, so that each such section is one step.

import {
  array,
  type Builder,
  bool,
  cell,
  kind,
  oneOf,
  orNone,
  parameter,
  range,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { mutex, rwsem } from 'mmcheck/kernel';

export const parameters = {
  memory: parameter('Where the pages are that a device writes to.', oneOf('page-cache', 'dax')),
  truncate: parameter(
    'What truncate() does about pages that are pinned: nothing; it waits for the pins, as DAX does; it fails; or it breaks the lease of who has pinned them, and waits.',
    oneOf('ignores', 'waits', 'fails', 'revokes'),
  ),
  checks: parameter(
    'When it looks for pins: once nobody has the pages mapped; or before.',
    oneOf('unmapped', 'mapped'),
  ),
  unpins: parameter(
    'When the device is done: the user may say so, or never; after some writes; when the lease is broken; or when truncate() has returned, as in one process.',
    oneOf('perhaps', 'soon', 'on-revoke', 'after-truncate'),
  ),
  longterm: parameter(
    'Pins for as long as one likes are allowed, or refused of DAX (2bb6d2837083).',
    oneOf('allowed', 'refused'),
  ),
  direct_io: parameter(
    'O_DIRECT of the same file: none; beside the page cache; or of a file that is never in the page cache.',
    oneOf('no', 'mixed', 'only'),
  ),
  pinners: parameter('Who pins a page.', range(1, 2)),
  blocks: parameter('Blocks of the file.', range(1, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { memory, truncate, longterm, direct_io, pinners, blocks } = values;
  return {
    ...values,
    isDax: memory === 'dax',
    isRefused: (longterm === 'refused' && memory === 'dax') || direct_io === 'only',
    block: kind('block', blocks),
    /** A page that is pinned, and gone from the file, and the one that came after it. */
    page: kind('page', blocks + pinners),
    file: kind('file', ['pinned', 'other']),
    looks: truncate !== 'ignores',
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ block, page, file, pinners }: Variant) {
  const [pinned] = file.ids;
  return {
    invalidate_lock: rwsem('mapping.invalidate_lock'),
    inode_lock: mutex('inode->i_rwsem'),
    truncated: cell(bool),
    returned: cell(bool),
    /** The lease is broken: who has pinned pages is asked for them. */
    revoked: cell(bool),
    blocks: table(block, { owner: orNone(file), data: orNone(file) }, { owner: pinned }),
    /** The page cache, and of each block whether its page is mapped. */
    cached: array(block, orNone(page)),
    mapped: array(block, bool),
    pins: array(page, upTo(pinners)),
  };
}
