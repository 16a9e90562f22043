// The stepper: all transitions out of the working state, one after the other.
//
// Shared by everything that steps a system (the search, the rebuilding of paths, the deadlock pass, replay), so that
// there is one answer to what a transition is: a step of one instance that is not blocked, with one sequence of
// choices, together with what the observers make of it.

import { lineOf, lineOfFunction } from '../base/authors-lines.ts';
import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { FLAG_WORDS, RUNNING, RUNNING_LABEL, STEPS, stepBegins } from '../base/progress.ts';
import { thrownWords } from '../base/thrown.ts';
import type { FlatLabel } from '../compile/layout/expand.ts';
import { maskOf, wordMasks } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { Reaction, Violation } from '../compile/monitor/memo.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import { AssertionFailure } from '../compile/program/assertion.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { initialStates } from '../compile/program/initial-states.ts';
import { recallStep } from '../compile/program/recall.ts';
import { BLOCKED, type Run } from '../compile/program/step-code.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import type { Agent, StepWatch, Transitions, Visitor } from './transitions.ts';

/** What a step returns whose assertion failed: a transition without a successor. */
const FAILED = -2;

interface Entry {
  /** The step, or what recalls it. */
  run: Run;
  readonly chooses: boolean;
  /** What observers do after the step, and not after all others. */
  readonly react: Reaction | undefined;
  /** See Monitor.isUnseen. */
  readonly isUnseen: boolean;
  readonly place: ModelErrorPlace;
  /** As its author wrote it. */
  readonly step: object;
}

export interface StepperOptions {
  /** Where the hot loop says which instance it steps; see Progress. */
  readonly flags?: Int32Array;
  readonly watch?: StepWatch | undefined;
  /** Where it says which steps it has compiled, `reachedWords()` long; shared by who steps for one search. */
  readonly reached?: Int32Array | undefined;
}

/** A word for each instance and label. */
export function reachedWords({ layout: { instances } }: CompiledSystem): number {
  return instances.length * mostLabels(instances);
}

function mostLabels(instances: CompiledSystem['layout']['instances']): number {
  return Math.max(0, ...instances.map(({ process }) => process.flat.labels.length));
}

export class Stepper implements Transitions {
  readonly system: CompiledSystem;
  readonly monitor: Monitor;
  readonly state: Int32Array;
  readonly agents: readonly Agent[];
  /** As in the options; where it goes on for another watch, that one's. */
  flags: Int32Array;
  readonly #labelWord: Int32Array;
  readonly #labelShift: Int32Array;
  readonly #labelMask: Int32Array;
  readonly #entries: (Entry | undefined)[][];
  readonly #watch: StepWatch | undefined;
  /** See StepperOptions. */
  readonly reached: Int32Array;
  readonly #labels: number;

  constructor(
    system: CompiledSystem,
    monitor: Monitor,
    { flags = new Int32Array(FLAG_WORDS), watch, reached }: StepperOptions = {},
  ) {
    const { instances } = system.layout;
    this.agents = instances;
    this.flags = flags;
    this.system = system;
    this.monitor = monitor;
    this.#watch = watch;
    this.state = system.state;
    this.#labelWord = Int32Array.from(instances, ({ label }) => label.word);
    this.#labelShift = Int32Array.from(instances, ({ label }) => label.shift);
    this.#labelMask = Int32Array.from(instances, ({ label }) => maskOf(label.bits));
    this.reached = reached ?? new Int32Array(reachedWords(system));
    this.#labels = mostLabels(instances);
    this.#entries = instances.map(({ process }) => new Array(process.flat.labels.length));
    this.expand = this.generateExpand();
  }

  /**
   * The loop over the instances, unrolled: the words of the state stay in variables, from which labels are read and the
   * working state is put back after each transition. For a second sort of visitor make a second one: a call of which it
   * is known where it goes costs half.
   */
  generateExpand(): (visitor: Visitor, wanted?: number) => void {
    const { instances, words } = this.system.layout;
    const all = Array.from({ length: words }, (_, w) => w);
    const putBack = all.map((w) => `state[${w}] = w${w};`).join(' ');
    const steps = instances.map(({ label, process }, k) => {
      const code = `(w${label.word} >>> ${label.shift}) & ${maskOf(label.bits)}`;
      const isWanted = k < 31 ? `(wanted & ${1 << k}) !== 0` : 'wanted === -1';
      return `if (${isWanted}) {
        const from = ${code};
        if (from === ${process.flat.done}) visitor.stayed(${k}, from);
        else {
          const entry = entries[${k}][from] ?? compile(${k}, from);
          flags[${RUNNING}] = ${k};
          flags[${RUNNING_LABEL}] = from;
          let moves = false;
          let choice = 0;
          if (entry.chooses) chooser.restart();
          do {
            let to = ${FAILED};
            flags[${STEPS}]++;
            try { to = entry.run(); } catch (error) { failed(error, entry, ${k}, choice, visitor); }
            if (to !== ${BLOCKED}) {
              moves = true;
              if (to >= 0) {
                ${this.#alwaysAfter(k)}
                if (entry.react !== undefined) tell(entry.react(), ${k}, choice, visitor);
                visitor.moved(${k}, from, to, choice);
              }
              ${putBack}
            }
            choice++;
          } while (entry.chooses && chooser.advance());
          if (!moves) visitor.stayed(${k}, from);
        }
      }`;
    });
    const parts = {
      state: this.state,
      entries: this.#entries,
      stepper: this,
      chooser: this.system.chooser,
      compile: this.#compile.bind(this),
      failed: this.#failed.bind(this),
      always: this.monitor.always,
      tell,
    };
    const body = `return function expand(visitor, wanted = -1) {
      const { flags } = stepper;
      ${all.map((w) => `const w${w} = state[${w}];`).join(' ')}
      let isQuiet = false;
      ${steps.join('\n')}
      flags[${RUNNING}] = -1;
    }`;
    return new Function(...Object.keys(parts), body)(...Object.values(parts));
  }

  /**
   * What observers do after every step. Where that is nothing after one step that they do not see, it is nothing after
   * all of them: it depends on what no such step changes, and has changed nothing.
   */
  #alwaysAfter(k: number): string {
    const { always, alwaysWrites } = this.monitor;
    if (!always) return '';
    const written = wordMasks(alwaysWrites, this.state.length);
    const changes = ['0', ...written.map(([w, mask]) => `(state[${w}] ^ w${w}) & ${mask}`)];
    return `if (!(isQuiet && entry.isUnseen)) {
      const said = always();
      tell(said, ${k}, choice, visitor);
      if (entry.isUnseen) isQuiet = said.length === 0 && (${changes.join(' | ')}) === 0;
    }`;
  }

  initial(): Iterable<Int32Array> {
    return initialStates(this.system, this.monitor.observerShapes);
  }

  readonly expand: (visitor: Visitor, wanted?: number) => void;

  /**
   * Takes the step of an instance from a label in the working state, one that makes no choice, is not blocked and asserts
   * nothing; the label to which it leads.
   */
  step(k: number, from: number): number {
    const entry = this.#entries[k][from] ?? this.#compile(k, from);
    const running = this.flags[RUNNING];
    const label = this.flags[RUNNING_LABEL];
    stepBegins(this.flags, k, from);
    try {
      return entry.run();
    } catch (error) {
      throw modelError(error, entry.place, entry.step);
    } finally {
      // The step that led here may have more choices to come, or be over.
      this.flags[RUNNING] = running;
      this.flags[RUNNING_LABEL] = label;
    }
  }

  /** The label of an instance in a state. */
  labelOf(state: Int32Array, k: number): number {
    return (state[this.#labelWord[k]] >>> this.#labelShift[k]) & this.#labelMask[k];
  }

  /** Whether an instance has stood at a label in a state that was expanded, or stepped from it within a chain. */
  hasBeenAt(k: number, from: number): boolean {
    return this.reached[k * this.#labels + from] !== 0;
  }

  /** What was reached since is not reached any more, as `before` says: what was expanded then does not count. */
  forgetSince(before: Int32Array): void {
    this.#entries.forEach((entries, k) => {
      for (let from = 0; from < entries.length; from++) {
        const at = k * this.#labels + from;
        if (this.reached[at] === before[at]) continue;
        entries[from] = undefined;
        this.reached[at] = 0;
      }
    });
  }

  /** Whether a step of an instance makes choices. */
  chooses(k: number, from: number): boolean {
    return (this.#entries[k][from] ?? this.#compile(k, from)).chooses;
  }

  /** A failed assertion is a finding; whatever else a step throws is the model's mistake. */
  #failed(error: unknown, entry: Entry, k: number, choice: number, visitor: Visitor): void {
    if (!(error instanceof AssertionFailure)) throw modelError(error, entry.place, entry.step);
    visitor.violated(error.property ?? ASSERTIONS, error.message, k, choice, true);
  }

  #compile(k: number, from: number): Entry {
    const instance = this.system.layout.instances[k];
    const label = instance.process.flat.labels[from];
    const place = { process: instance.name, step: label.name };
    const run = this.system.compileStep(instance, label);
    const entry: Entry = {
      run: this.#watch?.around(k, from, run) ?? run,
      chooses: this.system.chooses(instance, label),
      react: this.monitor.reactionTo(k, from),
      isUnseen: this.monitor.isUnseen(k, from),
      place,
      step: label.step,
    };
    const mayRecall = !this.#watch && this.system.recallsFrom < Number.POSITIVE_INFINITY;
    if (mayRecall) this.#recallOnceOften(entry, instance, label);
    this.#entries[k][from] = entry;
    this.reached[k * this.#labels + from] = 1;
    return entry;
  }

  #recallOnceOften(entry: Entry, instance: InstancePlan, label: FlatLabel): void {
    const { system } = this;
    const { run } = entry;
    let left = system.recallsFrom;
    const giveUp = (): void => {
      entry.run = run;
    };
    entry.run = () => {
      if (--left <= 0) entry.run = recallStep(system, instance, label, giveUp) ?? run;
      return run();
    };
  }
}

/** Tells what observers have against a transition. */
function tell(
  violations: readonly Violation[],
  instance: number,
  choice: number,
  visitor: Visitor,
): void {
  for (let i = 0; i < violations.length; i++) {
    const { property, message } = violations[i];
    visitor.violated(property, message, instance, choice, false);
  }
}

/** Whatever a step throws is the model's mistake, in its place: the line that it threw from, or that the step begins on. */
function modelError(error: unknown, place: ModelErrorPlace, step: object): ModelError {
  const begin = lineOfFunction(step);
  const where = {
    ...(begin !== undefined && { line: begin }),
    ...lineOf(error),
    ...(error instanceof ModelError && error.place),
    ...place,
  };
  if (error instanceof ModelError) return new ModelError(error.message, where);
  const thrown = thrownWords(error);
  const message = /convert a Symbol value/.test(thrown)
    ? 'none was used as a number; ask first whether it is none, and only compare ids'
    : thrown;
  return new ModelError(
    `the step threw: ${message}. A step must not throw: a claim is an assert(...), and to wait is to return 'blocked'`,
    where,
  );
}
