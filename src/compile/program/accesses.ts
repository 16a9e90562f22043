// What each step and guard of a system reads and writes: read from its text when it is first asked for, and the same for
// all instances of a process.

import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import type { Method } from '../../language/method.ts';
import type { AnyStep } from '../../language/process.ts';
import type { SystemDefinition } from '../../language/system.ts';
import type { Access, StepAccess } from '../access/access.ts';
import { analyseLocalFlow, analyseStep, type HelperAccess, type Scope } from '../access/analyse.ts';
import type { LocalFlow } from '../access/local-flow.ts';
import type { FlatLabel } from '../layout/expand.ts';
import {
  firstInstances,
  type InstancePlan,
  type Layout,
  type ProcessPlan,
  shapesOf,
} from '../layout/layout.ts';
import type { Slot } from '../layout/slot.ts';
import { analyseHelpers } from './helpers.ts';
import { checkInterrupts, checkLabels, checkRunsThere, returnable } from './step-checks.ts';

export class Accesses {
  readonly helperAccess: Readonly<Record<string, HelperAccess>>;
  readonly #definition: SystemDefinition;
  readonly #layout: Layout;
  readonly #flows = new Map<FlatLabel, LocalFlow>();
  /** By label, and of guards by process. */
  readonly #known = new Map<FlatLabel | ProcessPlan, StepAccess>();

  constructor(definition: SystemDefinition, layout: Layout) {
    this.#definition = definition;
    this.#layout = layout;
    this.helperAccess = analyseHelpers(definition, layout.namedShapes);
  }

  of(instance: InstancePlan, label: FlatLabel): StepAccess {
    let access = this.#known.get(label);
    if (!access) {
      const scope = { ...this.#scope(shapesOf(label.frame.locals)), labels: returnable(label) };
      const place = placeOf(instance, label);
      access =
        typeof label.step === 'function'
          ? analyseStep(label.step, scope, place)
          : analyseStep(label.step.args, asked(scope), place);
      checkLabels(label, access, place);
      checkOnlyReads(this.#definition, access, place);
      checkRunsThere(instance.process.definition, label, access, place);
      this.#known.set(label, access);
      const switchesOff = (): boolean => this.#switchesOff(instance);
      checkInterrupts(
        instance.process.definition,
        this.#acquireMethods(access),
        switchesOff,
        place,
      );
    }
    return access;
  }

  /** When a step, or the arguments of a call, read and assign locals. */
  localFlow(instance: InstancePlan, label: FlatLabel): LocalFlow {
    const known = this.#flows.get(label);
    if (known) return known;
    const scope = { ...this.#scope(shapesOf(label.frame.locals)), labels: returnable(label) };
    const fn = typeof label.step === 'function' ? label.step : label.step.args;
    const flow = analyseLocalFlow(fn, scope, this.of(instance, label), placeOf(instance, label));
    this.#flows.set(label, flow);
    return flow;
  }

  /** Of the process's guard, which every step of it has besides its own. */
  ofGuard({ process }: InstancePlan): StepAccess | undefined {
    const { guard, locals } = process.definition;
    if (!guard) return undefined;
    let access = this.#known.get(process);
    if (!access) {
      const scope = { ...asked(this.#scope(shapesOf(locals))), isGuard: true };
      access = analyseStep(guard, scope, { process: process.name, step: 'guard' });
      this.#known.set(process, access);
    }
    return access;
  }

  /** Refuses an initial step that is no step, or looks at more than the state. */
  checkInitial(initial: AnyStep, place: ModelErrorPlace): void {
    const cells = shapesOf(this.#definition.cells);
    analyseStep(initial, { ...this.#scope({}), cells, tools: ['choose'] }, place);
  }

  /** Whether any step makes assertions. */
  asserts(): boolean {
    return this.#everyStep().some(({ tools }) => tools.includes('assert'));
  }

  /** The properties that assertions name. */
  asserted(): ReadonlySet<string> {
    return new Set(this.#everyStep().flatMap(({ asserted }) => asserted));
  }

  /** Everything that any step or guard touches. */
  all(): Access[] {
    const guards = this.#layout.instances.map((instance) => this.ofGuard(instance));
    return [...this.#everyStep(), ...guards].flatMap((access) => access?.accesses ?? []);
  }

  /** Every label of every process, once. */
  #everyStep(): StepAccess[] {
    return firstInstances(this.#layout).flatMap((instance) =>
      instance.process.flat.labels.map((label) => this.of(instance, label)),
    );
  }

  /** The methods that a step waits for. */
  #acquireMethods({ acquireGuards }: StepAccess): Method[] {
    return acquireGuards.flatMap(({ cell, path, method }) => {
      const record = path.reduce<Slot | undefined>(slotBelow, this.#layout.named[cell]);
      return record?.type === 'record' ? (record.methods?.[method] ?? []) : [];
    });
  }

  /** Whether any step of a process switches something off on a cpu: it may be softirqs. */
  #switchesOff(instance: InstancePlan): boolean {
    return instance.process.flat.labels.some((label) =>
      this.of(instance, label).accesses.some(({ cell, write, path }) => {
        const slot = path.reduce<Slot | undefined>(slotBelow, this.#layout.named[cell]);
        return write && slot?.type === 'record' && slot.context !== undefined;
      }),
    );
  }

  #scope(locals: Scope['locals']): Scope {
    return {
      cells: this.#layout.namedShapes,
      helpers: this.helperAccess,
      locals,
      tools: ['me', 'choose', 'assert'],
      readOnly: false,
    };
  }
}

/** Any element stands for all: they have the same methods. */
function slotBelow(slot: Slot | undefined, step: Access['path'][number]): Slot | undefined {
  if (slot?.type === 'array') return slot.elements[0];
  return slot?.type === 'record' && step.type === 'field' ? slot.fields[step.name] : undefined;
}

export function placeOf(instance: InstancePlan, label: FlatLabel): ModelErrorPlace {
  return { process: instance.process.name, step: label.name };
}

/** Where a process stands is its own affair: a step of another only asks. */
function checkOnlyReads(
  { labels = {} }: SystemDefinition,
  { accesses }: StepAccess,
  place: ModelErrorPlace,
): void {
  const written = accesses.find(({ cell, write }) => write && Object.hasOwn(labels, cell));
  if (!written) return;
  const { process } = labels[written.cell];
  throw new ModelError(
    `'${written.cell}' says where ${process} stands: compare its elements with labels, as in \`${written.cell}[0] === '...'\`, and hand it to no function`,
    place,
  );
}

/** Of guards and of the arguments of calls, which are asked and change nothing. */
function asked(scope: Scope): Scope {
  return { ...scope, tools: ['me'], readOnly: true };
}
