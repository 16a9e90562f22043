// The monitor: all properties of one check, asked at the points where the search can break them.
//
// A property is open until it is decided; only open ones cost anything. A state property is evaluated only on new
// states that a transition reached by writing something the property reads: where nothing it reads was written, its
// answer is the parent's, and the parent was checked.

import { ModelError } from '../../base/errors.ts';
import { CONSTRAINT, withConstraint } from '../../language/claims/constrained.ts';
import type { Properties, PropertyKind } from '../../language/claims/property.ts';
import { questionsOf } from '../../language/claims/questions.ts';
import type { Locals } from '../../language/process.ts';
import { copyState, type Field, wordMasks } from '../layout/field.ts';
import type { InstancePlan } from '../layout/layout.ts';
import { AssertionFailure } from '../program/assertion.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { type CompiledHandler, CompiledObserver } from './compile-observer.ts';
import { type CompiledPredicate, compilePredicate, placed } from './compile-predicate.ts';
import { type Reaction, remember, type Violation } from './memo.ts';
import { checkNamesUsed } from './names-used.ts';
import { propertyViews } from './property-views.ts';
import { booleanCheck, type StateCheck, stateChecks } from './state-checks.ts';

export type Found = (property: string, message: string) => void;

/** The shapes of the observers' states, which the layout has to make room for. */
export function observerShapes(properties: Properties): Record<string, Locals> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      property.kind === 'observer' ? [[name, property.state] as const] : [],
    ),
  );
}

export class Monitor {
  readonly #system: CompiledSystem;
  /** Those with which the system was compiled. */
  readonly observerShapes: Readonly<Record<string, Locals>>;
  readonly #observers: readonly CompiledObserver[];
  readonly #properties: Properties;
  #checks: StateCheck[];
  /** What observers do after every step, whichever it is, before what they do after this one. */
  readonly always: Reaction | undefined;
  /** What that changes of what observers remember, and all that it depends on. */
  readonly alwaysWrites: readonly Field[];
  readonly #alwaysReads: ReadonlySet<Field>;
  /** By instance and label. */
  readonly #reactions: readonly Map<number, Reaction | undefined>[];
  readonly #closed = new Set<string>();
  /** Words and masks of what observers write after every step, and room for what they were. */
  readonly #steadyMasks: readonly (readonly [number, number])[];
  readonly #before: Int32Array;
  /** By instance and label: what to ask of a state that a step has newly reached. */
  #checking: (readonly StateCheck[] | undefined)[][];

  constructor(system: CompiledSystem, properties: Properties) {
    this.#system = system;
    this.#properties = properties;
    this.observerShapes = observerShapes(properties);
    checkNamesUsed(properties, system.layout.processes);
    const views = propertyViews(system);
    this.#checks = Object.entries(properties).flatMap(([name, property]) =>
      stateChecks(name, property, (fn) => compilePredicate(fn, views, system.state, name)),
    );
    this.#observers = Object.entries(properties).flatMap(([name, property]) =>
      property.kind === 'observer' ? [new CompiledObserver(name, property, system, views)] : [],
    );
    const always = this.#observers.flatMap((one) => one.always ?? []);
    this.always = this.#remembered(always);
    this.alwaysWrites = always.flatMap(({ writes }) => writes);
    this.#alwaysReads = new Set(always.flatMap(({ reads }) => reads));
    this.#steadyMasks = wordMasks(this.alwaysWrites, system.state.length);
    this.#before = new Int32Array(system.state.length);
    this.#reactions = system.layout.instances.map(() => new Map());
    this.#checking = system.layout.instances.map(() => []);
  }

  /** The state properties that are not decided yet. */
  get stateProperties(): readonly StateCheck[] {
    return this.#checks;
  }

  /**
   * What is asked of single states by the properties that only the finished graph decides, and by the constraint: never asked
   * here, only looked at by those who have to know that it treats all ids alike.
   */
  graphChecks(): StateCheck[] {
    const views = propertyViews(this.#system);
    const all = withConstraint(this.#system.definition, this.#properties);
    return Object.entries(all).flatMap(([name, property]) => {
      if (name !== CONSTRAINT && !DECIDED_ON_GRAPH.has(property.kind)) return [];
      return questionsOf(property).map((question) => {
        const predicate = compilePredicate(question, views, this.#system.state, name);
        return booleanCheck(name, property.about, predicate as CompiledPredicate<boolean>, false);
      });
    });
  }

  /** The system whose states are asked about. */
  get system(): CompiledSystem {
    return this.#system;
  }

  /** Lets the caller look on whenever a state property is evaluated; to be called before the first is. */
  watchChecks(around: (check: StateCheck) => StateCheck): void {
    this.#checks = this.#checks.map(around);
  }

  /** The machines that watch transitions. */
  get observers(): readonly CompiledObserver[] {
    return this.#observers;
  }

  /** Asks an initial state. */
  atInitialState(found: Found): void {
    this.#ask(this.#checks, found);
  }

  /** Whether a state is to be asked anything because a step of the instance from a label has reached it. */
  asksAfter(instance: number, from: number): boolean {
    return (this.#checking[instance][from] ?? this.#checksAfter(instance, from)).length > 0;
  }

  /** Asks a new state that a step of the instance from a label has reached. */
  atNewState(instance: number, from: number, found: Found): void {
    this.#ask(this.#checking[instance][from] ?? this.#checksAfter(instance, from), found);
  }

  /**
   * Whether what observers do after every step is, after this one, what it would be in the state before. Sound only if a
   * step writes no other fields than those that the access analysis names, which `--audit` compares.
   */
  isUnseen(instance: number, from: number): boolean {
    // Where nothing is done after every step, what this one writes need not be known.
    if (!this.always) return true;
    return [...this.#writtenBy(instance, from)].every((field) => !this.#alwaysReads.has(field));
  }

  /**
   * Whether what observers do after every step would change nothing in the working state, and object to nothing new. The
   * state is left as it was.
   */
  isSteady(): boolean {
    if (!this.always) return true;
    const { state } = this.#system;
    copyState(state, this.#before);
    try {
      const said = this.always();
      for (const { property } of said) if (!this.#closed.has(property)) return false;
      for (const [w, mask] of this.#steadyMasks) {
        if (((state[w] ^ this.#before[w]) & mask) !== 0) return false;
      }
      return true;
    } catch (error) {
      // After a step it would be a mistake of the property; no step has been taken.
      if (error instanceof ModelError) return false;
      throw error;
    } finally {
      copyState(this.#before, state);
    }
  }

  /** What observers do after a step of the instance from a label, and not after all others. */
  reactionTo(instance: number, from: number): Reaction | undefined {
    const known = this.#reactions[instance];
    if (!known.has(from)) {
      const plan = this.#system.layout.instances[instance];
      const handlers = this.#observers.flatMap((one) => one.handlersAfter(plan, from));
      known.set(from, this.#remembered(handlers));
    }
    return known.get(from);
  }

  /** All that observers do after a step, on the state that it made. */
  react(instance: number, from: number): readonly Violation[] {
    const first = this.always?.() ?? [];
    return [...first, ...(this.reactionTo(instance, from)?.() ?? [])];
  }

  #remembered(handlers: readonly CompiledHandler[]): Reaction | undefined {
    if (handlers.length === 0) return undefined;
    const reads = handlers.flatMap((handler) => handler.reads);
    const writes = handlers.flatMap((handler) => handler.writes);
    return remember(oneAfterTheOther(handlers), this.#system.state, reads, writes);
  }

  /** A decided property is asked no more. */
  close(property: string): void {
    this.#closed.add(property);
    this.#checks = this.#checks.filter(({ name }) => name !== property);
    this.#checking = this.#system.layout.instances.map(() => []);
  }

  #ask(checks: readonly StateCheck[], found: Found): void {
    for (const check of checks) {
      const problem = check.problem();
      if (problem !== undefined) found(check.name, problem);
    }
  }

  #checksAfter(instance: number, from: number): readonly StateCheck[] {
    const written = this.#writtenBy(instance, from);
    const checks = this.#checks.filter(({ reads }) => [...reads].some((f) => written.has(f)));
    this.#checking[instance][from] = checks;
    return checks;
  }

  #writtenBy(instance: number, from: number): ReadonlySet<Field> {
    const plan: InstancePlan = this.#system.layout.instances[instance];
    return this.#system.writtenFields(plan, plan.process.flat.labels[from]);
  }
}

const DECIDED_ON_GRAPH: ReadonlySet<PropertyKind> = new Set([
  'at-end',
  'always-possible',
  'liveness',
]);

/** The failing assertion of a handler leaves the observer's memory as it was; the other handlers run nevertheless. */
function oneAfterTheOther(handlers: readonly CompiledHandler[]): Reaction {
  return () => {
    let violations = NONE;
    for (const { observer, observe } of handlers) {
      try {
        observe();
      } catch (error) {
        if (!(error instanceof AssertionFailure)) throw placed(error, observer);
        violations = [...violations, { property: observer, message: error.message }];
      }
    }
    return violations;
  };
}

const NONE: readonly Violation[] = [];
