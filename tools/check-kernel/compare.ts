// A place beside the source: found, of an older kernel, not to be seen here, or wrong.

import type { CSource } from './c-source.ts';
import { oldPlace } from './old-places.ts';
import type { Named, Place } from './places.ts';

export type Verdict =
  /** The file, the function and the call are there. */
  | { readonly type: 'found' }
  /** It is of an older kernel, which is said; `found` where the source has it all the same. */
  | { readonly type: 'old'; readonly says: string; readonly found: boolean }
  /** Its folder is not in what was unpacked. */
  | { readonly type: 'unseen' }
  | { readonly type: 'wrong'; readonly why: string };

export function compare(source: CSource, place: Place): Verdict {
  const why = mistake(source, place);
  const says = oldPlace(place.text);
  if (says !== undefined) return { type: 'old', says, found: why === undefined };
  if (why === undefined) return { type: 'found' };
  if (place.file !== undefined && !source.hasFolderOf(place.file)) return { type: 'unseen' };
  return { type: 'wrong', why };
}

function mistake(source: CSource, { file, functions }: Place): string | undefined {
  if (file === undefined) return 'names no file';
  const there = source.file(file);
  if (!there) return `there is no ${file}`;
  const missing = functions.find(({ name }) => !there.bodies.has(name));
  if (missing) return `${file} defines no ${missing.name}()`;
  const body = ({ name }: Named): string => there.bodies.get(name) ?? '';
  for (const one of functions) {
    const call = one.calls.find((name) => !new RegExp(`\\b${name}\\b`).test(body(one)));
    if (call !== undefined) return `${one.name}() does not name ${call}()`;
  }
  return undefined;
}
