// The per-cpu pages of a zone, struct per_cpu_pages: a list, and a count beside it that others read
// without a lock. The two agree only outside the sections that change them.

import { record, set, upTo } from 'mmcheck';

/** A pcp list that may come to hold so many pages, by number. */
export const perCpuPages = (pages: number) => record({ list: set(pages), count: upTo(pages) });
