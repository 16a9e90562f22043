// Lock order: the kernel's lockdep over every run. It watches all steps that a search executes, notes each fact with
// the first state in which it was seen, and says at the end what may lock up, whether or not any run does.
//
// Sound only if every transition, and every attempt, of every reachable state is executed: a reduction that leaves
// some out must not be used with it. One that leaves out states which differ in names of ids only may: see
// reduction/soundness.ts. Breadth-first the first state is a nearest one.

import { ModelError } from '../base/errors.ts';
import { readField } from '../compile/layout/field.ts';
import { namedAt } from '../compile/layout/named.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { initialStates } from '../compile/program/initial-states.ts';
import type { Run } from '../compile/program/step-code.ts';
import {
  type Dependency,
  type Fact,
  keyOf,
  type LockClass,
  type Problem,
} from '../outcome/lock-order.ts';
import type { StepWatch } from '../transition/transitions.ts';
import { type Call, CallLog } from './call-log.ts';
import { type Execution, factsOf } from './facts.ts';
import { heldBy, locksAndContext } from './held-locks.ts';
import { type Places, placesOf } from './places.ts';
import { classesOf, problemsOf } from './problems.ts';

/** A fact, and a state out of which it can be seen. */
export interface Sighting {
  readonly fact: Fact;
  readonly state: number;
}
/** Told of each execution that says something; `moved` is false of an attempt. */
export type Listener = (instance: number, moved: boolean, facts: readonly Fact[]) => void;

export class LockOrder implements StepWatch {
  readonly #system: CompiledSystem;
  readonly #places: Places;
  readonly #lockCells: ReadonlySet<string>;
  readonly #contextCells: ReadonlySet<string>;
  readonly #recorder: CallLog;
  readonly #sightings = new Map<string, Sighting>();
  /** Executions that can say nothing new. */
  readonly #known = new Set<string>();
  readonly #before: Int32Array;
  /** A process begins with a lock in hand: then what it holds is to be seen at any step of its own. */
  readonly #heldFromStart: boolean;
  /** The state of the search whose transitions are being taken. */
  #current = -1;
  #listener: Listener = (_instance, _moved, facts) => this.#note(facts);
  #skipsKnown = true;

  constructor(system: CompiledSystem) {
    this.#system = system;
    this.#places = placesOf(system);
    this.#lockCells = new Set(this.#places.locks.map(({ cell }) => cell));
    this.#contextCells = new Set(this.#places.contexts.map(({ cell }) => cell));
    this.#recorder = new CallLog(this.#places.locks, () => system.isAside);
    this.#before = new Int32Array(system.state.length);
    this.#heldFromStart = this.#holdsFromStart();
  }

  #holdsFromStart(): boolean {
    const { instances } = this.#system.layout;
    for (const state of initialStates(this.#system)) {
      if (instances.some((_, k) => heldBy(this.#places, state, k).length > 0)) return true;
    }
    return false;
  }

  enter(state: number): void {
    this.#current = state;
  }

  #note(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const key = keyOf(fact);
      if (!this.#sightings.has(key)) this.#sightings.set(key, { fact, state: this.#current });
    }
  }

  /** Passes calls on to a second log, also what is known. */
  listen(listener: Listener): void {
    this.#skipsKnown = false;
    this.#listener = listener;
  }

  around(instance: number, from: number, run: Run): Run {
    const plan = this.#system.layout.instances[instance];
    const { accesses } = this.#system.accessOf(plan, plan.process.flat.labels[from]);
    const names = (cells: ReadonlySet<string>): boolean =>
      accesses.some(({ cell }) => cells.has(cell));
    const always = names(this.#contextCells) || this.#heldFromStart;
    if (!always && !names(this.#lockCells)) return run;
    return () => {
      this.#before.set(this.#system.state);
      let to = -1;
      try {
        to = this.#recorder.run(instance, run);
        return to;
      } finally {
        this.#see(instance, to >= 0, always);
      }
    };
  }

  #see(process: number, moved: boolean, always: boolean): void {
    const { calls } = this.#recorder;
    if (calls.length === 0 && !always) return;
    this.#checkNamed(process, calls);
    const execution = {
      process,
      before: this.#before,
      ...(moved && { after: this.#system.state }),
      calls,
    };
    const known = this.#textOf(execution);
    if (this.#skipsKnown && this.#known.has(known)) return;
    this.#known.add(known);
    this.#listener(process, moved, factsOf(this.#places, execution));
  }

  /**
   * A process asks for a lock while another has an unknown owner. Sound only if that is refused: it may be the same one,
   * and then one is asked for while the other is held.
   */
  #checkNamed(process: number, calls: readonly Call[]): void {
    const { locks } = this.#places;
    for (const lock of locks) {
      if (!lock.odd || readField(this.#before, lock.odd) % 2 === 0) continue;
      if (lock.holders.some(({ place }) => namedAt(place, this.#before) >= 0)) continue;
      if (
        !calls.some(({ place, method }) => place !== lock && (method.acquires || method.sleeps))
      ) {
        continue;
      }
      const { name } = this.#system.layout.instances[process];
      throw new ModelError(
        `lock order cannot tell whether ${name} writes ${lock.class}: give writeBegin() and writeEnd() the step's me`,
      );
    }
  }

  /** Everything of an execution that facts can depend on. */
  #textOf({ process, before, after, calls }: Execution): string {
    let text = locksAndContext(this.#places, before, process);
    if (after) text += `|${locksAndContext(this.#places, after, process)}`;
    for (const { place, name, ...call } of calls) {
      text += `|${place.number} ${name} ${call.before} ${call.after} ${call.answer}`;
    }
    return text;
  }

  get classes(): LockClass[] {
    const types = new Map(this.#places.locks.map((place) => [place.class, place.info.type]));
    return classesOf(types, this.facts);
  }

  get dependencies(): Dependency[] {
    return this.facts.filter((fact) => fact.type === 'dependency');
  }

  get problems(): Problem[] {
    return problemsOf(this.facts);
  }

  sightingOf(fact: Fact): Sighting {
    return this.#sightings.get(keyOf(fact)) as Sighting;
  }

  /** Everything seen, in the order of the sightings. */
  get facts(): Fact[] {
    return [...this.#sightings.values()].map(({ fact }) => fact);
  }
}
