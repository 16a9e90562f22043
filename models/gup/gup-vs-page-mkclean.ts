// gup-vs-page-mkclean: a device writes to a page of a file that the filesystem believes to be write-protected.
//
// "[PATCH v3 1/1] mm: introduce put_user_page*(), placeholder versions" (Hubbard, March 2019; fc1d8e7cca2d). Lameter: 'we
// have the filesystem as well as the GUP pinner claiming authority'; Chinner asks whether fsync() is to be broken. Before
// it writes a page the filesystem takes the write permission out of all ptes, and lets go of what it knows of the page
// when it is clean; who has a reference by get_user_pages() writes on, and calls set_page_dirty() when he is done.
// At stake: wrong checksums, lost writes, and ext4's BUG_ON() of a dirty page without buffers.

import { defineModel, system } from 'mmcheck';
import { cpuStore, handleMmFault } from './gup-vs-page-mkclean/cpu-store.ts';
import { getUserPages } from './gup-vs-page-mkclean/get-user-pages.ts';
import { shrinkPage } from './gup-vs-page-mkclean/shrink-page.ts';
import { cellsOf, parameters, variantOf } from './gup-vs-page-mkclean/variant.ts';
import { flusher, fsync, writePage } from './gup-vs-page-mkclean/write-page.ts';

export default defineModel('gup-vs-page-mkclean', {
  about:
    'Pages of a file are written back while devices write to them through get_user_pages(). ' +
    'fc1d8e7cca2d (2019), cc5095747edf (2022), d824ec2a1546, 8ac268436e6d (2023).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const fault = handleMmFault(builder, variant);
      const write = writePage(builder, variant);
      return {
        gup: getUserPages(builder, variant, fault),
        cpu_store: cpuStore(builder, variant, fault),
        flusher: flusher(builder, variant, write),
        fsync: fsync(builder, variant, write),
        shrink_page: shrinkPage(builder, variant),
      };
    });
  },
});
