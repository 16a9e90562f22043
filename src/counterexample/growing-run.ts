// A run that grows by one step after the other, and what each step and each state breaks.
//
// What must stay true: what is noticed here is broken by this run, as a check would find it. A step that changes nothing is
// left out, since the run without it is the same, unless an assertion fails on it. What takes more than one run to know is
// not noticed.

import { ASKING, begins, RUNNING } from '../base/progress.ts';
import { compileCondition } from '../compile/monitor/compile-predicate.ts';
import { constraintOf } from '../compile/monitor/constraint.ts';
import { propertyViews } from '../compile/monitor/property-views.ts';
import type { Properties } from '../language/claims/property.ts';
import { progressMasks } from '../transition/change.ts';
import { deadlockedIn } from '../transition/end-location.ts';
import type { Stepper } from '../transition/stepper.ts';

/** Who steps from which label, and which of the step's choices is taken. */
export interface Move {
  readonly instance: number;
  readonly from: number;
  readonly choice: number;
}

/** A step that can be taken. */
export interface Successor extends Move {
  /** Its own assertion fails, so that there is no state after it. */
  readonly failed: boolean;
  /** Whether it changes more than what observers remember. */
  readonly progresses: boolean;
  /** The properties that it breaks. */
  readonly breaks: readonly string[];
  readonly state: Int32Array;
}

const ALL = -1;

export class GrowingRun {
  state: Int32Array = new Int32Array();
  /** Before the last step; the same where there is none. */
  before: Int32Array = this.state;
  moves: Move[] = [];
  /** How often steps were looked for, in all runs: what the work is measured by. */
  looks = 0;
  readonly #stepper: Stepper;
  readonly #masks: Int32Array;
  readonly #isWithin: () => boolean;
  readonly #ends: readonly (readonly [property: string, isBroken: () => boolean])[];

  constructor(stepper: Stepper, properties: Properties) {
    this.#stepper = stepper;
    this.#masks = progressMasks(stepper.system.layout);
    this.#isWithin = constraintOf(stepper.system) ?? (() => true);
    this.#ends = endChecks(stepper, properties);
  }

  /** Begins anew; the properties that the initial state breaks. */
  begin(initial: Int32Array): string[] {
    this.state = initial;
    this.before = initial;
    this.moves = [];
    return this.#asking((found) => this.#stepper.monitor.atInitialState(found));
  }

  /** Goes on from a state, without what led to it. */
  goOnFrom(state: Int32Array): void {
    this.state = state;
    this.before = state;
    this.moves = [];
  }

  /** The steps that can be taken, of all instances or of one. */
  steps(instance?: number): Successor[] {
    this.looks++;
    const before = this.state;
    const stepper = this.#stepper;
    const working = stepper.state;
    const found: Successor[] = [];
    let breaks: string[] = [];
    working.set(before);
    stepper.expand(
      {
        moved: (instance, from, _to, choice) => {
          const changes = working.some((word, w) => word !== before[w]);
          if (changes || breaks.length > 0) {
            const progresses = working.some(
              (word, w) => ((word ^ before[w]) & this.#masks[w]) !== 0,
            );
            const state = working.slice();
            found.push({ instance, from, choice, failed: false, progresses, breaks, state });
          }
          breaks = [];
        },
        stayed: () => {},
        violated: (property, _message, instance, choice, ownAssertion) => {
          if (!ownAssertion) {
            breaks.push(property);
            return;
          }
          const from = stepper.labelOf(before, instance);
          const failure = { failed: true, progresses: true, breaks: [property], state: before };
          found.push({ instance, from, choice, ...failure });
        },
      },
      bitOf(instance),
    );
    return instance === undefined ? found : found.filter((one) => one.instance === instance);
  }

  /** The properties that a step breaks, or the state after it. */
  take({ instance, from, choice, failed, breaks, state }: Successor): string[] {
    this.moves.push({ instance, from, choice });
    this.before = this.state;
    this.state = state;
    if (failed) return [...breaks];
    const { monitor } = this.#stepper;
    return [...breaks, ...this.#asking((found) => monitor.atNewState(instance, from, found))];
  }

  /** The properties that are broken where no step leads on; `steps` are all that can be taken here. */
  brokenAtEnd(steps: readonly Successor[]): string[] {
    if (this.#ends.length === 0 || steps.some(({ progresses }) => progresses)) return [];
    return this.#asking((found) => {
      for (const [property, isBroken] of this.#ends) if (isBroken()) found(property);
    });
  }

  /** Whether the model's constraint lets a run go on from here. */
  isWithin(): boolean {
    let isWithin = true;
    this.#asking(() => {
      isWithin = this.#isWithin();
    });
    return isWithin;
  }

  #asking(ask: (found: (property: string) => void) => void): string[] {
    const { state, flags } = this.#stepper;
    const broken: string[] = [];
    state.set(this.state);
    const running = begins(flags, ASKING);
    ask((property) => broken.push(property));
    flags[RUNNING] = running;
    return broken;
  }
}

/** Of more instances than there are bits, all step. */
function bitOf(instance: number | undefined): number {
  return instance === undefined || instance >= 31 ? ALL : 1 << instance;
}

function endChecks(
  { system }: Stepper,
  properties: Properties,
): (readonly [string, () => boolean])[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    if (property.kind === 'deadlock') {
      return [[name, () => deadlockedIn(system.layout, system.state).length > 0] as const];
    }
    if (property.kind !== 'at-end') return [];
    const { evaluate } = compileCondition(
      property.holds,
      propertyViews(system),
      system.state,
      name,
    );
    return [[name, () => !evaluate()] as const];
  });
}
