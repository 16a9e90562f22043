// The figures of a search, in one line that a person can take in.

import type { RefusedReduction, Statistics } from '../../outcome/outcome.ts';
import { counted } from './show-value.ts';
import { unbroken } from './width.ts';

/** For `wrap()`, which then breaks it between figures only. */
export function statisticsText(statistics: Statistics): string {
  const { states, transitions, depth, seconds, peakMemoryBytes, workers, storage } = statistics;
  const rate = seconds > 0 ? ` (${thousands(roundTo2Digits(states / seconds))} states/s)` : '';
  const used = statistics.reductions.join(' and ') || 'no reduction';
  return [
    `${thousands(states)} ${states === 1 ? 'state' : 'states'}`,
    `${thousands(transitions)} ${transitions === 1 ? 'transition' : 'transitions'}`,
    `depth ${thousands(depth)}`,
    `${durationText(seconds)}${rate}`,
    `${bytesText(peakMemoryBytes)} at most`,
    counted(workers, 'worker'),
    `${storage} storage`,
    used + refusedText(statistics.refused ?? []),
    ...(statistics.searches ? [`in ${statistics.searches.length} searches`] : []),
  ]
    .map(unbroken)
    .join(', ');
}

/** ` (symmetry and partial-order refused for 'offline-ends')`, ` (symmetry of cpu refused: see the warnings)`. */
function refusedText(refused: readonly RefusedReduction[]): string {
  const kinds = refused.flatMap(({ kind }) => kind ?? []);
  const ofKinds =
    kinds.length > 0 ? [`symmetry of ${kinds.join(' and ')} refused: see the warnings`] : [];
  const parts = [...ofKinds, ...wholly(refused.filter(({ kind }) => kind === undefined))];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function wholly(refused: readonly RefusedReduction[]): string[] {
  const [first] = refused;
  if (!first) return [];
  const names = refused.map(({ reduction }) => reduction).join(' and ');
  return [
    `${names} refused${first.property === undefined ? `: ${first.reason}` : ` for '${first.property}'`}`,
  ];
}

/** `1,234,567`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `0.42 s`, `12.3 s`, `3 min 20 s`. */
export function durationText(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `1.5 GiB`: in powers of 1024, as `--memory` counts. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let amount = bytes;
  let unit = 0;
  for (; amount >= 999.5 && unit < units.length - 1; unit++) amount /= 1024;
  return `${unit === 0 || amount >= 99.5 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

function roundTo2Digits(amount: number): number {
  return Number(amount.toPrecision(2));
}
