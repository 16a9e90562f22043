// What the access of a step shows to be wrong before any run comes to it.

import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import type { Method } from '../../language/method.ts';
import type { ProcessDefinition } from '../../language/process.ts';
import { functionSource } from '../../language/source/function-source.ts';
import { literalsOf, returnedBy } from '../../language/source/labels.ts';
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
  if (unknown === undefined) return;
  const line = lineReturning(unknown, label.step);
  throw noLabel(unknown, known, line === undefined ? place : { ...place, line });
}

/** `models/x.ts:12`, where a step returns a label. */
function lineReturning(label: string, step: object): string | undefined {
  const source = functionSource(step);
  if (source?.node.type !== 'ArrowFunctionExpression') return undefined;
  const returned = returnedBy(source.node).find((node) => literalsOf(node)?.includes(label));
  return returned && source.placeOf(returned);
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

/** Methods for those in an interrupt, and for those who are not, as far as a process says where it runs. */
export function checkInterrupts(
  { actor }: ProcessDefinition,
  methods: readonly Method[],
  switchesOff: () => boolean,
  place: ModelErrorPlace,
): void {
  if (!actor) return;
  const isHandler = HANDLERS.includes(actor.maker);
  for (const { runsIn } of methods) {
    if (runsIn === 'task' && isHandler) {
      throw new ModelError(
        `${actor.maker}() runs in an interrupt, where a writer that waits keeps no reader out: acquireReadInInterrupt(me)`,
        place,
      );
    }
    if (runsIn === 'interrupt' && !isHandler && !switchesOff()) {
      throw new ModelError(
        `a reader that no waiting writer keeps out is in an interrupt or has softirqs off, and this ${actor.maker}() is never either: acquireRead(me), or switch them off`,
        place,
      );
    }
  }
}

/** The makers of actors that are handlers (kernel/actors.ts). */
const HANDLERS = ['irq', 'ipi', 'softirq'];

/** What a step may return. */
export function returnable({ targets }: FlatLabel): string[] {
  return ['blocked', ...Object.keys(targets)];
}
