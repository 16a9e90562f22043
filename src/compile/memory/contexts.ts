// Who shares a store buffer, and which words race.
//
// A context is a cpu with all that runs on it (kernel/actors.ts), and each other process by itself: wherever that runs, a
// migration is a full barrier. A word races if several contexts touch it and one of them stores it. Sound only if the touches
// of each process are all that there are: what only one context touches nobody else can see too early or too late.

import type { MemoryContext, MemoryPlan } from '../../language/memory-model.ts';
import type { InstancePlan } from '../layout/layout.ts';

/** What a process may load and store, by the names of words. */
export interface Touches {
  readonly instance: InstancePlan;
  readonly loads: ReadonlySet<string>;
  readonly stores: ReadonlySet<string>;
}

/** Actors that stay on their cpu. */
const PINNED: readonly string[] = ['task', 'softirq', 'irq', 'ipi'];

/** The context of an instance, by its name: `CPU0`, or that of the process. */
export function contextOf({ name, id, process: { definition } }: InstancePlan): string {
  const { actor } = definition;
  return actor && PINNED.includes(actor.maker) ? `CPU${actor.where(id)}` : name;
}

export function planMemory(touches: readonly Touches[], words: readonly string[]): MemoryPlan {
  const contexts = [...new Set(touches.map(({ instance }) => contextOf(instance)))];
  const touchedBy = (word: string, name: string, how: readonly ('loads' | 'stores')[]): boolean =>
    touches.some(
      (one) => contextOf(one.instance) === name && how.some((key) => one[key].has(word)),
    );
  const racy = words.filter((word) => {
    const touching = contexts.filter((name) => touchedBy(word, name, ['loads', 'stores']));
    return touching.length > 1 && touching.some((name) => touchedBy(word, name, ['stores']));
  });
  const of = (name: string, how: readonly ('loads' | 'stores')[]): string[] =>
    racy.filter((word) => touchedBy(word, name, how));
  const touching = contexts
    .map(
      (name): MemoryContext => ({
        name,
        stores: of(name, ['stores']),
        touches: of(name, ['loads', 'stores']),
      }),
    )
    .filter(({ touches: all }) => all.length > 0);
  return { racy, contexts: touching, instances: touches.length };
}
