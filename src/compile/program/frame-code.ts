// Entering and leaving procedures: the parameters and results that pass between frames, and the zeroing of a frame
// that is not active, so that it adds nothing to the state.

import { ModelError } from '../../base/errors.ts';
import { initialContents } from '../../language/initial-contents.ts';
import type { Call } from '../../language/process.ts';
import type { FlatLabel, Target } from '../layout/expand.ts';
import { type Field, fieldBits } from '../layout/field.ts';
import type { InstancePlan, Slots } from '../layout/layout.ts';
import { shapesOf } from '../layout/layout.ts';
import { fieldsOf, type Slot } from '../layout/slot.ts';
import { readSlot, writeSlot } from '../layout/values.ts';

type Change = (state: Int32Array) => void;

/** What a step may change of the frames that it enters or leaves, results that it hands back included. */
export function slotsOfFrames({ frames }: InstancePlan, { targets, enters }: FlatLabel): Slot[] {
  const left = Object.values(targets).flatMap(({ leaves }) =>
    leaves.flatMap(({ frame, caller, results }) => [
      ...Object.values(frames[frame.name]),
      ...Object.values(results).map((local) => frames[caller.name][local]),
    ]),
  );
  return [...left, ...(enters ? Object.values(frames[enters.frame.name]) : [])];
}

/** What leaving frames does to a state, or undefined where no frame ends. */
export function leaveFrames(target: Target, instance: InstancePlan): Change | undefined {
  if (target.leaves.length === 0) return undefined;
  const changes = target.leaves.map(({ frame, caller, results }): Change => {
    const inner = instance.frames[frame.name];
    const outer = instance.frames[caller.name];
    const copies = Object.entries(results).map(([result, local]) => ({
      from: inner[result],
      to: outer[local],
      name: `${instance.name}.${local}`,
    }));
    const clear = clearing(Object.values(inner).flatMap(fieldsOf));
    return (state) => {
      for (const { from, to, name } of copies) writeSlot(state, to, readSlot(state, from), name);
      clear(state);
    };
  });
  return (state) => {
    for (const change of changes) change(state);
  };
}

/** Enters a frame: initial values first, then the arguments. */
export function enterFrame(
  label: FlatLabel,
  instance: InstancePlan,
): (state: Int32Array, args: unknown) => void {
  const { procedure } = label.step as Call;
  const frame = label.enters?.frame.name as string;
  const slots: Slots = instance.frames[frame];
  const shapes = shapesOf({ ...procedure.params, ...procedure.locals, ...procedure.results });
  const initial = Object.entries(slots).map(
    ([name, slot]) => [name, slot, initialContents(shapes[name])] as const,
  );
  const params = Object.keys(procedure.params);
  return (state, args) => {
    checkArguments(procedure.name, params, args);
    for (const [name, slot, value] of initial) {
      const given = Object.hasOwn(procedure.params, name)
        ? (args as Record<string, unknown>)[name]
        : value;
      writeSlot(state, slot, given, `${procedure.name}.${name}`);
    }
  };
}

function checkArguments(procedure: string, params: readonly string[], args: unknown): void {
  const given = typeof args === 'object' && args !== null ? Object.keys(args) : [];
  const wrong = [
    ...params.filter((p) => !given.includes(p)),
    ...given.filter((p) => !params.includes(p)),
  ];
  if (wrong.length > 0) {
    throw new ModelError(
      `call of '${procedure}': the arguments must be an object of exactly ${params.join(', ') || 'nothing'}; not so: ${wrong.join(', ')}`,
    );
  }
}

function clearing(fields: readonly Field[]): Change {
  const words = Math.max(0, ...fields.map(({ word }) => word + 1));
  const masks = fieldBits(fields, words);
  return (state) => {
    for (let w = 0; w < words; w++) state[w] &= ~masks[w];
  };
}
