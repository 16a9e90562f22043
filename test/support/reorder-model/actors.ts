// Which processes a random model has: workers that meet now and then, contexts of a cpu, daemons and those who wake them,
// clocks that tick for ever beside others.

import type { Draw } from '../random-model/draw.ts';
import type { Actor, Common } from './actor.ts';
import { handler, stoppers, stops, taskOn } from './cpus.ts';
import { flagDaemon, itemDaemon, opener, pooled, spawner, waiter } from './wakers.ts';
import { clock, roamer, toucher, worker } from './workers.ts';

type Make = (draw: Draw, name: string, common: Common) => Actor;

interface Mix {
  readonly makes: readonly Make[];
  /** Statements of the others that wake a daemon. */
  readonly wakes?: readonly string[];
}

const MIXES: readonly Mix[] = [
  { makes: [worker, worker] },
  { makes: [worker, worker, worker] },
  { makes: [taskOn, taskOn, worker] },
  { makes: [taskOn, handler, worker] },
  { makes: [taskOn, taskOn, handler] },
  { makes: [spawner, pooled, worker] },
  { makes: [itemDaemon, worker, worker], wakes: ['item.queue();', 'item.queue();'] },
  {
    makes: [flagDaemon, worker, worker],
    wakes: ['request.value = true;', 'request.value = true;'],
  },
  { makes: [clock, worker, worker] },
  { makes: [clock, taskOn, worker] },
  { makes: [toucher, roamer, worker] },
  { makes: [toucher, flagDaemon, opener] },
  { makes: [worker, waiter, opener] },
  { makes: [taskOn, waiter, opener] },
  { makes: [taskOn, stops, stoppers] },
];

export const MOST_ACTORS = 3;

export function actorsOf(
  shape: Draw,
  draws: readonly Draw[],
  common: Omit<Common, 'wakes'>,
): Actor[] {
  const { makes, wakes = [] } = shape.of(MIXES);
  return makes.map((make, k) => make(draws[k], `p${k}`, { ...common, wakes }));
}
