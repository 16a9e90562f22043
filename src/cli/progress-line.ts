// The line that shows a search at work, rewritten in place on a terminal. Where there is none, as in a log of CI, a line
// of its own now and then, so that who reads it can tell a long search from one that hangs, and what it was at when killed.

import { Estimate, type Remaining } from '../base/estimate.ts';
import type { Figures } from '../base/progress.ts';
import type { Terminal } from './terminal.ts';

const EVERY_MS = 250;
/** Short beside the patience of those who kill what says nothing. */
const HEARTBEAT_MS = 30_000;

/** Starts the line; the function that is returned ends it and leaves no trace. */
export function showProgress(
  terminal: Terminal,
  figures: () => Figures | undefined,
  about: () => string,
  textOf: ProgressText = progressText,
): () => void {
  if (!terminal.live) return sayNowAndThen(terminal, figures, about, textOf);
  let last = { states: 0, at: performance.now() };
  const timer = setInterval(() => {
    const now = figures();
    if (!now || now.states === 0) return;
    const at = performance.now();
    // A new search starts at nothing again.
    const rate = (Math.max(0, now.states - last.states) * 1000) / (at - last.at);
    last = { states: now.states, at };
    terminal.status(`${about()}${textOf(now, rate)}`);
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    terminal.status('');
  };
}

function sayNowAndThen(
  terminal: Terminal,
  figures: () => Figures | undefined,
  about: () => string,
  textOf: ProgressText,
): () => void {
  const began = performance.now();
  const timer = setInterval(() => {
    const now = figures();
    if (!now) return;
    const learnt = now.states > 0 ? textOf(now) : 'no states yet';
    const seconds = Math.round((performance.now() - began) / 1000);
    terminal.message(`mmcheck: after ${count(seconds)} s: ${about()}${learnt}`);
  }, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The figures in words; of a search there is nothing to say before the first state. */
export type ProgressText = (figures: Figures, perSecond?: number) => string;

/** Of random walks: `states` are their steps, and `depth` is the longest. */
export function walkedText({ states, depth }: Figures, stepsPerSecond?: number): string {
  return [
    `${count(states)} steps`,
    ...(stepsPerSecond === undefined ? [] : [`${short(stepsPerSecond)}/s`]),
    `${count(depth)} in the longest walk`,
  ].join('  ');
}

export function progressText(figures: Figures, statesPerSecond?: number): string {
  const { states, depth, frontier, memoryBytes } = figures;
  return [
    `${count(states)} ${states === 1 ? 'state' : 'states'}`,
    ...(statesPerSecond === undefined ? [] : [`${short(statesPerSecond)}/s`]),
    `depth ${count(depth)}`,
    `frontier ${count(frontier)}`,
    `${short(memoryBytes / 2 ** 20)} MiB`,
  ].join('  ');
}

/** The same of one breadth-first search, with how long it may still take once its frontier is far below its summit. */
export function estimatingText(): ProgressText {
  const estimate = new Estimate();
  return (figures, statesPerSecond) => {
    const remaining = estimate.add(figures, performance.now());
    const text = progressText(figures, statesPerSecond);
    return remaining === undefined ? text : `${text}  ${leftText(remaining)}`;
  };
}

function leftText({ least, most, speed }: Remaining): string {
  const [soonest, latest] = [least, most].map((states) => Math.ceil(states / speed / 1000));
  return soonest === latest
    ? `${durationWords(soonest)} left of this search`
    : `${durationWords(soonest)} to ${durationWords(latest)} left of this search`;
}

function durationWords(seconds: number): string {
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function short(value: number): string {
  return value >= 1e6 ? `${(value / 1e6).toFixed(1)} M` : count(Math.round(value));
}

/** The figures of several searches at once: counts add up, depth is that of the deepest. */
export function sumFigures(all: readonly Figures[]): Figures | undefined {
  if (all.length === 0) return undefined;
  return all.reduce((sum, one) => ({
    states: sum.states + one.states,
    transitions: sum.transitions + one.transitions,
    depth: Math.max(sum.depth, one.depth),
    frontier: sum.frontier + one.frontier,
    memoryBytes: sum.memoryBytes + one.memoryBytes,
  }));
}
