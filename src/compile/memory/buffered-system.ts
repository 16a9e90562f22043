// A system with its store buffers: a cell that holds them, and for each a process that takes stores out of it and puts them
// into memory. So a flush is a step like any other, of an agent that no author has written: it is found, shown, replayed and
// reduced as such, and nothing behind the compiler knows of it.
//
// What must stay true: the instances of the author keep their numbers; a flush changes memory by one store; the names of the
// stores, which are the values of the cell, say all that there is to say of them.

import { ModelError } from '../../base/errors.ts';
import { array, list } from '../../language/cell.ts';
import { describeValue, none, oneOf } from '../../language/domain.ts';
import type { MemoryContext, MemoryPlan, WeakMemory } from '../../language/memory-model.ts';
import type { AnyStep, ProcessDefinition } from '../../language/process.ts';
import { withProcessArrays } from '../../language/process-arrays.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { decodeValue } from '../layout/values.ts';
import type { Word } from './words.ts';

/** The cell of the buffers: an array over the contexts, each a list of stores, the oldest first. */
export const BUFFERS = 'store_buffers';
/** Between stores whose order stays, where others may pass one another. */
export const FENCE = 'smp_wmb';
/** So many different stores are told apart. */
const MOST_STORES = 4096;

/** A store: the word, the code of its value, and how it is shown. */
export interface Store {
  readonly word: Word;
  readonly code: number;
  readonly text: string;
}

/** Every store of some words, in their order: of one word by the codes of its values. */
export function storesOf(words: readonly Word[]): Store[] {
  return words.flatMap((word) =>
    Array.from({ length: word.slot.size }, (_, code) => {
      const { domain } = word.slot;
      const value = describeValue(decodeValue(domain, code), domain);
      return { word, code, text: `${word.name} := ${value}` };
    }),
  );
}

export function withStoreBuffers(
  definition: SystemDefinition,
  memory: WeakMemory,
  plan: MemoryPlan,
  words: readonly Word[],
): SystemDefinition {
  const racy = words.filter(({ name }) => plan.racy.includes(name));
  const extended = { ...definition, memory: { ...memory, plan } };
  const contexts = storing(plan);
  if (contexts.length === 0) return extended;
  checkNumber(racy);
  const isPartial = memory.model === 'pso';
  const stores = storesOf(racy);
  const entries = oneOf(...(isPartial ? [FENCE] : []), ...stores.map(({ text }) => text));
  // Between any two stores there may be a fence, and after the last.
  const room = isPartial ? 2 * memory.depth : memory.depth;
  const flushes = contexts.map((context, k) => {
    const own = stores.filter(({ word }) => context.stores.includes(word.name));
    return [flusherOf(context), flushing(context, flushStep(k, own, isPartial))] as const;
  });
  const processes = { ...definition.processes, ...Object.fromEntries(flushes) };
  const cells = {
    ...definition.cells,
    [BUFFERS]: array(contexts.length, list(room, entries)),
  };
  return { ...extended, cells: withProcessArrays(cells, processes), processes };
}

/** Who has a store buffer, in the order of the buffers. */
export function storing({ contexts }: MemoryPlan): readonly MemoryContext[] {
  return contexts.filter(({ stores }) => stores.length > 0);
}

/** The process that flushes the buffer of a context. */
function flusherOf({ name }: MemoryContext): string {
  return `buffer_${name}`;
}

function checkNumber(words: readonly Word[]): void {
  const all = words.reduce((sum, { slot }) => sum + slot.size, 0);
  if (all <= MOST_STORES) return;
  const [largest] = [...words].sort((one, other) => other.slot.size - one.slot.size);
  throw new ModelError(
    `a memory model with store buffers tells at most ${MOST_STORES} stores apart, and there are ${all}: make domains smaller (${largest.name} has ${largest.slot.size} values)`,
  );
}

function flushing({ name }: MemoryContext, flush: AnyStep): ProcessDefinition {
  return {
    type: 'process',
    count: 1,
    locals: {},
    start: 'flush',
    steps: { flush },
    end: ['flush'],
    environment: false,
    fairness: 'weak',
    lane: () => `${name} buffer`,
    atomic: { flush: 'one store reaches memory' },
  };
}

/** Made as text, so that what it touches is read off it as off any step. */
function flushStep(k: number, stores: readonly Store[], isPartial: boolean): AnyStep {
  const cells = [...new Set(stores.map(({ word }) => word.name.replace(/[[.].*/, '')))];
  const buffer = `${BUFFERS}[${k}]`;
  const cases = stores.map(
    ({ word, code, text }) =>
      `case ${JSON.stringify(text)}: ${word.text} = ${literal(decodeValue(word.slot.domain, code))}; break;`,
  );
  const [taken, after] = isPartial
    ? [
        `${buffer}.removeAt(choose(unfenced(${buffer}.values())))`,
        `if (!${buffer}.isEmpty && ${buffer}.first === '${FENCE}') ${buffer}.shift();`,
      ]
    : [`${buffer}.shift()`, ''];
  const source = `({ ${[BUFFERS, ...(isPartial ? ['choose'] : []), ...cells].join(', ')} }) => {
    if (${buffer}.isEmpty) return 'blocked';
    switch (${taken}) { ${cases.join('\n')} }
    ${after}
    return 'flush';
  }`;
  return new Function('none', 'unfenced', `'use strict'; return ${source};`)(none, unfenced);
}

function literal(value: unknown): string {
  return value === none ? 'none' : JSON.stringify(value);
}

/** Where in a buffer the stores are that may come next: the oldest of each word, up to the first fence. */
function unfenced(stores: readonly string[]): number[] {
  const fence = stores.indexOf(FENCE);
  const free = fence < 0 ? stores : stores.slice(0, fence);
  const words = free.map((store) => store.slice(0, store.indexOf(' := ')));
  return words.flatMap((word, k) => (words.indexOf(word) === k ? [k] : []));
}
