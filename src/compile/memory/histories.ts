// Histories of words, changed in place: a store put into one moves all places behind it, and what is forgotten at its beginning
// moves all.

import type { Histories, Message, View } from './history-system.ts';

/** Takes what a view knows, and a place of one word besides. */
export function learn(
  into: View,
  { at, place = 0, view }: { readonly at?: number; readonly place?: number; readonly view: View },
): void {
  for (const [k, known] of view.entries()) into[k] = Math.max(into[k], known);
  if (at !== undefined) into[at] = Math.max(into[at], place);
}

/** Every view that there is. */
function views({ words, contexts, fence, locks, rcu, locals }: Histories): View[] {
  const told = words.flatMap(({ messages }) => messages.map(({ view }) => view));
  const known = contexts.flatMap((one) => Object.values(one));
  const handed = rcu.flatMap(({ begun, ended, graces }) => [begun, ended, ...graces]);
  return [...told, ...known, fence, ...locks, ...handed, ...locals];
}

/** Puts a store at a place of a word's history. There is room for one more than is kept. */
export function insert(all: Histories, word: number, at: number, message: Message): void {
  for (const view of views(all)) if (view[word] >= at) view[word]++;
  const history = all.words[word];
  history.messages.splice(at, 0, message);
  history.older++;
}

/** Forgets so many of the oldest stores of a word. */
export function forget(all: Histories, word: number, count: number): void {
  const history = all.words[word];
  history.messages.splice(0, count);
  history.older -= count;
  for (const view of views(all)) view[word] = Math.max(0, view[word] - count);
  // Nothing comes before the oldest, whatever it was attached to.
  history.messages[0].attached = false;
}

/** As they stand in a state, with room for so many stores of each word. */
export function stored(all: Histories, room: number): Histories {
  const words = all.words.map(({ older, messages }) => {
    const kept = messages.slice(0, older + 1);
    const view = messages[0].view.map(() => 0);
    const nothing = { value: 0, by: 0, attached: false, view };
    return { older, messages: [...kept, ...Array(room - kept.length).fill(nothing)] };
  });
  return { ...all, words };
}
