// The machine of zonelist-rebuild: its zones, what hotplug does to them, and in which order each
// update stores the entries of a zonelist.

import { type Id, kind, type None, none } from 'mmcheck';
import type { Traits } from './updates.ts';

type Zone = Id<'zone'>;
/** An entry of a zonelist, and where it stands. */
interface Zoneref {
  readonly slot: number;
  readonly zone: Zone | None;
}

interface Size {
  readonly nodes: number;
  readonly zones: number;
  readonly event: string;
  readonly tasks: number;
}

/** A machine: its zones, who may allocate from which, and what hotplug does to them. */
export function machineOf({ nodes, zones, event, tasks }: Size) {
  const task = kind('task', tasks);
  const threeTypes = zones === 3 || event === 'stale-tail';
  const types = threeTypes ? ['DMA32', 'Normal', 'Movable'] : ['Normal', 'Movable'];
  const all = Array.from({ length: nodes }, (_, node) =>
    types.map((type, idx) => ({ name: nodes === 1 ? type : `${type}${node}`, node, idx })),
  ).flat();
  const zone = kind(
    'zone',
    all.map(({ name }) => name),
  );
  const nodeOf = (z: Zone): number => all[z].node;
  const idxOf = (z: Zone | None): number => (z === none ? 0 : all[z].idx);

  // What a request may use: the highest index, gfp_zone(), and for `bound` the nodemask.
  const movable = types.length - 1;
  const normal = movable - 1;
  const highest: Record<string, number> = {
    kernel: normal,
    noretry: normal,
    bound: normal,
    movable,
  };
  const isAllowed = (gfp: string, z: Zone): boolean => gfp !== 'bound' || nodeOf(z) === nodes - 1;
  const isEligible = (gfp: string, z: Zone): boolean =>
    idxOf(z) <= highest[gfp] && isAllowed(gfp, z);

  // What hotplug does to node 0's Movable zone. In `stale-tail` a balloon has taken all that DMA32
  // managed; only managed zones were listed from 6aa303defb74 (2016) to e553f62f10d9 (2022), so the next
  // rebuild drops two at once.
  const hot = zone.ids[movable];
  const operations = {
    shrink: ['offline'],
    grow: ['online'],
    cycle: ['offline', 'online'],
    'stale-tail': ['offline', 'online'],
  }[event] as readonly ('offline' | 'online')[];
  const ballooned = event === 'stale-tail' ? zone.ids[0] : none;
  const isPopulated = (z: Zone): boolean => z !== hot || event !== 'grow';
  const isManaged = (z: Zone): boolean => isPopulated(z) && z !== ballooned;

  // Node 0's list, nearest node first, highest zone first: at first, and after each rebuild.
  const fallback = zone.ids.toSorted((a, b) => nodeOf(a) - nodeOf(b) || idxOf(b) - idxOf(a));
  const lists = [
    fallback.filter(isPopulated),
    ...operations.map((operation) =>
      fallback.filter((z) => (z === hot ? operation === 'online' : isManaged(z))),
    ),
  ];
  const zonerefAt = (slot: number) => {
    const listed = lists[0][slot] ?? none;
    return { zone: listed, idx: idxOf(listed) };
  };
  const managedAt = (z: Zone): number => (isManaged(z) ? 1 : 0);
  const freed = zone.ids[(nodes - 1) * types.length + normal];
  return {
    task,
    zone,
    idxOf,
    highest,
    isAllowed,
    isEligible,
    hot,
    operations,
    lists,
    zonerefAt,
    managedAt,
    freed,
  };
}

/** The new order over the old one, front to back, then the terminator: 9d3be21bf9c0. */
function inPlace(list: readonly Zone[]): Zoneref[] {
  const entries = list.map((zone, slot): Zoneref => ({ slot, zone }));
  const terminator: Zoneref = { slot: list.length, zone: none };
  return [...entries, terminator];
}

/** An empty list, then zone after zone with a terminator behind: before 9d3be21bf9c0. */
function zeroThenRefill(list: readonly Zone[]): Zoneref[] {
  const append = (zone: Zone, slot: number): Zoneref[] => [
    { slot, zone },
    { slot: slot + 1, zone: none },
  ];
  const empty: Zoneref = { slot: 0, zone: none };
  return [empty, ...list.flatMap(append)];
}

/** Babka's: first a copy of the old list behind itself, back to front, its terminator last. */
function appendCopy(old: readonly Zone[], list: readonly Zone[]): Zoneref[] {
  const behind = inPlace(old).map(({ slot, zone }): Zoneref => ({ slot: old.length + slot, zone }));
  return [...behind.reverse(), ...inPlace(list)];
}

/** The stores with which an update turns the old list into the new one, in order. */
export function rewrite(
  { refills, copies }: Traits,
  old: readonly Zone[],
  list: readonly Zone[],
): Zoneref[] {
  if (refills) return zeroThenRefill(list);
  return copies ? appendCopy(old, list) : inPlace(list);
}
