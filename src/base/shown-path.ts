// How messages show a path: so that it can be opened from where the command was given.

import { relative } from 'node:path';

/** From the working directory where it lies below it; else the whole path. */
export function shownPath(path: string): string {
  const short = relative('', path);
  return short === '' || short.startsWith('..') ? path : short;
}
