// Slots: a shape with its fields in the state vector. The tree of slots mirrors the tree of shapes, so whatever walks
// shapes (views, generated code, traces, symmetry) can find every value in a state.

import { ModelError } from '../../base/errors.ts';
import type { ArrayShape, Shape } from '../../language/cell.ts';
import type { Kind, ValueDomain } from '../../language/domain.ts';
import type { ContextInfo, LockInfo, Method } from '../../language/method.ts';
import { bitsFor, domainSize, type Field, type FieldAllocator } from './field.ts';

export interface ScalarSlot {
  readonly type: 'scalar';
  readonly domain: ValueDomain;
  /** How many values the domain has in this system. */
  readonly size: number;
  readonly field: Field;
}
export interface ArraySlot {
  readonly type: 'array';
  readonly kind?: Kind;
  /** Its elements are those of the instances, in their order. */
  readonly processes?: true;
  readonly elements: readonly Slot[];
}
export interface RecordSlot {
  readonly type: 'record';
  readonly fields: Readonly<Record<string, Slot>>;
  readonly methods?: Readonly<Record<string, Method>>;
  /** What runs on a cpu. */
  readonly context?: ContextInfo;
  readonly lock?: LockInfo;
  readonly assignable?: true;
  readonly words?: true;
  readonly plainWords?: readonly string[];
}
/** One bit a member. */
export interface SetSlot {
  readonly type: 'set';
  readonly kind?: Kind;
  readonly length: number;
  readonly field: Field;
}
/** The number of elements, then the elements; elements past the end have code 0. */
export interface ListSlot {
  readonly type: 'list';
  readonly domain: ValueDomain;
  readonly size: number;
  readonly length: Field;
  readonly items: readonly Field[];
}
export type Slot = ScalarSlot | ArraySlot | RecordSlot | SetSlot | ListSlot;

/** A set's mask is a small integer. */
const MAX_SET = 30;

/** Gives every value of a shape its field. `processes` is the size of `anyProcess`. */
export function allocateSlot(shape: Shape, fields: FieldAllocator, processes: number): Slot {
  switch (shape.type) {
    case 'scalar': {
      const size = domainSize(shape.domain, processes);
      const field = fields.allocate(bitsFor(size));
      return { type: 'scalar', domain: shape.domain, size, field };
    }
    case 'array': {
      checkProcesses(shape, processes);
      checkLabels(shape);
      const elements = Array.from({ length: shape.length }, () =>
        allocateSlot(shape.element, fields, processes),
      );
      return {
        type: 'array',
        elements,
        ...kindOf(shape),
        ...(shape.processes && { processes: true }),
      };
    }
    case 'record': {
      const slots = Object.entries(shape.fields).map(
        ([name, field]) => [name, allocateSlot(field, fields, processes)] as const,
      );
      return {
        type: 'record',
        fields: Object.fromEntries(slots),
        ...(shape.methods && { methods: shape.methods }),
        ...(shape.context && { context: shape.context }),
        ...(shape.lock && { lock: shape.lock }),
        ...(shape.assignable && { assignable: true }),
        ...(shape.words && { words: true }),
        ...(shape.plainWords && { plainWords: shape.plainWords }),
      };
    }
    case 'set':
      if (shape.length > MAX_SET) {
        throw new ModelError(`a set over ${shape.length} members: at most ${MAX_SET} fit`);
      }
      return {
        type: 'set',
        length: shape.length,
        field: fields.allocate(shape.length),
        ...kindOf(shape),
      };
    case 'list': {
      const size = domainSize(shape.domain, processes);
      const length = fields.allocate(bitsFor(shape.capacity + 1));
      const items = Array.from({ length: shape.capacity }, () => fields.allocate(bitsFor(size)));
      return { type: 'list', domain: shape.domain, size, length, items };
    }
  }
}

/** Only the cells of a system are given their lengths: see process-arrays.ts. */
function checkProcesses({ processes, length }: ArrayShape, instances: number): void {
  if (!processes || length === instances) return;
  throw new ModelError('perProcess() is for cells; a local or an observer cannot have one');
}

/** Those that stand among the cells are taken out: see language/labels-of.ts. */
function checkLabels({ labelsOf }: ArrayShape): void {
  if (labelsOf === undefined) return;
  throw new ModelError('labelsOf() stands among the cells, and in no other cell and no local');
}

function kindOf(shape: { kind?: Kind }): { kind?: Kind } {
  return shape.kind ? { kind: shape.kind } : {};
}

/** All fields below a slot. */
export function fieldsOf(slot: Slot): Field[] {
  switch (slot.type) {
    case 'scalar':
    case 'set':
      return [slot.field];
    case 'list':
      return [slot.length, ...slot.items];
    case 'array':
      return slot.elements.flatMap(fieldsOf);
    case 'record':
      return Object.values(slot.fields).flatMap(fieldsOf);
  }
}
