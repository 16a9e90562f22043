// A word of a command line that a message shows, to be copied.

import { printable } from './width.ts';

/** As a shell takes it. */
export function shellWord(text: string): string {
  const shown = printable(text);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
