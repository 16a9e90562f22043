// Observers: generated code that runs a handler after a transition on the state that the transition made, and packs
// what it may write of the observer's memory. Handlers may write nothing else, which the access analysis checks.

import type { Handler, ObserverDefinition } from '../../language/claims/property.ts';
import { handlersOf } from '../../language/claims/questions.ts';
import type { Access, StepAccess } from '../access/access.ts';
import { analyseStep, type Scope } from '../access/analyse.ts';
import { type Field, readField } from '../layout/field.ts';
import { type InstancePlan, shapesOf } from '../layout/layout.ts';
import { fieldsOf, type RecordSlot } from '../layout/slot.ts';
import { makeRecordView, type View } from '../layout/views.ts';
import { assertTrue } from '../program/assertion.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { Constants, packWords } from '../program/emit.ts';
import { cellLeaves, type Leaf, unique } from '../program/leaf.ts';
import { fillLeaves, packCode } from '../program/leaf-code.ts';
import { readLeaves } from './compile-predicate.ts';
import type { PropertyViews } from './property-views.ts';

/** What a handler touches of a state. */
export interface Handled {
  /** What it may read, of its own memory, too, and what it may write. */
  readonly reads: readonly Field[];
  readonly writes: readonly Field[];
}

/** A handler as it runs after steps of an instance from a label, or after all steps. */
export interface CompiledHandler extends Handled {
  readonly observer: string;
  /** Runs it on the working state; throws an AssertionFailure where the observer objects. */
  readonly observe: () => void;
}

/** What handlers are told of the transition. */
export interface StepInfo {
  readonly process: string;
  readonly id: number;
  readonly from: string;
  readonly to: string;
}

/** A step of an instance from a label. */
interface After {
  readonly instance: InstancePlan;
  readonly label: string;
}

export class CompiledObserver {
  readonly name: string;
  readonly definition: ObserverDefinition;
  /** The handler that runs after every step and does not ask which; where it asks, it is compiled for each. */
  readonly always: CompiledHandler | undefined;
  readonly #system: CompiledSystem;
  readonly #views: PropertyViews;
  readonly #memory: RecordSlot;
  readonly #my: View;
  /** By process, since one function may watch several, whose locals differ. */
  readonly #access = new Map<string | undefined, Map<Handler, StepAccess>>();

  constructor(
    name: string,
    definition: ObserverDefinition,
    system: CompiledSystem,
    views: PropertyViews,
  ) {
    this.name = name;
    this.definition = definition;
    this.#system = system;
    this.#views = views;
    this.#memory = { type: 'record', fields: system.layout.observers[name] };
    this.#my = makeRecordView(this.#memory.fields, 'my');
    const { always } = definition;
    const asks = always && this.#analyse(always).tools.includes('step');
    this.always = always && !asks ? this.#compile(always, this.#analyse(always)) : undefined;
  }

  /** The handlers that run after a step of an instance from a label, and not after others. */
  handlersAfter(instance: InstancePlan, from: number): CompiledHandler[] {
    const label = instance.process.labelNames[from];
    const { always } = this.definition;
    const own = this.#handlerFor(instance, label);
    const after = { instance, label };
    return [
      ...(always && !this.always ? [this.#compile(always, this.#analyse(always), after)] : []),
      ...(own ? [this.#compile(own, this.#analyse(own, instance.process.name), after)] : []),
    ];
  }

  /** What each handler touches. */
  accesses(): StepAccess[] {
    return handlersOf(this.definition).map(({ handler, process }) =>
      this.#analyse(handler, process),
    );
  }

  #handlerFor({ process }: InstancePlan, from: string): Handler | undefined {
    const entry = this.definition.on[process.name];
    return typeof entry === 'function' ? entry : entry?.[from];
  }

  /** What the handlers touch that run after a step of an instance from a label, and not after others. */
  touchedAfter(instance: InstancePlan, label: string): Handled | undefined {
    const { always } = this.definition;
    const own = this.#handlerFor(instance, label);
    const touched = [
      ...(always && !this.always ? [this.#touched(this.#analyse(always), instance)] : []),
      ...(own ? [this.#touched(this.#analyse(own, instance.process.name), instance)] : []),
    ];
    if (touched.length === 0) return undefined;
    return {
      reads: touched.flatMap(({ read }) => read.flatMap((leaf) => fieldsOf(leaf.slot))),
      writes: touched.flatMap(({ written }) => written.flatMap((leaf) => fieldsOf(leaf.slot))),
    };
  }

  /** The leaves of cells and processes that a handler reads; `me` is the instance that stepped. */
  #seen(access: StepAccess, me?: InstancePlan): Leaf[] {
    const mine = [...access.locals.read].flatMap((local) => {
      const { process, id } = me as InstancePlan;
      return cellLeaves(
        this.#views.slots[process.name],
        this.#views.views[process.name],
        process.name,
        [
          { type: 'constant', value: id },
          { type: 'field', name: local },
        ],
      );
    });
    return [...readLeaves(access, this.#views), ...mine];
  }

  #analyse(handler: Handler, process?: string): StepAccess {
    const known = this.#access.get(process)?.get(handler);
    if (known) return known;
    const scope: Scope = {
      cells: this.#views.shapes,
      helpers: {},
      locals: process === undefined ? {} : this.#views.records[process],
      own: shapesOf(this.definition.state),
      tools: ['my', 'step', 'assert', ...(process === undefined ? [] : ['me'])],
      readOnly: true,
      isHandler: true,
    };
    const access = analyseStep(handler, scope, { property: this.name });
    this.#access.set(process, (this.#access.get(process) ?? new Map()).set(handler, access));
    return access;
  }

  #compile(handler: Handler, access: StepAccess, after?: After): CompiledHandler {
    const { read, written } = this.#touched(access, after?.instance);
    const told = after && access.tools.includes('step') ? [after.instance.label] : [];
    return {
      observer: this.name,
      observe: this.#generate(handler, read, written, after ? this.#toolsAfter(after) : {}),
      reads: [...read.flatMap((leaf) => fieldsOf(leaf.slot)), ...told],
      writes: written.flatMap((leaf) => fieldsOf(leaf.slot)),
    };
  }

  /** The leaves that a handler touches; `me` is the instance that stepped. */
  #touched(access: StepAccess, me?: InstancePlan): { read: Leaf[]; written: Leaf[] } {
    const own = (accesses: readonly Access[]): Leaf[] =>
      unique(accesses.flatMap(({ path }) => cellLeaves(this.#memory, this.#my, 'my', path, me)));
    return {
      read: unique([...this.#seen(access, me), ...own(access.own)]),
      written: own(access.own.filter(({ write }) => write)),
    };
  }

  /** The transition as the working state shows it: where the process is now is where its step went. */
  #toolsAfter({ instance, label }: After): { step: StepInfo; me: View } {
    const { state } = this.#system;
    const { process, id, label: at } = instance;
    const step = {
      process: process.name,
      id,
      from: label,
      get to() {
        return process.labelNames[readField(state, at)];
      },
    };
    return { step, me: this.#views.views[process.name][id] };
  }

  #generate(
    handler: Handler,
    read: readonly Leaf[],
    written: readonly Leaf[],
    tools: object,
  ): () => void {
    const constants = new Constants();
    const s = constants.name(this.#system.state);
    const context = { ...this.#views.views, ...tools, my: this.#my, assert: assertTrue };
    const words = packWords(packCode(written, constants));
    return constants.compile<() => void>(`function observe() {
      ${fillLeaves(read, s, constants)}
      ${constants.name(handler)}(${constants.name(context)});
      ${[...words].map(([word, code]) => `${s}[${word}] = ${code};`).join(' ')}
    }`);
  }
}
