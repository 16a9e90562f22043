// struct list_head: heads of lists and what is on them, linked by `next` and `prev` both ways, so that a list which is
// changed wrongly is a wrong list. list_del() leaves LIST_POISON in the entry, which is `none` here.

import { array, type Id, type Kind, type None, none, orNone } from 'mmcheck';

/** The links of entries of a kind, the first of which is the head of a list that has `listed`, in order. */
export function listHeads<N extends string>(entry: Kind<N>, listed: readonly Id<N>[]) {
  const ring = [entry.ids[0], ...listed];
  const neighbour = (e: number, by: number): Id<N> => {
    const at = ring.indexOf(entry.ids[e]);
    return at < 0 ? entry.ids[e] : ring[(at + by + ring.length) % ring.length];
  };
  return {
    next: array(entry, orNone(entry), (e: number) => neighbour(e, 1)),
    prev: array(entry, orNone(entry), (e: number) => neighbour(e, -1)),
  };
}

type Links<N extends string> = (Id<N> | None)[];

/** __list_del_entry(): false where the entry is on no list, and the kernel oopses. */
export function unlink<N extends string>(next: Links<N>, prev: Links<N>, e: Id<N>): boolean {
  const before = prev[e];
  const after = next[e];
  if (before === none || after === none) return false;
  prev[after] = before;
  next[before] = after;
  return true;
}

/** list_del(). */
export function listDel<N extends string>(next: Links<N>, prev: Links<N>, e: Id<N>): boolean {
  const isLinked = unlink(next, prev, e);
  next[e] = none;
  prev[e] = none;
  return isLinked;
}

/** list_add_tail(e, at): false where `at` is on no list, and the kernel oopses. */
export function linkBefore<N extends string>(
  next: Links<N>,
  prev: Links<N>,
  e: Id<N>,
  at: Id<N>,
): boolean {
  const before = prev[at];
  if (before === none) return false;
  prev[at] = e;
  next[e] = at;
  prev[e] = before;
  next[before] = e;
  return true;
}

/** What is on the list of a head, in order; where the links lead astray, as far as they lead. */
export function listed<N extends string>(
  next: readonly (Id<N> | None)[],
  head: Id<N>,
): readonly Id<N>[] {
  const found: Id<N>[] = [];
  for (let e = next[head]; e !== none && e !== head && found.length < next.length; e = next[e]) {
    found.push(e);
  }
  return found;
}
