// The transitions out of a state, instance by instance, as values that can be compared. The audit asks for them in all
// orders and again and again, so nothing here is shared with the expansion that it audits but the code of the steps.
//
// What must stay true: a mistake of the model beyond what the search has seen (after the violation that ended it) is an
// violation like any other, not an end of the audit.

import { RUNNING, stepBegins } from '../base/progress.ts';
import { thrownWords } from '../base/thrown.ts';
import { readField } from '../compile/layout/field.ts';
import type { Violation } from '../compile/monitor/memo.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import { AssertionFailure } from '../compile/program/assertion.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { BLOCKED, type Run } from '../compile/program/step-code.ts';
import { ASSERTIONS } from '../language/claims/property.ts';

/** Who objects where a step is broken. */
export const THE_MODEL = 'the model';

export interface Transition {
  /** The rank of its choices among those of the step; blocked ones are counted. */
  readonly choice: number;
  /** Observers' memory included; absent where an assertion failed or the model broke. */
  readonly to?: Int32Array;
  readonly violations: readonly Violation[];
}

export class TransitionLists {
  readonly system: CompiledSystem;
  readonly monitor: Monitor;
  readonly #flags: Int32Array;
  readonly #runs: (Run | undefined)[][];
  #known = new WeakMap<Int32Array, (readonly Transition[])[]>();

  /** `flags` are told which step runs, so that one that never returns can be named: see base/progress.ts. */
  constructor(system: CompiledSystem, monitor: Monitor, flags: Int32Array) {
    this.system = system;
    this.monitor = monitor;
    this.#flags = flags;
    this.#runs = system.layout.instances.map(() => []);
  }

  labelOf(state: Int32Array, k: number): number {
    return readField(state, this.system.layout.instances[k].label);
  }

  isDone(state: Int32Array, k: number): boolean {
    return this.labelOf(state, k) === this.system.layout.instances[k].process.flat.done;
  }

  /** `task/load`: the step that an instance takes next. */
  stepName(state: Int32Array, k: number): string {
    const { process } = this.system.layout.instances[k];
    return `${process.name}/${process.labelNames[this.labelOf(state, k)]}`;
  }

  /** The same of one among several instances: `task1/load`. */
  takes(state: Int32Array, k: number): string {
    const { name, process } = this.system.layout.instances[k];
    return `${name}/${process.labelNames[this.labelOf(state, k)]}`;
  }

  /** The transitions of an instance; taken once for each state object until they are forgotten. */
  of(state: Int32Array, k: number): readonly Transition[] {
    let known = this.#known.get(state);
    if (!known) {
      known = [];
      this.#known.set(state, known);
    }
    known[k] ??= this.again(state, k);
    return known[k];
  }

  /** Whether some step of a state is broken: a search that came here would have ended here. */
  isBroken(state: Int32Array): boolean {
    return this.system.layout.instances.some(({ index }) =>
      this.of(state, index).some(({ violations }) =>
        violations.some(({ property }) => property === THE_MODEL),
      ),
    );
  }

  forget(): void {
    this.#known = new WeakMap();
  }

  /** The same, taken again. */
  again(state: Int32Array, k: number): readonly Transition[] {
    if (this.isDone(state, k)) return [];
    const from = this.labelOf(state, k);
    const run = this.runOf(k, from);
    const { chooser } = this.system;
    const found: Transition[] = [];
    let choice = 0;
    chooser.restart();
    do {
      stepBegins(this.#flags, k, from);
      const taken = this.#take(state, k, from, run);
      if (taken) found.push({ ...taken, choice });
      choice++;
    } while (chooser.advance());
    this.#flags[RUNNING] = -1;
    return found;
  }

  #take(
    state: Int32Array,
    k: number,
    from: number,
    run: Run,
  ): Omit<Transition, 'choice'> | undefined {
    this.system.state.set(state);
    try {
      const code = run();
      if (code === BLOCKED) return undefined;
      const violations = this.monitor.react(k, from);
      return { to: this.system.state.slice(), violations };
    } catch (error) {
      return { violations: [violationOf(error)] };
    }
  }

  /** The step of an instance from a label. */
  runOf(k: number, from: number): Run {
    const known = this.#runs[k][from];
    if (known) return known;
    const instance = this.system.layout.instances[k];
    const run = this.system.compileStep(instance, instance.process.flat.labels[from]);
    this.#runs[k][from] = run;
    return run;
  }
}

export function violationOf(error: unknown): Violation {
  if (error instanceof AssertionFailure) {
    return { property: error.property ?? ASSERTIONS, message: error.message };
  }
  const message = thrownWords(error);
  return { property: THE_MODEL, message };
}

/** Whether two transitions end in the same state with the same violations. */
export function sameTransition(one: Transition, other: Transition): boolean {
  return (
    one.choice === other.choice &&
    sameViolations(one, other) &&
    (one.to === undefined) === (other.to === undefined) &&
    (one.to === undefined || sameState(one.to, other.to as Int32Array))
  );
}

export function sameViolations(one: Transition, other: Transition): boolean {
  return JSON.stringify(one.violations) === JSON.stringify(other.violations);
}

export function sameState(one: Int32Array, other: Int32Array): boolean {
  return one.every((word, w) => word === other[w]);
}
