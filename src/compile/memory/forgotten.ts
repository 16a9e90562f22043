// What nobody can load any more, nor put a store in front of, is no part of the state; nor is what those knew that are done, nor
// what a local carries and nothing can depend on.
//
// What must stay true: who is left can do all that it could before.

import type { MemoryPlan } from '../../language/memory-model.ts';
import type { InstancePlan } from '../layout/layout.ts';
import { forget } from './histories.ts';
import type { Histories } from './history-system.ts';

/** `live`: who goes on, of each context. */
export function forgetKnown(
  all: Histories,
  words: readonly string[],
  { contexts, carried = [] }: Pick<MemoryPlan, 'contexts' | 'carried'>,
  live: readonly (readonly InstancePlan[])[],
): void {
  for (const [k, known] of all.contexts.entries()) {
    if (live[k].length === 0) for (const view of Object.values(known)) view.fill(0);
  }
  for (const [k, { instance, dependent }] of carried.entries()) {
    const context = live.findIndex((ones) => ones.some(({ index }) => index === instance));
    if (context < 0) all.locals[k].fill(0);
    else {
      const isDependent = (word: number): boolean => dependent.includes(words[word]);
      forgetCarried(all.locals[k], all.contexts[context], isDependent);
    }
  }
  for (const [k, name] of words.entries()) {
    const bounds = all.contexts.flatMap(({ coherence, loads, stores }, c) => {
      if (live[c].length === 0 || !contexts[c].touches.includes(name)) return [];
      const load = Math.max(coherence[k], loads[k]);
      const store = contexts[c].stores.includes(name) ? Math.max(coherence[k], stores[k]) : load;
      return [Math.min(load, store)];
    });
    forget(all, k, Math.min(all.words[k].older, ...bounds));
  }
}

/** A bound that holds without the local is none of its own. */
function forgetCarried(
  view: number[],
  { coherence, loads, stores }: Histories['contexts'][number],
  isDependent: (word: number) => boolean,
): void {
  for (const [k, place] of view.entries()) {
    const known = Math.max(coherence[k], Math.min(loads[k], stores[k]));
    if (place <= known || !isDependent(k)) view[k] = 0;
  }
}
