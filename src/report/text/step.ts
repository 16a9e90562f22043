// What one step says, in the words of a race diagram: the kernel function that it stands in, its
// label, the values that it chose, and what it changed. Text lanes and DOT differ only in where
// they put these.

import type { Change, ShownValue, TraceStep } from '../../trace/trace.ts';
import { showTransition, showValue } from './show-value.ts';
import { printable, unbroken } from './width.ts';

/** Pieces that a line must not break carry no-break spaces; `wrap()` takes them out. */
export interface StepText {
  /** `get_page_from_freelist()`, where the model says. */
  readonly place?: string;
  /** `pick_zone (chose Movable)`. */
  readonly label: string;
  /** One line for each change: of a cell, or `[of the property's observer]`. */
  readonly changes: readonly string[];
  /**
   * What the step saw, and did to its own process, for those who follow it closely: `(free[Movable]
   * is 0, i: 0 -> 1)`, or `(-> nopage)` for a step that does no more than to go on.
   */
  readonly own: string;
}

/** The text of a step in a trace of the property: no other property's observer matters there. */
export function stepText(step: TraceStep, property: string): StepText {
  const changes = step.changes.filter((change) => !isOwn(change, step));
  const shown = [
    ...changes.filter(({ of }) => of !== 'observer').map((change) => changeText(change)),
    ...changes
      .filter((change) => isSeenBy(change, property))
      .map((change) => {
        const path = change.path.slice(property.length).replace(/^\./, '') || property;
        return `[${changeText(change, path)}]`;
      }),
  ];
  return {
    ...(step.at === undefined ? {} : { place: shortPlace(step.at) }),
    label: printable(step.label) + chosenText(step),
    changes: shown,
    own: ownText(step) ?? (shown.length === 0 ? unbroken(`(-> ${printable(step.to)})`) : ''),
  };
}

/**
 * `mm/page_alloc.c get_page_from_freelist()` as `get_page_from_freelist()`; without a function the
 * file's name.
 */
export function shortPlace(at: string): string {
  const place = at.trim();
  const name = /([\w.~]+)\s*\(\)/.exec(place)?.[1];
  if (name !== undefined) return `${name}()`;
  return printable(place.replace(/^(?:\S+\/)+(?=\S)/, ''));
}

function changeText(change: Change, path = change.path): string {
  return `${printable(path)}: ${unbroken(showTransition(change))}`;
}

function chosenText(step: TraceStep): string {
  if (step.chosen.length === 0) return '';
  return ` ${unbroken(`(chose ${step.chosen.map(showValue).join(', ')})`)}`;
}

function ownText(step: TraceStep): string | undefined {
  const locals = step.changes.filter((change) => isOwn(change, step));
  const parts = [
    ...step.reads
      .filter(({ value }) => !locals.some((change) => tells(change, value)))
      .map(readText),
    ...locals.map((change) => changeText(change)),
  ];
  return parts.length === 0 ? undefined : `(${parts.map(unbroken).join(', ')})`;
}

/** `ref is 0`, `count stays 1`; of what an assertion saw and its failure undid, `count: 0 -> 1, undone`. */
export function readText({ path, value, stays, undone }: TraceStep['reads'][number]): string {
  if (undone !== undefined) {
    return `${printable(path)}: ${showTransition({ before: value, after: undone })}, undone`;
  }
  return `${printable(path)} ${stays ? 'stays' : 'is'} ${showValue(value)}`;
}

/** A local that becomes what was seen says so: a name is seldom the same by chance. */
function tells({ after }: Change, seen: ShownValue): boolean {
  return typeof seen === 'string' && after === seen;
}

/** The locals of another process go by its name. */
function isOwn({ of, path }: Change, { name, state }: TraceStep): boolean {
  if (of !== 'process') return false;
  return ![...state.processes.keys()].some((one) => one !== name && path.startsWith(`${one}.`));
}

/**
 * The property's own state: `property`, `property.field`, `property[0]`, not a name that only
 * begins like it.
 */
function isSeenBy(change: Change, property: string): boolean {
  if (change.of !== 'observer' || !change.path.startsWith(property)) return false;
  return /^(?:$|[.[])/.test(change.path.slice(property.length));
}
