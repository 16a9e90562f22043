// A system as mmcheck understands it, for an author who wants to know what steps are taken to access and what a state
// costs.

import type { FlatLabel } from '../compile/layout/expand.ts';
import { type ProcessPlan, type Slots, shapesOf } from '../compile/layout/layout.ts';
import { fieldsOf } from '../compile/layout/slot.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import type { Shape } from '../language/cell.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { describeDomain } from '../language/domain.ts';
import type {
  InspectedField,
  InspectedProcess,
  InspectedStep,
  Inspection,
} from '../outcome/inspection.ts';
import { accessText, stepText } from './access-text.ts';
import { inspectPartialOrder, inspectSymmetry } from './reductions.ts';

export function inspectModel(
  model: ModelDefinition,
  parameters: ParameterValues,
  all: Properties,
): Inspection {
  const system = new CompiledSystem(model.system(parameters));
  const { layout, definition } = system;
  const cells = fields(layout.cells, shapesOf(definition.cells));
  const bits = layout.instances.map(
    ({ label, frames }) =>
      label.bits + sum(Object.values(frames).flatMap(Object.values).map(bitsOf)),
  );
  return {
    schema: 1,
    model: model.name,
    parameters,
    bitsPerState: sum(cells.map((cell) => cell.bits)) + sum(bits),
    bytesPerState: layout.words * 4,
    cells,
    processes: layout.processes.map((process) => inspectProcess(system, process)),
    properties: Object.entries(all).map(([name, { kind, about }]) => ({
      name,
      kind,
      about,
    })),
    symmetry: inspectSymmetry(definition, all),
    partialOrder: inspectPartialOrder(definition, all),
  };
}

function inspectProcess(system: CompiledSystem, process: ProcessPlan): InspectedProcess {
  const { name, definition, flat, count } = process;
  const instance = system.layout.instances.find((one) => one.process === process);
  const locals = flat.frames.flatMap((frame) => {
    const prefix = frame.name === '' ? '' : `${frame.name}/`;
    const slots = instance?.frames[frame.name] ?? {};
    return fields(slots, shapesOf(frame.locals)).map((one) => ({
      ...one,
      name: prefix + one.name,
    }));
  });
  return {
    name,
    instances: count,
    environment: definition.environment,
    end: definition.end,
    locals,
    steps: instance ? flat.labels.map((label) => inspectStep(system, instance, label)) : [],
  };
}

function inspectStep(
  system: CompiledSystem,
  instance: CompiledSystem['layout']['instances'][number],
  label: FlatLabel,
): InspectedStep {
  const access = system.accessOf(instance, label);
  const texts = (write: boolean): string[] =>
    [...new Set(access.accesses.filter((one) => one.write === write).map(accessText))].sort();
  return {
    label: label.name,
    reads: texts(false),
    writes: texts(true),
    next: stepText(label, access),
    chooses: system.chooses(instance, label),
    ...(label.at === undefined ? {} : { at: label.at }),
    ...(label.thread === undefined ? {} : { thread: [label.thread].flat() }),
    ...(label.atomic === undefined ? {} : { coarse: label.atomic }),
  };
}

function fields(slots: Slots, shapes: Readonly<Record<string, Shape>>): InspectedField[] {
  return Object.entries(slots).map(([name, slot]) => ({
    name,
    holds: shapeText(shapes[name]),
    bits: bitsOf(slot),
  }));
}

function bitsOf(slot: Slots[string]): number {
  return sum(fieldsOf(slot).map(({ bits }) => bits));
}

function shapeText(shape: Shape): string {
  switch (shape.type) {
    case 'scalar':
      return describeDomain(shape.domain);
    case 'array':
      if (shape.processes) return `for each process ${shapeText(shape.element)}`;
      return `${shape.length} x ${shapeText(shape.element)}`;
    case 'record': {
      const shown = Object.entries(shape.fields).map(
        ([name, field]) => `${name}: ${shapeText(field)}`,
      );
      return `{ ${shown.join(', ')} }`;
    }
    case 'set':
      return `a set of ${shape.kind ? `${shape.kind.name}s` : `0..${shape.length - 1}`}`;
    case 'list':
      return `a list of at most ${shape.capacity} x ${describeDomain(shape.domain)}`;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
