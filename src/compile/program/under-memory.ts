// A system under its memory model, worked out once: which words race, who shares a store buffer, and the processes that flush
// them. Who asks for the processes of a system asks here, for some are not the author's.

import type { CarriedLocal } from '../../language/memory-model.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { type Layout, layoutSystem } from '../layout/layout.ts';
import { makeView } from '../layout/views.ts';
import { withStoreBuffers } from '../memory/buffered-system.ts';
import { planMemory, type Touches } from '../memory/contexts.ts';
import { carriedLocals } from '../memory/dependencies.ts';
import { withHistories } from '../memory/history-system.ts';
import { wordsOf } from '../memory/words.ts';
import { Accesses } from './accesses.ts';
import { cellLeaves } from './leaf.ts';

/** By what authors have made: several parts of a check ask. */
const worked = new WeakMap<SystemDefinition, SystemDefinition>();

/** The system as it is compiled; the same where its memory is sequentially consistent, or all is worked out already. */
export function underMemory(definition: SystemDefinition): SystemDefinition {
  const { memory } = definition;
  if (memory === undefined || memory.plan !== undefined) return definition;
  const known = worked.get(definition);
  if (known) return known;
  const layout = layoutSystem(definition);
  const words = wordsOf(layout.cells);
  const names = words.map(({ name }) => name);
  const accesses = new Accesses(definition, layout);
  const plan = planMemory(touchesOf(layout, accesses), names);
  const carried = (): CarriedLocal[] =>
    carriedLocals(layout.instances, (...step) => accesses.of(...step), plan.racy);
  const made =
    memory.model === 'lkmm'
      ? withHistories(definition, memory, { ...plan, carried: carried() }, words, layout.cells)
      : withStoreBuffers(definition, memory, plan, words, layout.cells);
  worked.set(definition, made);
  return made;
}

/** The layout of the system as it is compiled. */
export function layoutUnderMemory(definition: SystemDefinition): Layout {
  return layoutSystem(underMemory(definition));
}

function touchesOf({ cells, instances }: Layout, accesses: Accesses): Touches[] {
  const views = Object.fromEntries(
    Object.entries(cells).map(([name, slot]) => [name, makeView(slot, name)]),
  );
  return instances.map((instance) => {
    const touched = [
      ...instance.process.flat.labels.flatMap((label) => accesses.of(instance, label).accesses),
      ...(accesses.ofGuard(instance)?.accesses ?? []),
    ];
    const names = (write: boolean): Set<string> =>
      new Set(
        touched
          .filter((one) => one.write === write && Object.hasOwn(cells, one.cell))
          .flatMap(({ cell, path }) => cellLeaves(cells[cell], views[cell], cell, path, instance))
          .map(({ name }) => name),
      );
    return { instance, loads: names(false), stores: names(true) };
  });
}
