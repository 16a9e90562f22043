// F of zonelist-rebuild: frees a page to a Normal zone, once.

import type { Make, Variant } from './variant.ts';

export function freePages({ process }: Make, { machine }: Variant) {
  const { freed } = machine;
  return process({
    environment: true,
    start: 'free_one',
    steps: {
      free_one: {
        at: 'mm/page_alloc.c free_one_page()',
        thread: 'F: a page appears',
        does: ({ free }) => {
          free[freed]++;
          return 'done';
        },
      },
    },
  });
}
