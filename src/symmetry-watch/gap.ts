// A gap in what is known of symmetry, in words: which step or property tells two ids apart, where it stands, in which
// state, and what it does there. It is a mistake of mmcheck alone, and says so.

import { lineOfFunction } from '../base/authors-lines.ts';
import type { FlatLabel } from '../compile/layout/expand.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { StateCheck } from '../compile/monitor/state-checks.ts';
import { initialStates } from '../compile/program/initial-states.ts';
import type { SymmetricKind } from '../reduction/group.ts';
import { changesBetween } from '../trace/changes.ts';
import { StateDecoder } from '../trace/show-state.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import { asymmetricObserver } from './asymmetric-observer.ts';
import { differenceWords } from './difference-words.ts';
import type { Exchange, Exchanges } from './exchanges.ts';

export interface SymmetryGap {
  readonly kind: string;
  /** `step boot/number (models/x.ts:12) treats cpu0 and cpu1 differently`. */
  readonly reason: string;
  /** What it did, and in which state. */
  readonly detail?: string;
}

/** A state and its image. */
export interface Pair {
  readonly state: Int32Array;
  readonly other: Int32Array;
}

/** Changes that are reported of a state; more would say no more. */
const MOST_TOLD = 5;

/** A kind for which a run with its ids permuted could not be taken, for a reason that is not known. */
export function unexplainedGap(kind: string): SymmetryGap {
  return { kind, reason: 'a run could not be taken again with its ids permuted' };
}

/** For the reader of the outcome. */
export function gapWarning({ kind, reason, detail }: SymmetryGap): string {
  const more = detail === undefined ? '' : ` (${detail})`;
  return `symmetry of kind '${kind}' was not used: ${reason}${more}; the search was done again without it. This is a gap in mmcheck's analysis; the verdict is not affected.`;
}

export function propertyGap(
  transitions: TransitionLists,
  exchanges: Exchanges,
  exchange: Exchange,
  { state, other }: Pair,
  check: StateCheck,
): SymmetryGap {
  const [here, there] = [state, other].map((one) => exchanges.answer(check, one));
  const detail = `with the two exchanged it ${there} where it ${here}${stateWords(transitions, state)}`;
  return gapOf(exchange, `property '${check.name}'${at(check.question)}`, detail);
}

export function stepGap(
  transitions: TransitionLists,
  exchanges: Exchanges,
  exchange: Exchange,
  { state, other }: Pair,
  k: number,
): SymmetryGap {
  const instance = transitions.system.layout.instances[k];
  const label = instance.process.flat.labels[transitions.labelOf(state, k)];
  const expected = exchanges.movedEnds(state, k, exchange);
  const actual = exchanges.endsThere(other, k, exchange);
  const observer = asymmetricObserver(transitions.monitor, instance, label, expected, actual);
  const stepping = exchange.moved[k];
  const words = differenceWords(transitions.system, stepping, expected, actual);
  const detail = `with the two exchanged ${words}${stateWords(transitions, state, k)}`;
  const who = observer
    ? `observer '${observer.name}'${at(observer.handler)}, after ${transitions.stepName(state, k)},`
    : stepWords(instance, label);
  return gapOf(exchange, who, detail);
}

function gapOf({ kind, ids }: Exchange, who: string, detail: string): SymmetryGap {
  const [one, two] = ids.map((id) => idName(kind, id));
  return { kind: kind.name, reason: `${who} treats ${one} and ${two} differently`, detail };
}

/** As in traces; an instance of a process that is counted by a number has the process's name. */
function idName({ name }: SymmetricKind, id: number): string {
  return `${name.replace(/^process /, '')}${id}`;
}

function stepWords({ process }: InstancePlan, { name, step }: FlatLabel): string {
  const fn = typeof step === 'function' ? step : step.args;
  const { guard } = process.definition;
  const guarded = guard ? `, or the guard of ${process.name}${at(guard)},` : '';
  return `step ${process.name}/${name}${at(fn)}${guarded}`;
}

function at(fn: object | undefined): string {
  const line = fn && lineOfFunction(fn);
  return line === undefined ? '' : ` (${line})`;
}

/** `, where c is cpu2`: what differs from the first initial state. */
function stateWords({ system, monitor }: TransitionLists, state: Int32Array, k = -1): string {
  const { layout } = system;
  const shapes = monitor.observers.map(({ name, definition }) => [name, definition.state] as const);
  const [first] = initialStates(system, Object.fromEntries(shapes));
  const changes = changesBetween(layout, new StateDecoder(layout), first, state, k);
  if (changes.length === 0) return ', in the first state';
  const told = changes
    .slice(0, MOST_TOLD)
    .map(({ path, after }) => `${path} is ${String(after ?? 'none')}`);
  const more = changes.length > told.length ? [`${changes.length - told.length} more`] : [];
  return `, where ${[...told, ...more].join(', ')}`;
}
