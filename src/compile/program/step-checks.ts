// What the access of a step shows to be wrong before any run comes to it.

import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import type { ProcessDefinition } from '../../language/process.ts';
import type { StepAccess } from '../access/access.ts';
import type { FlatLabel } from '../layout/expand.ts';
import { noLabel } from './step-code.ts';

/** A label that stands in the source is refused before any run comes to it. */
export function checkLabels(
  label: FlatLabel,
  { labels }: StepAccess,
  place: ModelErrorPlace,
): void {
  if (typeof label.step !== 'function' || labels === 'any') return;
  const known = returnable(label);
  const unknown = labels.find((one) => !known.includes(one));
  if (unknown !== undefined) throw noLabel(unknown, known, place);
}

/** The guard of an actor knows by a local where the process runs, and its lane in traces says it once for all. */
export function checkRunsThere(
  { actor }: ProcessDefinition,
  { frame, targets }: FlatLabel,
  { locals }: StepAccess,
  place: ModelErrorPlace,
): void {
  if (!actor) return;
  const own = frame.name === '' ? [...locals.written] : [];
  const received = Object.values(targets).flatMap(({ leaves }) =>
    leaves.flatMap(({ caller, results }) => (caller.name === '' ? Object.values(results) : [])),
  );
  if (![...own, ...received].includes(actor.local)) return;
  throw new ModelError(
    `assigns me.${actor.local}, by which ${actor.maker}() knows where the process runs; it stays as it begins`,
    place,
  );
}

/** What a step may return. */
export function returnable({ targets }: FlatLabel): string[] {
  return ['blocked', ...Object.keys(targets)];
}
