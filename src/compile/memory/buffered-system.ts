// A system with its store buffers: a cell that holds them, and for each a process that takes stores out of it and puts them
// into memory. So a flush is a step like any other, of an agent that no author has written: it is found, shown, replayed and
// reduced as such, and nothing behind the compiler knows of it.
//
// What must stay true: the instances of the author keep their numbers; a flush changes memory by one store; the names of the
// stores, which are the values of the cell, say all that there is to say of them.

import { ModelError } from '../../base/errors.ts';
import { array, list } from '../../language/cell.ts';
import { none, oneOf } from '../../language/domain.ts';
import type { MemoryContext, MemoryPlan, WeakMemory } from '../../language/memory-model.ts';
import type { AnyStep, ProcessDefinition } from '../../language/process.ts';
import { withProcessArrays } from '../../language/process-arrays.ts';
import type { SystemDefinition } from '../../language/system.ts';
import type { Slot } from '../layout/slot.ts';
import { decodeValue } from '../layout/values.ts';
import { isNoStore, othersOf, type Store, storesOf, unfenced } from './buffer-entries.ts';
import type { Word } from './words.ts';

/** The cell of the buffers: an array over the contexts, each a list of stores, the oldest first. */
export const BUFFERS = 'store_buffers';
/** So many different stores are told apart. */
const MOST_STORES = 4096;

export function withStoreBuffers(
  definition: SystemDefinition,
  memory: WeakMemory,
  plan: MemoryPlan,
  words: readonly Word[],
  slots: Readonly<Record<string, Slot>>,
): SystemDefinition {
  const racy = words.filter(({ name }) => plan.racy.includes(name));
  const extended = { ...definition, memory: { ...memory, plan } };
  const contexts = storing(plan);
  if (contexts.length === 0) return extended;
  checkNumber(racy);
  const isPartial = memory.model === 'pso';
  const stores = storesOf(racy);
  const others = othersOf(isPartial, slots);
  const entries = oneOf(...others, ...stores.map(({ text }) => text));
  // Between any two stores there may be a fence, and after the last; of marks one of each.
  const fences = isPartial ? memory.depth - 1 : 0;
  const room = memory.depth + fences + others.length;
  const flushes = contexts.map((context, k) => {
    const own = stores.filter(({ word }) => context.stores.includes(word.name));
    return [
      flusherOf(context),
      flushing(context, flushStep(k, own, isPartial, others.length > 0)),
    ] as const;
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

/** In one step, more than a buffer holds. */
export function tooManyStores(stores: number, depth: number): ModelError {
  return new ModelError(
    `stores ${stores} racy words in one step, and a store buffer holds ${depth}: give it more room (--buffer ${stores}), or split the step`,
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
function flushStep(
  k: number,
  stores: readonly Store[],
  isPartial: boolean,
  hasOthers: boolean,
): AnyStep {
  const cells = [...new Set(stores.map(({ word }) => word.name.replace(/[[.].*/, '')))];
  const buffer = `${BUFFERS}[${k}]`;
  const cases = stores.map(
    ({ word, code, text }) =>
      `case ${JSON.stringify(text)}: ${word.text} = ${literal(decodeValue(word.slot.domain, code))}; break;`,
  );
  const taken = isPartial
    ? `${buffer}.removeAt(choose(unfenced(${buffer}.values())))`
    : `${buffer}.shift()`;
  const after = hasOthers
    ? `while (!${buffer}.isEmpty && isNoStore(${buffer}.first)) ${buffer}.shift();`
    : '';
  const source = `({ ${[BUFFERS, ...(isPartial ? ['choose'] : []), ...cells].join(', ')} }) => {
    if (${buffer}.isEmpty) return 'blocked';
    switch (${taken}) { ${cases.join('\n')} }
    ${after}
    return 'flush';
  }`;
  const made = new Function('none', 'unfenced', 'isNoStore', `'use strict'; return ${source};`);
  return made(none, unfenced, isNoStore);
}

function literal(value: unknown): string {
  return value === none ? 'none' : JSON.stringify(value);
}
