// What can be chosen in gup-vs-page-mkclean, and the cells. One mm maps the pages of one file, and has written to each. What is in a
// page is the number of the write that it was last changed by. Under ptl only one pte is read and changed, together with the flush of
// the TLB, so that each of these sections is one step and ptl is not here.

import {
  array,
  type Builder,
  bool,
  cell,
  defaultTo,
  kind,
  oneOf,
  orNone,
  parameter,
  range,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { mutex } from 'mmcheck/kernel';

export const parameters = {
  pins: parameter(
    'What becomes of a page that a device may write to: nobody knows that it is one (2019); nobody knows, but who pins a page under writeback faults and waits first; writeback skips it; writeback writes a copy; there are none, as FOLL_LONGTERM of a file is refused (8ac268436e6d, and a6e79df92e4a for the fast path).',
    oneOf('unseen', 'waits', 'skipped', 'copied', 'refused'),
  ),
  marks: parameter(
    'When who has pinned the page calls set_page_dirty_lock().',
    oneOf('after-dma', 'before-dma', 'never'),
  ),
  fast: parameter(
    'get_user_pages_fast() is tried first: not at all; and reads the pte again once the page is pinned; or does not.',
    oneOf('no', 'rechecks', 'trusts'),
  ),
  reclaim: parameter(
    'Reclaim: none; it drops the buffers of a clean page and then sees that somebody has a reference; or it passes over a page that is pinned when it is unmapped (d824ec2a1546).',
    oneOf('no', 'drops', 'keeps-pinned'),
  ),
  stable_writes: parameter(
    'A write fault waits for writeback, as where the device needs it (checksums).',
    defaultTo(bool, true),
  ),
  fsync: parameter('Somebody calls fsync().', bool),
  pinners: parameter('Who pins a page.', defaultTo(range(0, 2), 1)),
  dmas: parameter('How often the device of each writes.', range(1, 2)),
  stores: parameter('How often a cpu writes to the mapping.', range(0, 2)),
  pages: parameter('Pages of the file.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { pinners, dmas, stores, pages } = values;
  return {
    ...values,
    page: kind('page', pages),
    content: upTo(pinners * dmas + stores),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ page, content, pinners }: Variant) {
  return {
    page_lock: array(page, mutex('PG_locked')),
    ptes: table(
      page,
      { map: oneOf('read-only', 'writable', 'none'), dirty: bool },
      { map: 'writable', dirty: true },
    ),
    pages: table(
      page,
      {
        dirty: bool,
        writeback: bool,
        /** What the filesystem knows of the page: page_mkwrite() was called. */
        buffers: bool,
        pins: upTo(pinners),
        content,
        disk: content,
        /** While the page is on its way to the disk: its checksum, and the copy that is written instead of it. */
        checksum: orNone(content),
        bounce: orNone(content),
        /** The write that came last. */
        latest: content,
      },
      { dirty: true, buffers: true },
    ),
    /** How many writes there were: none of them is like another. */
    writes: cell(content),
  };
}
