// Symmetry, looked at in every search: as steps are run twice now and then, states are permuted now and then. The first
// executions of each step are done in the image of the state under every generator of the group, too, with the guard
// before the step and what observers make of it, and each 1,024th after that under one of them, in turn; claims about
// states are asked likewise.
//
// The analysis says of all states that ids are interchangeable; where it is wrong, a search would miss states and
// nobody would know. What must stay true: nothing here depends on that analysis, the search goes on as if nobody had
// looked, and what was found is told (gap.ts) rather than thrown out of a step, where it would be taken for a mistake of
// the model.

import { RUNNING, RUNNING_LABEL } from '../base/progress.ts';
import type { Onlooker } from '../model/code/step-code.ts';
import type { FlatLabel } from '../model/expand.ts';
import type { InstancePlan } from '../model/layout/layout.ts';
import type { Monitor, StateCheck } from '../property/monitor.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import { TransitionLists } from '../transition/transition-lists.ts';
import { type Exchange, Exchanges } from './exchanges.ts';
import { claimGap, type SymmetryGap, stepGap } from './gap.ts';
import { PlainSteps } from './plain-steps.ts';

const ALWAYS = 64;
const EVERY = 1024;

/** How often something has been looked at; `left` counts down to the next time. */
interface Turn {
  left: number;
  taken: number;
}

export class SymmetryWatch {
  /** What was found, by kind: the first of each. */
  readonly gaps = new Map<string, SymmetryGap>();
  readonly #transitions: TransitionLists;
  readonly #exchanges: Exchanges;
  readonly #plain: PlainSteps;
  readonly #flags: Int32Array;
  /** By process and label, or by claim: instances share it. */
  readonly #turns = new Map<string, Turn>();
  /** The claims themselves, not as they are watched. */
  readonly #claims = new Map<string, StateCheck>();

  /** Looks at all steps of the monitor's system, of which none may have been compiled, and at the monitor's claims. */
  constructor(monitor: Monitor, symmetry: Canonicalizer, flags: Int32Array) {
    this.#transitions = new TransitionLists(monitor.system, monitor, flags);
    this.#exchanges = new Exchanges(this.#transitions, symmetry);
    this.#plain = new PlainSteps(this.#transitions, this.#exchanges, flags);
    this.#flags = flags;
    monitor.system.onlookerOf = (instance, label) => this.#onlookerOf(instance, label);
    this.#watchClaims(monitor);
  }

  #onlookerOf({ index, process }: InstancePlan, label: FlatLabel): Onlooker {
    const { system } = this.#transitions;
    const turn = this.#turnOf(`${process.name}/${label.name}`);
    const chooses = system.chooses(system.layout.instances[index], label);
    const look = (): void => {
      // All choices are looked at together, so it is done before the first of them.
      if (system.isAside || (chooses && system.chooser.hasBegun)) return;
      this.#aside(turn, (state, exchanges) => {
        if (chooses || !this.#plain.commute(state, index, label.code, exchanges)) {
          this.#lookAtStep(state, exchanges, index);
        }
      });
    };
    return { turn, look };
  }

  /** Looks on whenever a monitor asks a claim about states. */
  #watchClaims(monitor: Monitor): void {
    monitor.watchClaims((claim) => {
      const turn = this.#turnOf(`property ${claim.name}`);
      this.#claims.set(claim.name, claim);
      const problem = (): string | undefined => {
        if (--turn.left <= 0) {
          this.#aside(turn, (state, exchanges) => this.#lookAtClaim(state, exchanges, claim));
        }
        return claim.problem();
      };
      return { ...claim, problem };
    });
  }

  /** Looks at all that can be asked of a state. */
  lookAt(state: Int32Array): void {
    this.#transitions.system.state.set(state);
    this.#aside({ left: 0, taken: 0 }, (_, exchanges) => {
      const { instances } = this.#transitions.system.layout;
      for (const k of instances.keys()) this.#lookAtStep(state, exchanges, k);
      for (const claim of this.#claims.values()) this.#lookAtClaim(state, exchanges, claim);
    });
  }

  #turnOf(key: string): Turn {
    const turn = this.#turns.get(key) ?? { left: 1, taken: 0 };
    this.#turns.set(key, turn);
    return turn;
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
    turn.left = ++turn.taken < ALWAYS ? 1 : EVERY;
    this.#flags[RUNNING] = running;
    this.#flags[RUNNING_LABEL] = label;
  }

  #dueIn({ taken }: Turn): readonly Exchange[] {
    const { all } = this.#exchanges;
    return taken < ALWAYS ? all : [all[taken % all.length]];
  }

  #lookAtStep(state: Int32Array, exchanges: readonly Exchange[], k: number): void {
    this.#underEach(state, exchanges, (exchange, other) => {
      if (this.#exchanges.commutes(state, other, k, exchange)) return undefined;
      return stepGap(this.#transitions, this.#exchanges, exchange, { state, other }, k);
    });
  }

  #lookAtClaim(state: Int32Array, exchanges: readonly Exchange[], claim: StateCheck): void {
    this.#underEach(state, exchanges, (exchange, other) => {
      if (this.#exchanges.saysTheSame(claim, state, other)) return undefined;
      return claimGap(this.#transitions, this.#exchanges, exchange, { state, other }, claim);
    });
  }

  /** One gap is enough to drop a kind. */
  #underEach(
    state: Int32Array,
    exchanges: readonly Exchange[],
    look: (exchange: Exchange, other: Int32Array) => SymmetryGap | undefined,
  ): void {
    for (const exchange of exchanges) {
      if (this.gaps.has(exchange.kind.name)) continue;
      const gap = look(exchange, this.#exchanges.imageOf(state, exchange));
      if (gap) this.gaps.set(exchange.kind.name, gap);
    }
  }
}
