// What the tests of wait queue share.

import { anyProcess, bool, cell, none, orNone } from 'mmcheck';
import { waitQueue } from 'mmcheck/kernel';
import type { Cells } from '../../src/language/cell.ts';
import { code, until } from './code.ts';
import { verdictsOf } from './verdicts.ts';

Object.assign(globalThis, { none });

export const verdict = (
  processes: Parameters<typeof code>[1],
  cells: Cells = {},
): Record<string, string> =>
  verdictsOf(code({ wq: waitQueue(2), ready: cell(bool), who: VICTIM, ...cells }, processes));

export const VICTIM = cell(orNone(anyProcess));

/** To sleep once, and what comes when schedule() has returned. */
export const sleeps = (prepare: string, ...after: string[]): string[] => [
  `who.value = me.self`,
  `wq.${prepare}`,
  'wq.schedule(me)',
  until('wq.isAwake(me)'),
  ...after,
  'wq.finish(me)',
];

/** Once the victim sleeps. */
export const onceAsleep = [until('wq.sleepers().length > 0'), until('who.value !== none')];
