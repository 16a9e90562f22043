// Doubts about a model that do not stop a check: what the lints say of its accesses, with what properties look at.

import type { Shape } from '../../language/cell.ts';
import type { LintedProcess, LintedStep } from '../access/linted-process.ts';
import { lint, type Used, type UsedInVariants, unusedHelpers, usedBy } from '../access/lints.ts';
import type { FlatLabel } from '../layout/expand.ts';
import type { Field } from '../layout/field.ts';
import { firstInstances, type InstancePlan, type ProcessPlan } from '../layout/layout.ts';
import { fieldsOf } from '../layout/slot.ts';
import { authorsCells } from '../memory/memory.ts';
import { assignedLocals } from './assigned-locals.ts';
import type { CompiledSystem } from './compile.ts';
import { unsaidFirstValues } from './first-values.ts';

/** `observed` says which locals properties look at; `variants`, what the variants of the model use (lints.ts). */
export function warningsOf(
  system: CompiledSystem,
  observed: (field: Field) => boolean,
  variants: UsedInVariants,
): string[] {
  const processes = lintedProcesses(system, observed);
  const helpers = Object.keys(system.definition.helpers);
  return [
    ...lint(plainCells(system), processes, variants),
    ...unusedHelpers(helpers, usedBy(processes, usedHelpers(system)), variants),
    ...unsaidFirstValues(system.definition),
  ];
}

/** Without primitives: they may be needed as they are, as the cpus are by tasks that never switch anything off. */
function plainCells({ layout, definition }: CompiledSystem): string[] {
  return authorsCells(layout).filter((name) => !isPrimitive(definition.cells[name].shape));
}

function isPrimitive(shape: Shape): boolean {
  if (shape.type === 'array') return isPrimitive(shape.element);
  return shape.type === 'record' && shape.methods !== undefined;
}

/** What the steps of a system use of what it declares. */
export function usedIn(system: CompiledSystem): Used {
  return usedBy(
    lintedProcesses(system, () => false),
    usedHelpers(system),
  );
}

/** Those that steps, guards and what makes the initial states name, and what these use. */
function usedHelpers(system: CompiledSystem): ReadonlySet<string> {
  const { layout, definition, helperAccess } = system;
  const ofSteps = firstInstances(layout).flatMap((instance) => [
    ...(system.guardAccess(instance)?.helpers ?? []),
    ...instance.process.flat.labels.flatMap((label) => system.accessOf(instance, label).helpers),
  ]);
  const initial = String(definition.initial ?? '');
  const ofInitial = Object.keys(definition.helpers).filter((name) => initial.includes(name));
  const used = new Set([...ofSteps, ...ofInitial]);
  for (const name of used) for (const one of helperAccess[name]?.helpers ?? []) used.add(one);
  return used;
}

function lintedProcesses(
  system: CompiledSystem,
  observed: (field: Field) => boolean,
): LintedProcess[] {
  return firstInstances(system.layout).map((instance) =>
    lintedProcess(system, instance.process, instance, observed),
  );
}

function lintedProcess(
  system: CompiledSystem,
  process: ProcessPlan,
  instance: InstancePlan,
  observed: (field: Field) => boolean,
): LintedProcess {
  const locals = Object.keys(process.definition.locals);
  const guarding = system.guardAccess(instance)?.locals.read;
  const seen = locals.filter(
    (name) => guarding?.has(name) || fieldsOf(instance.frames[''][name]).some(observed),
  );
  const steps = process.flat.labels.map(
    (label) => [label.name, lintedStep(system, instance, label)] as const,
  );
  return {
    name: process.name,
    start: process.labelNames[process.flat.start],
    locals,
    observed: new Set(seen),
    assigned: assignedLocals(system, instance),
    steps: Object.fromEntries(steps),
  };
}

function lintedStep(system: CompiledSystem, instance: InstancePlan, label: FlatLabel): LintedStep {
  const { labelNames } = instance.process;
  const targets = Object.entries(label.targets).map(([to, { code }]) => [to, labelNames[code]]);
  return {
    access: system.authoredAccess(instance, label),
    targets: Object.fromEntries(targets),
    ...(label.enters && { enters: labelNames[label.enters.code] }),
    ...(label.atomic !== undefined && { atomic: label.atomic }),
  };
}
