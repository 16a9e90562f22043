// A of free-hint-bitmap: takes any page that is free, reported or not.

import type { Make, Variant } from './variant.ts';

export function allocPages({ process }: Make, { blocks }: Variant) {
  const blockNumbers = Array.from({ length: blocks }, (_, block) => block);
  return process({
    environment: true,
    start: 'rmqueue',
    steps: {
      rmqueue: {
        at: 'mm/page_alloc.c rmqueue()',
        thread: 'A: re-allocates',
        atomic: 'under zone->lock',
        does: ({ page, choose }) => {
          const offered = blockNumbers.filter((b) => page[b] === 'free' || page[b] === 'reported');
          if (offered.length === 0) return 'blocked';
          page[choose(offered)] = 'allocated';
          return 'rmqueue';
        },
      },
    },
  });
}
