// Whether it is an observer that tells ids apart, and not the step that it watches: then the step's own outcomes, all
// that is no observer's, are those that they should be.

import type { FlatLabel } from '../compile/layout/expand.ts';
import { fieldBits } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { fieldsOf } from '../compile/layout/slot.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import { progressMasks } from '../transition/change.ts';
import { type End, sameEnds } from './exchanges.ts';

export interface AsymmetricObserver {
  readonly name: string;
  readonly handler: object | undefined;
}

export function asymmetricObserver(
  { system, observers }: Monitor,
  { process }: InstancePlan,
  label: FlatLabel,
  expected: readonly End[],
  actual: readonly End[],
): AsymmetricObserver | undefined {
  const { layout } = system;
  const names = new Set(observers.map(({ name }) => name));
  const isSame = (masks: Int32Array, speaks: (property: string) => boolean): boolean => {
    const part = (end: End): End => partOf(end, masks, speaks);
    return sameEnds(expected.map(part), actual.map(part));
  };
  if (!isSame(progressMasks(layout), (property) => !names.has(property))) return undefined;
  const told = observers.find(({ name }) => {
    const fields = Object.values(layout.observers[name]).flatMap(fieldsOf);
    return !isSame(fieldBits(fields, layout.words), (property) => property === name);
  });
  if (!told) return undefined;
  const { on, always } = told.definition;
  const own = on[process.name];
  const handler = typeof own === 'function' ? own : own?.[label.name];
  return { name: told.name, handler: handler ?? always };
}

function partOf(
  { to, violations }: End,
  masks: Int32Array,
  speaks: (property: string) => boolean,
): End {
  return {
    violations: violations.filter(({ property }) => speaks(property)),
    ...(to && { to: to.map((word, w) => word & masks[w]) }),
  };
}
