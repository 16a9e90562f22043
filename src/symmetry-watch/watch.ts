// Symmetry, looked at in every search: as steps are run twice now and then, states are permuted now and then. The first
// executions of each step are done in images of the state, too, with the guard before the step and what observers make of
// it; after that it is done more and more rarely, in the end one time in 1,024. State properties are evaluated likewise.
//
// The images are those on a walk from the state: each is the one before with two ids exchanged. At first it goes through
// all namings where a kind has few ids, then along every generator of the group, from the first to the last or back, and
// later along one exchange, in turn. A search sees one state of each orbit, in which the low ids, or the high ones, may
// never do what matters: to try the generators on that state only would not be enough.
//
// The analysis says of all states that ids are interchangeable; where it is wrong, a search would miss states and
// without a word. What must stay true: nothing here depends on that analysis, the search goes on as if nobody had
// looked, and what was found is told (gap.ts) rather than thrown out of a step, where it would be taken for a mistake of
// the model.

import { RUNNING, RUNNING_LABEL } from '../base/progress.ts';
import type { FlatLabel } from '../compile/layout/expand.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { StateCheck } from '../compile/monitor/state-checks.ts';
import { LOOK_KEYS, type Look, type Onlooker } from '../compile/program/step-code.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import { TransitionLists } from '../transition/transition-lists.ts';
import { type Exchange, Exchanges } from './exchanges.ts';
import { propertyGap, type SymmetryGap, stepGap } from './gap.ts';
import { PlainSteps } from './plain-steps.ts';

const THOROUGHLY = 8;
const ALWAYS = 64;
const EVERY = 1024;
/** From then on one of so many executions so far: what few states show comes late, and most searches are small. */
const THINNING = 32;

/** When something is looked at. */
interface Turn {
  /** Counts down to the next time, from `waited`, at a place. */
  readonly left: Int32Array;
  readonly at: number;
  waited: number;
  /** How often it was looked at, and about how often it has been done. */
  taken: number;
  executions: number;
}

function next(turn: Turn): void {
  turn.executions += turn.waited;
  turn.taken++;
  turn.waited = Math.max(1, Math.min(EVERY, Math.floor(turn.executions / THINNING)));
  turn.left[turn.at] = turn.waited;
}

const beginning = (left = new Int32Array(1), at = 0): Turn => {
  left[at] = 1;
  return { left, at, waited: 1, taken: 0, executions: 0 };
};

export class SymmetryWatch {
  /** What was found, by kind: the first of each. */
  readonly gaps = new Map<string, SymmetryGap>();
  readonly #transitions: TransitionLists;
  readonly #exchanges: Exchanges;
  readonly #plain: PlainSteps;
  readonly #flags: Int32Array;
  /**
   * By process, label, where the step goes and what it changes, or by property: instances share it. What is rare is
   * looked at often.
   */
  readonly #turns = new Map<string, readonly Turn[]>();
  /** The state properties themselves, not as they are watched. */
  readonly #stateProperties = new Map<string, StateCheck>();

  /**
   * Looks at all steps of the monitor's system, of which none may have been compiled, and at the monitor's state
   * properties.
   */
  constructor(monitor: Monitor, symmetry: Canonicalizer, flags: Int32Array) {
    this.#transitions = new TransitionLists(monitor.system, monitor, flags);
    this.#exchanges = new Exchanges(this.#transitions, symmetry);
    this.#plain = new PlainSteps(this.#transitions, this.#exchanges, flags);
    this.#flags = flags;
    monitor.system.onlookerOf = (instance, label) => this.#onlookerOf(instance, label);
    this.#watchChecks(monitor);
    for (const [k, check] of monitor.graphChecks().entries()) {
      this.#stateProperties.set(`${k} of the graph`, check);
    }
  }

  #onlookerOf(instance: InstancePlan, label: FlatLabel): Onlooker {
    const { process } = instance;
    const { system } = this.#transitions;
    const name = `${process.name}/${label.name}`;
    const chooses = system.chooses(instance, label);
    return {
      before: this.#lookOf(name, instance, label, chooses),
      move: chooses ? undefined : (to) => this.#lookOf(`${name} to ${to}`, instance, label, false),
    };
  }

  #lookOf(key: string, { index }: InstancePlan, label: FlatLabel, chooses: boolean): Look {
    const { system } = this.#transitions;
    const turns = this.#turnsOf(key);
    const look = (changed: number): void => {
      const turn = turns[changed];
      // All choices are looked at together, so it is done before the first of them.
      if (system.isAside || system.isRepeating) return;
      if (chooses && system.chooser.hasBegun) return;
      this.#aside(turn, (state, exchanges) => {
        if (chooses || !this.#plain.commute(state, index, label.code, exchanges)) {
          this.#lookAtStep(state, exchanges, index);
        }
        this.#lookAtProperties(state);
      });
    };
    return { left: turns[0].left, look };
  }

  /** Looks on whenever a monitor evaluates a state property. */
  #watchChecks(monitor: Monitor): void {
    monitor.watchChecks((check) => {
      const turn = this.#turnOf(`property ${check.name}`);
      this.#stateProperties.set(check.name, check);
      const problem = (): string | undefined => {
        if (--turn.left[turn.at] <= 0) {
          this.#aside(turn, (state, exchanges) => this.#lookAtProperty(state, exchanges, check));
        }
        return check.problem();
      };
      return { ...check, problem };
    });
  }

  /** Looks at all that can be asked of a state. */
  lookAt(state: Int32Array): void {
    this.#transitions.system.state.set(state);
    this.#aside(beginning(), () => {
      const { thorough } = this.#exchanges;
      const { instances } = this.#transitions.system.layout;
      for (const k of instances.keys()) this.#lookAtStep(state, thorough, k);
      for (const check of this.#stateProperties.values())
        this.#lookAtProperty(state, thorough, check);
    });
  }

  #turnOf(key: string): Turn {
    return this.#turnsOf(key)[0];
  }

  #turnsOf(key: string): readonly Turn[] {
    const left = new Int32Array(LOOK_KEYS);
    const turns =
      this.#turns.get(key) ?? Array.from({ length: LOOK_KEYS }, (_, k) => beginning(left, k));
    this.#turns.set(key, turns);
    return turns;
  }

  /** Does something with the working state, and leaves everything as it was. */
  #aside(turn: Turn, look: (state: Int32Array, exchanges: readonly Exchange[]) => void): void {
    const exchanges = this.#dueIn(turn);
    const { system } = this.#transitions;
    const running = this.#flags[RUNNING];
    const label = this.#flags[RUNNING_LABEL];
    const state = system.state.slice();
    system.aside(() => look(state, exchanges));
    system.state.set(state);
    // Steps that were run just now have counted down, too.
    next(turn);
    this.#flags[RUNNING] = running;
    this.#flags[RUNNING_LABEL] = label;
  }

  #dueIn({ taken }: Turn): readonly Exchange[] {
    const { thorough, generators, backward, pairs } = this.#exchanges;
    if (taken < THOROUGHLY) return thorough;
    if (taken >= ALWAYS) return [pairs[taken % pairs.length]];
    return taken % 2 === 0 ? generators : backward;
  }

  /**
   * A property is evaluated only after a step that writes what it reads; whose step that is, is another thing that a
   * wrong symmetry confuses. So now and then it is looked at wherever a step is.
   */
  #lookAtProperties(state: Int32Array): void {
    for (const [key, check] of this.#stateProperties) {
      const turn = this.#turnOf(`property ${key}, beside a step`);
      if (--turn.left[turn.at] > 0) continue;
      this.#lookAtProperty(state, this.#dueIn(turn), check);
      next(turn);
    }
  }

  #lookAtStep(state: Int32Array, walk: readonly Exchange[], instance: number): void {
    let k = instance;
    this.#along(state, walk, (exchange, here, there) => {
      const [stepping, moved] = [k, exchange.moved[k]];
      k = moved;
      if (this.#exchanges.commutes(here, there, stepping, exchange)) return undefined;
      const pair = { state: here, other: there };
      return stepGap(this.#transitions, this.#exchanges, exchange, pair, stepping);
    });
  }

  #lookAtProperty(state: Int32Array, walk: readonly Exchange[], check: StateCheck): void {
    this.#along(state, walk, (exchange, here, there) => {
      if (this.#exchanges.saysTheSame(check, here, there)) return undefined;
      const pair = { state: here, other: there };
      return propertyGap(this.#transitions, this.#exchanges, exchange, pair, check);
    });
  }

  /** From image to image of a state, by one exchange after the other. One gap is enough to drop a kind. */
  #along(
    state: Int32Array,
    walk: readonly Exchange[],
    look: (exchange: Exchange, here: Int32Array, there: Int32Array) => SymmetryGap | undefined,
  ): void {
    let here = state;
    for (const exchange of walk) {
      if (this.gaps.has(exchange.kind.name)) continue;
      const there = this.#exchanges.imageOf(here, exchange);
      const gap = look(exchange, here, there);
      if (gap) this.gaps.set(exchange.kind.name, gap);
      here = there;
    }
  }
}
