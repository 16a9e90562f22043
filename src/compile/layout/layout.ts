// The layout of a system: a slot for every cell, and for every instance of a process its label, locals and frames.

import { authored } from '../../base/author-code.ts';
import { ModelError } from '../../base/errors.ts';
import { inWords } from '../../base/given.ts';
import type { Cells, Shape } from '../../language/cell.ts';
import { shapeOf } from '../../language/cell.ts';
import type { Kind, ValueDomain } from '../../language/domain.ts';
import type { Locals, ProcessDefinition } from '../../language/process.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { type NamingField, namingFields } from './contexts.ts';
import { expandProcess, type FlatProcess } from './expand.ts';
import { bitsFor, type Field, FieldAllocator } from './field.ts';
import { seenLabels } from './labels.ts';
import { allocateSlot, type Slot } from './slot.ts';

export type Slots = Readonly<Record<string, Slot>>;

export interface ProcessPlan {
  readonly name: string;
  readonly definition: ProcessDefinition;
  readonly flat: FlatProcess;
  /** The kind that has one instance an id, where the process is counted by one. */
  readonly kind?: Kind;
  readonly count: number;
  /** Label names by code; the last is 'done'. */
  readonly labelNames: readonly string[];
}

/** One process of the system: what the search steps. */
export interface InstancePlan {
  readonly process: ProcessPlan;
  readonly id: number;
  /** Its number among all instances: `me.self`. */
  readonly index: number;
  /** `alloc_pages0`, or `hotplug` where there is only one. */
  readonly name: string;
  readonly label: Field;
  /** The slots of each frame's locals, by the frame's name. */
  readonly frames: Readonly<Record<string, Slots>>;
}

export interface Layout {
  readonly words: number;
  /** How many bits of each word are taken: its lowest; the others are 0 in every state. */
  readonly wordBits: readonly number[];
  readonly cells: Slots;
  /** What code of the model may name: the cells, and where processes stand, which is no part of the state of its own. */
  readonly named: Slots;
  readonly namedShapes: Readonly<Record<string, Shape>>;
  /** Where the cells say who has a cpu, or a mutex. */
  readonly contexts: readonly NamingField[];
  readonly processes: readonly ProcessPlan[];
  readonly instances: readonly InstancePlan[];
  /** The state of each observer, by the name of its property. */
  readonly observers: Readonly<Record<string, Slots>>;
}

export const TOOL_NAMES: readonly string[] = ['me', 'choose', 'assert', 'my', 'step'];

export function layoutSystem(
  system: SystemDefinition,
  observers: Readonly<Record<string, Locals>> = {},
): Layout {
  checkNames(system);
  const processes = Object.entries(system.processes).map(([name, definition]) =>
    planProcess(name, definition),
  );
  checkInstanceNames(processes);
  const total = processes.reduce((sum, { count }) => sum + count, 0);
  const allocator = new FieldAllocator();
  const allocate = (shapes: Readonly<Record<string, Shape>>): Slots =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, allocateSlot(shape, allocator, total)]),
    );
  const cells = allocate(shapesOf(system.cells));
  const instances: InstancePlan[] = [];
  for (const process of processes) {
    for (let id = 0; id < process.count; id++) {
      instances.push({
        process,
        id,
        index: instances.length,
        name: instanceName(process, id),
        label: allocator.allocate(bitsFor(process.labelNames.length)),
        frames: Object.fromEntries(
          process.flat.frames.map((frame) => [frame.name, allocate(shapesOf(frame.locals))]),
        ),
      });
    }
  }
  const observed = Object.entries(observers).map(
    ([name, state]) => [name, allocate(shapesOf(state))] as const,
  );
  const labels = Object.entries(system.labels ?? {}).map(
    ([name, one]) => [name, seenLabels(name, one, processes, instances)] as const,
  );
  const labelled = <K extends 'slot' | 'shape'>(key: K) =>
    Object.fromEntries(labels.map(([name, one]) => [name, one[key]]));
  return {
    cells,
    named: { ...cells, ...labelled('slot') },
    namedShapes: { ...shapesOf(system.cells), ...labelled('shape') },
    contexts: Object.entries(cells).flatMap(([name, slot]) => namingFields(slot, name)),
    processes,
    instances,
    observers: Object.fromEntries(observed),
    words: allocator.wordBits.length,
    wordBits: allocator.wordBits,
  };
}

function planProcess(name: string, definition: ProcessDefinition): ProcessPlan {
  const flat = expandProcess(name, definition);
  const { count } = definition;
  const size = typeof count === 'number' ? count : count.size;
  if (!Number.isInteger(size) || size < 0 || size > 255) {
    throw new ModelError(`${size} instances; 0 to 255 are possible`, {
      process: name,
    });
  }
  for (let id = 0; id < size; id++) checkLane(name, definition, id);
  for (const label of definition.end) {
    if (!flat.labels.some((known) => known.name === label)) {
      throw new ModelError(`there is no label '${label}' to end at`, {
        process: name,
      });
    }
  }
  return {
    name,
    definition,
    flat,
    count: size,
    labelNames: [...flat.labels.map((label) => label.name), 'done'],
    ...(typeof count === 'number' ? {} : { kind: count }),
  };
}

/** It is asked where traces are written, when it would be late. */
function checkLane(process: string, { lane }: ProcessDefinition, id: number): void {
  if (!lane) return;
  const said = authored('lane', () => lane(id), { process });
  if (typeof said !== 'string') {
    throw new ModelError(`lane must return a text for ${id}, not ${inWords(said)}`, { process });
  }
}

/** One instance of each process that has any. */
export function firstInstances({
  processes,
  instances,
}: Pick<Layout, 'processes' | 'instances'>): InstancePlan[] {
  return processes.flatMap(
    (process) => instances.find((instance) => instance.process === process) ?? [],
  );
}

export function shapesOf(fields: Cells | Locals): Record<string, Shape> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, shapeOf(field as ValueDomain)]),
  );
}

function instanceName({ name, count }: ProcessPlan, id: number): string {
  return count === 1 ? name : `${name}${id}`;
}

/** Traces know an instance by its name. */
function checkInstanceNames(processes: readonly ProcessPlan[]): void {
  const known = new Map<string, ProcessPlan>();
  for (const process of processes) {
    for (let id = 0; id < process.count; id++) {
      const name = instanceName(process, id);
      const other = known.get(name);
      if (other) {
        throw new ModelError(
          `'${name}' is an instance of '${other.name}' and of '${process.name}'; rename one`,
        );
      }
      known.set(name, process);
    }
  }
}

/** One name, one thing: cells, helpers, processes and the words with a meaning do not share names. */
function checkNames(system: SystemDefinition): void {
  const seen = new Map<string, string>(TOOL_NAMES.map((name) => [name, 'a word with a meaning']));
  const claim = (names: readonly string[], what: string): void => {
    for (const name of names) {
      const other = seen.get(name);
      if (other) throw new ModelError(`'${name}' is ${other} and ${what}; rename one`);
      seen.set(name, what);
    }
  };
  claim(Object.keys(system.cells), 'a cell');
  claim(Object.keys(system.labels ?? {}), 'labels of a process');
  claim(Object.keys(system.helpers), 'a helper');
  claim(Object.keys(system.processes), 'a process');
  if (Object.keys(system.processes).length === 0) {
    throw new ModelError('the model has no processes; the system must return at least one');
  }
  for (const [process, { locals }] of Object.entries(system.processes)) {
    for (const name of ['id', 'self', 'at']) {
      if (Object.hasOwn(locals, name)) {
        throw new ModelError(`a local cannot be called '${name}'`, {
          process,
        });
      }
    }
  }
}
