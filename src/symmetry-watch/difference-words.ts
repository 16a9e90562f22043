// What a step does with two ids exchanged, in words, where it is not the exchanged step.

import { readField } from '../compile/layout/field.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import { changesBetween } from '../trace/changes.ts';
import { StateDecoder } from '../trace/show-state.ts';
import { THE_MODEL } from '../transition/transition-lists.ts';
import { type End, endText } from './exchanges.ts';

/** `rank[cpu0] becomes 0 instead of 1`, of the instance that steps in the image. */
export function differenceWords(
  system: CompiledSystem,
  stepping: number,
  expected: readonly End[],
  actual: readonly End[],
): string {
  const missing = without(expected, actual)[0];
  const added = without(actual, expected)[0];
  if (!missing || !added) return outcomesWords(expected, actual);
  const [objects, not] = [added, missing].map(violationWords);
  if (objects !== not) return `${objects} where ${not}`;
  if (missing.to && added.to) return endWords(system, stepping, missing.to, added.to);
  return 'it ends otherwise';
}

function without(some: readonly End[], others: readonly End[]): readonly End[] {
  const known = new Set(others.map(endText));
  return some.filter((end) => !known.has(endText(end)));
}

/** By its choices a step may do more things than one. */
function outcomesWords(expected: readonly End[], actual: readonly End[]): string {
  if (actual.length === 0) return 'it is blocked';
  if (expected.length === 0) return 'it is not blocked';
  const count = (ends: readonly End[]): number => new Set(ends.map(endText)).size;
  return `it has ${count(actual)} outcomes instead of ${count(expected)}`;
}

function endWords(
  { layout }: CompiledSystem,
  stepping: number,
  expected: Int32Array,
  actual: Int32Array,
): string {
  const { label, process } = layout.instances[stepping];
  const [to, instead] = [actual, expected].map((state) => readField(state, label));
  if (to !== instead) {
    return `it goes to '${process.labelNames[to]}' instead of '${process.labelNames[instead]}'`;
  }
  const decoder = new StateDecoder(layout);
  const [change] = changesBetween(layout, decoder, expected, actual, stepping);
  if (!change) return 'it ends otherwise';
  const [becomes, not] = [change.after, change.before].map((value) => String(value ?? 'none'));
  return `${change.path} becomes ${becomes} instead of ${not}`;
}

/** `an assertion of it fails`, `observer 'x' objects`. */
function violationWords({ to, violations }: End): string {
  if (violations.length === 0) return 'nobody objects';
  const words = violations.map(({ property }) => {
    if (property === THE_MODEL) return 'it throws';
    if (to !== undefined) return `observer '${property}' objects`;
    const of = property === ASSERTIONS ? '' : ` for '${property}'`;
    return `an assertion${of} of it fails`;
  });
  return [...new Set(words)].join(' and ');
}
