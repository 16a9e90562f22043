// A system under lkmm: a cell with, for each racy word, its values in coherence order, and for each context what it knows of them.
//
// What must stay true: the last value of a word stands in the word itself, so that whoever looks at memory from outside sees that;
// in the initial states every word has one value and nobody knows more than that, which is all zeros.

import { ModelError } from '../../base/errors.ts';
import { array, record } from '../../language/cell.ts';
import { bool, upTo } from '../../language/domain.ts';
import { HISTORIES, type MemoryPlan, type WeakMemory } from '../../language/memory-model.ts';
import type { SystemDefinition } from '../../language/system.ts';
import type { RecordSlot, Slot } from '../layout/slot.ts';
import { rcuDomainsOf } from './rcu-domains.ts';
import { recordsOf } from './records.ts';
import type { Word } from './words.ts';

/** Each of these knows of each other one. */
const MOST_WORDS = 24;

/** For each racy word a place in its history: nothing older is there for who knows it. */
export type View = number[];

/** A store, in the history of its word. */
export interface Message {
  /** The code of its value; 0 of the last, whose value stands in the word. */
  value: number;
  /** The context that stored it, from 1; 0 of what was there before. */
  by: number;
  /** By a read-modify-write: nothing comes between it and the store before. */
  attached: boolean;
  /** What is known to whom it orders with: see lkmm.ts. */
  view: View;
}

export interface Histories {
  /** How many are older than the last, and all of them, the oldest first. */
  words: { older: number; messages: Message[] }[];
  contexts: Record<Knowledge, View>[];
  /** What is known since the last full barrier of anybody. */
  fence: View;
  /** What each lock hands on. */
  locks: View[];
  rcu: KnownOfDomain[];
  /** What a load or a store that depends on a carried local must not be older than. */
  locals: View[];
}

/** What a domain of RCU hands on. */
export interface KnownOfDomain {
  /** What was known where grace periods began, to read sections that begin later. */
  begun: View;
  /** What was known where read sections ended, to grace periods that begin later. */
  ended: View;
  /** To each grace period, what was known where the sections ended that it does not outlast. */
  graces: View[];
}

/**
 * What a context knows: what it has loaded or stored itself of each word (`coherence`), what its loads, and its stores, must not be
 * older than, what its next store tells, all that it has heard of, and what its stores have told.
 */
export const KNOWLEDGE = ['coherence', 'loads', 'stores', 'tells', 'heard', 'told'] as const;
export type Knowledge = (typeof KNOWLEDGE)[number];

/** All that a barrier makes a context take notice of. */
export const BOUNDS = ['heard', 'loads', 'stores', 'tells'] as const satisfies readonly Knowledge[];

export function withHistories(
  definition: SystemDefinition,
  memory: WeakMemory,
  plan: MemoryPlan,
  words: readonly Word[],
  cells: Readonly<Record<string, Slot>>,
): SystemDefinition {
  const extended = { ...definition, memory: { ...memory, plan } };
  const racy = words.filter(({ name }) => plan.racy.includes(name));
  if (racy.length === 0) return extended;
  if (racy.length > MOST_WORDS) {
    throw new ModelError(
      `lkmm keeps the history of at most ${MOST_WORDS} racy words, and there are ${racy.length}: take a smaller configuration, or tso or pso`,
    );
  }
  const view = array(racy.length, upTo(memory.depth));
  const most = Math.max(...racy.map(({ slot }) => slot.size));
  const message = record({
    value: upTo(most - 1),
    by: upTo(plan.contexts.length),
    attached: bool,
    view,
  });
  const word = record({ older: upTo(memory.depth), messages: array(memory.depth + 1, message) });
  const domains = rcuDomainsOf(cells);
  const mostGraces = Math.max(0, ...domains.map(({ graces }) => graces));
  const known = Object.fromEntries(KNOWLEDGE.map((name) => [name, view]));
  const histories = record({
    words: array(racy.length, word),
    contexts: array(plan.contexts.length, record(known)),
    fence: view,
    locks: array(locksOf(cells).length, view),
    rcu: array(
      domains.length,
      record({ begun: view, ended: view, graces: array(mostGraces, view) }),
    ),
    locals: array(plan.carried?.length ?? 0, view),
  });
  return { ...extended, cells: { ...definition.cells, [HISTORIES]: histories } };
}

/** The locks that order memory: who takes one knows what was known to who gave it back. */
export function locksOf(cells: Readonly<Record<string, Slot>>): RecordSlot[] {
  return recordsOf(cells)
    .map(({ slot }) => slot)
    .filter(({ lock }) => lock && !UNORDERED.includes(lock.type));
}

/** What lock order knows, and is no lock to memory. */
const UNORDERED: readonly string[] = ['rcu', 'srcu', 'seqcount'];
