// The per-cpu pages of a zone, struct per_cpu_pages: a list, and a count beside it that others read
// without a lock. The two agree only outside the sections that change them.

import { range, record, set } from 'mmcheck';

/**
 * A pcp list that may come to hold so many pages, by number. Where an update of the count may be lost, it may fall
 * below zero, too: by as many pages as are taken from the list.
 */
export const perCpuPages = (pages: number, taken = 0) =>
  record({ list: set(pages), count: range(-taken, pages) }, { count: 0 });
