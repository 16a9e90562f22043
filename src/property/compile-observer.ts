// Observers: generated code that runs a handler after a transition on the state that the transition made, and packs
// the observer's own state back. Handlers may write nothing else, which the access analysis checks.

import type { StepAccess } from '../model/access/access.ts';
import { analyseStep, type Scope } from '../model/access/analyse.ts';
import { assertTrue } from '../model/code/assertion.ts';
import { Constants, packWords } from '../model/code/emit.ts';
import { fillLeaves, packCode } from '../model/code/leaf-code.ts';
import { type CompiledSystem, recordLeaves, unique } from '../model/compile.ts';
import type { Field } from '../model/layout/field.ts';
import { type InstancePlan, type Slots, shapesOf } from '../model/layout/layout.ts';
import { cellLeaves, type Leaf } from '../model/layout/leaf.ts';
import { fieldsOf } from '../model/layout/slot.ts';
import { makeRecordView, type View } from '../model/layout/views.ts';
import { readLeaves } from './compile-predicate.ts';
import type { Handler, ObserverDefinition } from './property.ts';
import type { PropertyViews } from './property-views.ts';

/** Runs a handler on the working state; throws an AssertionFailure where the observer objects. */
export type Observe = () => void;

/** What handlers are told of the transition; one object, refilled before each call. */
export interface StepInfo {
  process: string;
  id: number;
  from: string;
  to: string;
}

export class CompiledObserver {
  readonly name: string;
  readonly definition: ObserverDefinition;
  readonly #system: CompiledSystem;
  readonly #views: PropertyViews;
  readonly #slots: Slots;
  readonly #my: View;
  readonly #step: StepInfo;

  constructor(
    name: string,
    definition: ObserverDefinition,
    system: CompiledSystem,
    views: PropertyViews,
    step: StepInfo,
  ) {
    this.name = name;
    this.definition = definition;
    this.#system = system;
    this.#views = views;
    this.#slots = system.layout.observers[name];
    this.#my = makeRecordView(this.#slots, 'my');
    this.#step = step;
  }

  /** The handler that runs after every transition which may have written what it names. */
  compileAlways(): { observe: Observe; reads: ReadonlySet<Field>; usesStep: boolean } | undefined {
    const { always } = this.definition;
    if (!always) return undefined;
    const access = this.#analyse(always);
    const leaves = readLeaves(access, this.#views);
    return {
      observe: this.#generate(always, leaves, { step: this.#step }),
      reads: new Set(leaves.flatMap((leaf) => fieldsOf(leaf.slot))),
      usesStep: access.tools.includes('step'),
    };
  }

  /** The handler for a step of an instance from a label, if the observer has one. */
  compileHandler(instance: InstancePlan, label: string): Observe | undefined {
    const process = instance.process.name;
    const entry = this.definition.on[process];
    const handler = typeof entry === 'function' ? entry : entry?.[label];
    if (!handler) return undefined;
    const me = this.#views.views[process][instance.id];
    return this.#generate(handler, this.#leavesFor(handler, instance), { step: this.#step, me });
  }

  /** What the handlers read that run after a step of an instance from a label; undefined where none does. */
  readsAfter(instance: InstancePlan, label: string): ReadonlySet<Field> | undefined {
    const { always, on } = this.definition;
    const entry = on[instance.process.name];
    const handler = typeof entry === 'function' ? entry : entry?.[label];
    if (!always && !handler) return undefined;
    const leaves = [
      ...(always ? readLeaves(this.#analyse(always), this.#views) : []),
      ...(handler ? this.#leavesFor(handler, instance) : []),
    ];
    return new Set(leaves.flatMap((leaf) => fieldsOf(leaf.slot)));
  }

  /** The leaves that a handler for a process reads after a step of an instance of it. */
  #leavesFor(handler: Handler, instance: InstancePlan): Leaf[] {
    const process = instance.process.name;
    const access = this.#analyse(handler, process);
    const mine = [...access.locals.read].flatMap((local) =>
      cellLeaves(this.#views.slots[process], this.#views.views[process], process, [
        { type: 'constant', value: instance.id },
        { type: 'field', name: local },
      ]),
    );
    return unique([...readLeaves(access, this.#views), ...mine]);
  }

  #analyse(handler: Handler, process?: string): StepAccess {
    const scope: Scope = {
      cells: this.#views.shapes,
      helpers: {},
      locals: process === undefined ? {} : this.#views.records[process],
      own: shapesOf(this.definition.state),
      tools: ['my', 'step', 'assert', ...(process === undefined ? [] : ['me'])],
      readOnly: true,
    };
    return analyseStep(handler, scope, { property: this.name });
  }

  #generate(handler: Handler, leaves: readonly Leaf[], tools: object): Observe {
    const own = recordLeaves(this.#slots, this.#my, 'my');
    const constants = new Constants();
    const s = constants.name(this.#system.state);
    const context = { ...this.#views.views, ...tools, my: this.#my, assert: assertTrue };
    const words = packWords(packCode(own, constants));
    return constants.compile<Observe>(`function observe() {
      ${fillLeaves(unique([...leaves, ...own]), s, constants)}
      ${constants.name(handler)}(${constants.name(context)});
      ${[...words].map(([word, code]) => `${s}[${word}] = ${code};`).join(' ')}
    }`);
  }
}
