// Dependencies under lkmm: which loads and stores of a step come after the load that an earlier step has put into a local,
// because the local names the element that they touch (`pages[me.p].state`) or is what they store (`next.set(me.p)`). As
// linux-kernel.cat has it, `addr` orders loads and stores, `data` orders stores.
//
// What must stay true: nothing else is ordered. A local counts from a step that gives it what it has read, as that is
// (access/data-flow.ts), to the next step that may assign it. Procedures have locals of their own, that come and go: a process
// that calls any is left without.

import type { CarriedLocal, MemoryPlan } from '../../language/memory-model.ts';
import type { StepAccess } from '../access/access.ts';
import type { FlatLabel } from '../layout/expand.ts';
import type { InstancePlan } from '../layout/layout.ts';
import type { Word } from './words.ts';

export type AccessOf = (instance: InstancePlan, label: FlatLabel) => StepAccess;

/** The locals of a system that something may depend on. */
export function carriedLocals(
  instances: readonly InstancePlan[],
  accessOf: AccessOf,
  racy: readonly string[],
): CarriedLocal[] {
  return instances.flatMap((instance) => {
    const { labels, frames } = instance.process.flat;
    if (frames.length > 1) return [];
    const accesses = labels.map((label) => accessOf(instance, label));
    const dependent = racy.filter((word) => accesses.some((one) => namesFor(one, word).length > 0));
    const used = new Set(racy.flatMap((word) => accesses.flatMap((one) => namesFor(one, word))));
    const isRacy = (cell: string): boolean => racy.some((word) => cellOf(word) === cell);
    const loaded = accesses.flatMap(({ dataFlow }) =>
      [...dataFlow.loaded].flatMap(([local, cell]) => (isRacy(cell) ? [local] : [])),
    );
    return [...new Set(loaded)]
      .filter((local) => used.has(local))
      .map((local) => ({ instance: instance.index, local, dependent }));
  });
}

/** The locals that an access of a word depends on. */
function namesFor(access: StepAccess, word: string): string[] {
  const value = access.dataFlow.stored.get(cellOf(word));
  return [...addressesOf(access, cellOf(word)), ...(value === undefined ? [] : [value])];
}

/** The locals that name an element on the way to a cell's words, wherever the step touches the cell. */
function addressesOf({ accesses }: StepAccess, cell: string): string[] {
  const [first, ...others] = accesses
    .filter((one) => one.cell === cell)
    .map(({ path }) => path.flatMap((entry) => (entry.type === 'local' ? [entry.name] : [])));
  return (first ?? []).filter((local) => others.every((names) => names.includes(local)));
}

/** The cell of `pages[2].state`. */
function cellOf(word: string): string {
  return word.replace(/[[.].*/, '');
}

/** What a step has to do with carried locals, which are numbered as in the plan; by the number of a word. */
export interface Dependence {
  /** A load, or a store, of the word depends on these. */
  readonly addresses: ReadonlyMap<number, readonly number[]>;
  /** A store does. */
  readonly values: ReadonlyMap<number, readonly number[]>;
  /** A load is put into these. */
  readonly loaded: ReadonlyMap<number, readonly number[]>;
  /** Whatever they carried, they do no longer when the step has ended, unless a load was put into them. */
  readonly assigned: readonly number[];
}

export const NO_DEPENDENCE: Dependence = {
  addresses: new Map(),
  values: new Map(),
  loaded: new Map(),
  assigned: [],
};

export function dependenceOf(
  { carried = [] }: Pick<MemoryPlan, 'carried'>,
  words: readonly Word[],
  instance: InstancePlan,
  access: StepAccess,
): Dependence {
  if (!carried.some((one) => one.instance === instance.index)) return NO_DEPENDENCE;
  const numbersOf = (isOne: (local: string) => boolean): number[] =>
    carried.flatMap((one, k) => (one.instance === instance.index && isOne(one.local) ? [k] : []));
  const byWord = (isOne: (cell: string, local: string) => boolean) =>
    new Map(
      words.map(({ name }, k) => [k, numbersOf((local) => isOne(cellOf(name), local))] as const),
    );
  const { loaded, stored } = access.dataFlow;
  return {
    addresses: byWord((cell, local) => addressesOf(access, cell).includes(local)),
    values: byWord((cell, local) => stored.get(cell) === local),
    loaded: byWord((cell, local) => loaded.get(local) === cell),
    assigned: numbersOf((local) => access.locals.written.has(local)),
  };
}
