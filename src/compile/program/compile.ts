// Compilation: from the plain data of a system to something that a search can step.
//
// A CompiledSystem is the one interface between the language and the search: a layout, a working state, and for each
// instance and label a function that runs the step on the working state. Views are made once; code is generated when a
// label is first reached, so a small search does not pay for steps that it never runs.

import type { ModelErrorPlace } from '../../base/errors.ts';
import type { AnyStep, Locals } from '../../language/process.ts';
import type { SystemDefinition } from '../../language/system.ts';
import type { Access, StepAccess } from '../access/access.ts';
import type { HelperAccess } from '../access/analyse.ts';
import type { LocalFlow } from '../access/local-flow.ts';
import type { FlatLabel } from '../layout/expand.ts';
import type { Field } from '../layout/field.ts';
import { type InstancePlan, type Layout, layoutSystem, type Slots } from '../layout/layout.ts';
import { fieldsOf } from '../layout/slot.ts';
import { makeRecordView, makeView, type View } from '../layout/views.ts';
import { Memory } from '../memory/memory.ts';
import { Accesses, placeOf } from './accesses.ts';
import { type Assert, assertingFor } from './assertion.ts';
import { Chooser } from './choice.ts';
import { slotsOfFrames } from './frame-code.ts';
import { bindHelpers } from './helpers.ts';
import { cellLeaves, fieldLeaves, type Leaf, recordLeaves, unique } from './leaf.ts';
import { makeCallSampler, makeSampler, type Pause, type Repetitions } from './sampler.ts';
import {
  BLOCKED,
  type CompiledStep,
  type GuardCode,
  generateCall,
  generateRun,
  type Onlooker,
  type Run,
  type StepCode,
} from './step-code.ts';
import { underMemory } from './under-memory.ts';

/** What runs less often costs little, and V8 has not compiled it yet. */
const RECALLS_FROM = 256;

export class CompiledSystem {
  readonly definition: SystemDefinition;
  /** The shapes of observers' memories, for which the layout has room. */
  readonly observers: Readonly<Record<string, Locals>>;
  readonly layout: Layout;
  /** The working state: a run changes it in place. */
  readonly state: Int32Array;
  readonly chooser = new Chooser();
  /** The view of each cell, shared by all steps. */
  readonly views: Readonly<Record<string, View>>;
  /** Cells and helpers, as every step, property and observer gets them. */
  readonly names: Readonly<Record<string, unknown>>;
  /** What racy cells go through; none where they are sequentially consistent. */
  readonly memory: Memory | undefined;
  readonly #accesses: Accesses;
  readonly #assert: Assert;
  readonly #frames: readonly Map<string, { context: object; me: View }>[];
  readonly #repetitions = new Map<string, Repetitions>();
  readonly #pause: Pause = { isPaused: false, isRepeating: false };
  /** By instance: all that take a step take it by the same code. */
  readonly #steps: readonly Map<FlatLabel, CompiledStep>[];
  #cellLeaves: readonly Leaf[] | undefined;
  /** Runs what an author has written for initial states. */
  readonly aroundInitial: (run: () => void) => void;

  /** How often a step is run before it is recalled (recall.ts); never, where how often it runs is counted. */
  recallsFrom = RECALLS_FROM;
  /** Who looks at a step before some of its executions; to be said before any step is compiled. */
  onlookerOf: ((instance: InstancePlan, label: FlatLabel) => Onlooker) | undefined;

  /**
   * `aroundInitial` is for a caller that watches whether the author's code returns; `claims` are the properties that an
   * assertion may name.
   */
  constructor(
    given: SystemDefinition,
    observers: Readonly<Record<string, Locals>> = {},
    aroundInitial: (run: () => void) => void = (run) => run(),
    claims: ReadonlySet<string> = new Set(),
  ) {
    const definition = underMemory(given);
    this.#assert = assertingFor(claims);
    this.definition = definition;
    this.observers = observers;
    this.aroundInitial = aroundInitial;
    this.layout = layoutSystem(definition, observers);
    this.state = new Int32Array(this.layout.words);
    this.views = Object.fromEntries(
      Object.entries(this.layout.named).map(([name, slot]) => [name, makeView(slot, name)]),
    );
    this.memory =
      definition.memory &&
      new Memory(definition.memory, this.layout, this.views, this.state, this.chooser.choose);
    this.#accesses = new Accesses(definition, this.layout);
    this.names = bindHelpers(definition, this.views);
    this.#steps = this.layout.instances.map(() => new Map());
    this.#frames = this.layout.instances.map((instance) => this.#makeFrames(instance));
  }

  /** The access of a step; of the author's code alone it is the same for all instances of its process. */
  accessOf(instance: InstancePlan, label: FlatLabel): StepAccess {
    const access = this.authoredAccess(instance, label);
    return this.memory?.accessOf(instance, label, access) ?? access;
  }

  /** The same without what the memory adds to it. */
  authoredAccess(instance: InstancePlan, label: FlatLabel): StepAccess {
    return this.#accesses.of(instance, label);
  }

  /** When a step, or the arguments of a call, read and assign the locals of its frame. */
  localFlow(instance: InstancePlan, label: FlatLabel): LocalFlow {
    return this.#accesses.localFlow(instance, label);
  }

  /** The access of the process's guard, which every step of it has besides its own. */
  guardAccess(instance: InstancePlan): StepAccess | undefined {
    return this.#accesses.ofGuard(instance);
  }

  /** Everything that any step or guard touches. */
  accesses(): Access[] {
    return this.#accesses.all();
  }

  /** Whether any step makes assertions. */
  asserts(): boolean {
    return this.#accesses.asserts();
  }

  /** The properties that assertions of steps name. */
  asserted(): ReadonlySet<string> {
    return this.#accesses.asserted();
  }

  get helperAccess(): Readonly<Record<string, HelperAccess>> {
    return this.#accesses.helperAccess;
  }

  /** What the initial step gets; refuses one that is no step, or looks at more than the state. */
  initialContext(initial: AnyStep, place: ModelErrorPlace): object {
    this.#accesses.checkInitial(initial, place);
    return { ...this.names, choose: this.chooser.choose };
  }

  /** Everything about a step that code is generated from. */
  stepCode(instance: InstancePlan, label: FlatLabel): StepCode {
    const access = this.accessOf(instance, label);
    const { context, me } = this.#frames[instance.index].get(label.frame.name) as {
      context: object;
      me: View;
    };
    const locals = instance.frames[label.frame.name];
    const isInView = ({ slot }: Leaf): boolean => !this.memory?.holds(instance, slot);
    const leaves = (write: boolean): Leaf[] =>
      this.#leavesOf(access, instance, locals, me, write).filter(isInView);
    const written = unique(leaves(true));
    const touched = unique([...leaves(false), ...written]);
    const place = placeOf(instance, label);
    const guard = this.#guardCode(instance);
    const { contexts } = this.layout;
    const step = { instance, label, access, context, touched, written, contexts, place };
    return { ...step, ...(guard && { guard }) };
  }

  #guardCode(instance: InstancePlan): GuardCode | undefined {
    const access = this.guardAccess(instance);
    if (!access) return undefined;
    const { context, me } = this.#frames[instance.index].get('') as { context: object; me: View };
    const touched = unique(this.#leavesOf(access, instance, instance.frames[''], me, false));
    return { run: instance.process.definition.guard as GuardCode['run'], context, touched };
  }

  /** The leaves of cells and locals that an access set reaches, or may write. */
  #leavesOf(
    access: StepAccess,
    instance: InstancePlan,
    locals: Slots,
    me: View,
    write: boolean,
  ): Leaf[] {
    const cells = access.accesses
      .filter((one) => !write || one.write)
      .flatMap(({ cell, path }) =>
        cellLeaves(this.layout.named[cell], this.views[cell], cell, path, instance),
      );
    const names = write ? access.locals.written : access.locals.read;
    const own = [...names].flatMap((name) =>
      fieldLeaves(locals[name], me, name, `${instance.name}.${name}`),
    );
    return [...cells, ...own];
  }

  /** Every field that a step may change. */
  writtenFields(instance: InstancePlan, label: FlatLabel): ReadonlySet<Field> {
    const { written } = this.stepCode(instance, label);
    return new Set([
      ...written.flatMap((leaf) => fieldsOf(leaf.slot)),
      ...this.ownWrites(instance, label),
    ]);
  }

  /** The fields of the instance itself that a step may change: its label, locals, frames that it enters or leaves. */
  ownWrites(instance: InstancePlan, label: FlatLabel): Field[] {
    const own = instance.frames[label.frame.name];
    const locals = [...this.accessOf(instance, label).locals.written].map((local) => own[local]);
    return [instance.label, ...locals.flatMap(fieldsOf), ...this.frameWrites(instance, label)];
  }

  /** What a step may change where it enters a frame or leaves some. */
  frameWrites(instance: InstancePlan, label: FlatLabel): Field[] {
    return slotsOfFrames(instance, label).flatMap(fieldsOf);
  }

  /** The function that runs a step of an instance on the working state. */
  compileStep(instance: InstancePlan, label: FlatLabel): Run {
    return this.compiled(instance, label).run;
  }

  /** The same with what it was made of. */
  compiled(instance: InstancePlan, label: FlatLabel): CompiledStep {
    const steps = this.#steps[instance.index];
    const known = steps.get(label);
    if (known) return known;
    const own = this.#generateStep(instance, label);
    const run = this.memory?.around(own.code, own.run, BLOCKED) ?? own.run;
    const step = { ...own, run };
    steps.set(label, step);
    return step;
  }

  /** Whether a step is being run twice, to see that it does the same. */
  get isRepeating(): boolean {
    return this.#pause.isRepeating;
  }

  /** Whether the steps that are being run are not the search's own. */
  get isAside(): boolean {
    return this.#pause.isPaused;
  }

  /**
   * Lets steps be run that are not the search's own: its choices go on where they were, and which steps it runs twice
   * does not change. The working state is left to the caller.
   */
  aside(run: () => void): void {
    this.#pause.isPaused = true;
    try {
      this.chooser.aside(run);
    } finally {
      this.#pause.isPaused = false;
    }
  }

  #generateStep(instance: InstancePlan, label: FlatLabel): CompiledStep {
    const { state, chooser } = this;
    const onlooker = this.onlookerOf?.(instance, label);
    const code = this.stepCode(instance, label);
    const step = this.memory?.listeningTo(code) ?? code;
    const repetitions = this.#repetitionsOf(instance);
    const parts = { step, state, chooser, repetitions, pause: this.#pause };
    if (label.enters) {
      const sampler = makeCallSampler(parts);
      return { run: generateCall(step, state, sampler, onlooker), code, sampler, onlooker };
    }
    const { me } = this.#frames[instance.index].get(label.frame.name) as { me: View };
    const own = recordLeaves(instance.frames[label.frame.name], me, instance.name);
    const sampler = makeSampler({ ...parts, everything: [...this.everyCell(), ...own] });
    return { run: generateRun(step, state, sampler, onlooker), code, sampler, onlooker };
  }

  /** Whether the step may make choices: then each sequence of them is a transition of its own. */
  chooses(instance: InstancePlan, label: FlatLabel): boolean {
    const chooses = this.authoredAccess(instance, label).tools.includes('choose');
    return chooses || (this.memory?.choosesIn(instance) ?? false);
  }

  #makeFrames(instance: InstancePlan): Map<string, { context: object; me: View }> {
    const frames = Object.entries(instance.frames).map(([frame, slots]) => {
      const me = makeRecordView(slots, 'me', { id: instance.id, self: instance.index });
      const tools = { me, choose: this.chooser.choose, assert: this.#assert };
      return [frame, { me, context: { ...this.names, ...tools } }] as const;
    });
    return new Map(frames);
  }

  /** The leaves of all cells. */
  everyCell(): readonly Leaf[] {
    this.#cellLeaves ??= Object.entries(this.layout.cells).flatMap(([name, slot]) =>
      cellLeaves(slot, this.views[name], name),
    );
    return this.#cellLeaves;
  }

  #repetitionsOf({ process }: InstancePlan): Repetitions {
    const known = this.#repetitions.get(process.name) ?? new Map<string, number>();
    this.#repetitions.set(process.name, known);
    return known;
  }
}
