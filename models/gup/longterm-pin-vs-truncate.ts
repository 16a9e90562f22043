// longterm-pin-vs-truncate: a file is truncated while a device may write to its pages for as long as it likes.
//
// "[LSF/MM TOPIC] Discuss least bad options for resolving longterm-GUP usage by RDMA" (Weiny, February 2019; Chinner,
// Gunthorpe, Hansen, Lameter): RDMA pins pages of a file or of a DAX device, and the filesystem wants its blocks back.
// Truncation may go on without a look, wait, fail, or ask for the pages. Lameter would have files that are never in the page
// cache. At stake: a device that writes into another file, and a truncate() that does not return.

import { defineModel, system } from 'mmcheck';
import { directWrite, otherFile } from './longterm-pin-vs-truncate/other-writers.ts';
import { rdma } from './longterm-pin-vs-truncate/rdma.ts';
import { truncate } from './longterm-pin-vs-truncate/truncate.ts';
import { cellsOf, parameters, variantOf } from './longterm-pin-vs-truncate/variant.ts';

export default defineModel('longterm-pin-vs-truncate', {
  about:
    'truncate() frees the blocks of a file whose pages are pinned for a device: in the page cache, or ' +
    'the blocks themselves with DAX. 2bb6d2837083 (2017), 5fac7408d828, 430657b6be89 (2018).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      rdma: rdma(builder, variant),
      truncate: truncate(builder, variant),
      other_file: otherFile(builder, variant),
      direct_write: directWrite(builder, variant),
    }));
  },
});
