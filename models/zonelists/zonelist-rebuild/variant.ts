// What can be chosen in zonelist-rebuild, what follows from it for more than one process, and the cells.

import {
  array,
  type Builder,
  bool,
  cell,
  oneOf,
  orNone,
  parameter,
  range,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import type { countersOf } from './counters.ts';
import { machineOf } from './machine.ts';
import { traitsOf, updates } from './updates.ts';

export const parameters = {
  update: parameter('How a zonelist is rewritten while tasks walk it.', updates),
  event: parameter(
    'What becomes of the Movable zone; stale-tail: a cycle next to a DMA32 that is ballooned away.',
    oneOf('shrink', 'grow', 'cycle', 'stale-tail'),
  ),
  torn: parameter(
    'A zoneref is two words, stored one after the other; otherwise it is one word.',
    bool,
  ),
  loads: parameter(
    'Loads of a one-word zoneref: the whole, or as the kernel does, idx and later the zone.',
    oneOf('whole', 'idx-then-zone'),
  ),
  gfp: parameter(
    'What the tasks ask for; mixed: kernel, movable, and bound to the last node.',
    oneOf('kernel', 'movable', 'noretry', 'mixed'),
  ),
  tasks: parameter('Tasks that allocate.', range(1, 3)),
  retries: parameter('Passes that the slow path makes before it gives up.', range(1, 3)),
  nodes: parameter('NUMA nodes, of which the first is hotplugged.', range(1, 2)),
  zones: parameter('Zones a node: with DMA32 or without.', range(2, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const machine = machineOf(values);
  return {
    ...values,
    machine,
    /** Where the last entry of a zonelist stands, with room for a copy. */
    last: 2 * machine.zone.size,
    traits: traitsOf(values.update),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>, ReturnType<typeof countersOf>>;

export const cellsOf = ({ machine, last, tasks }: Variant) => ({
  zonelist: table(last + 1, { zone: orNone(machine.zone), idx: upTo(2) }, machine.zonerefAt),
  managed: array(machine.zone, upTo(1), machine.managedAt),
  free: array(machine.zone, upTo(1)),
  /** zonelist_update_seq; and tasks in a walk, with preemption off or as RCU readers. */
  seq: cell(upTo(2 * machine.operations.length)),
  walking: cell(upTo(tasks)),
});
