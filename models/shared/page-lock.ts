// PG_locked, the lock of a page in the page cache or the swap cache, as a process takes it that has a page in hand: who
// changes PG_dirty, PG_writeback, or what the page belongs to, holds it. It sleeps, and anybody may look on without it.

import type { Lock, Who } from 'mmcheck/kernel';

interface Locking<Page extends number> {
  readonly page_lock: Readonly<Record<Page, Lock>>;
  readonly me: Who & { readonly page: Page };
}

/** lock_page(): on to the step that is written next. */
export const lockPage = <Page extends number>({
  page_lock,
  me,
}: Locking<Page>): 'next' | 'blocked' => (page_lock[me.page].acquire(me) ? 'next' : 'blocked');
