// Symmetry, looked at in every search: as steps are run twice now and then, states are permuted now and then. The first
// executions of each step, and each 1,024th after that, are done in the image of the state under every generator of the
// group, too, with the guard before the step and what observers make of it; claims about states are asked likewise.
//
// The analysis says of all states that ids are interchangeable; where it is wrong, a search would miss states and
// nobody would know. What must stay true: nothing here depends on that analysis, the search goes on as if nobody had
// looked, and what was found is told (gap.ts) rather than thrown out of a step, where it would be taken for a mistake of
// the model.

import type { Run } from '../../model/code/step-code.ts';
import type { Monitor, StateCheck } from '../../property/monitor.ts';
import type { Canonicalizer } from '../../reduction/canonical.ts';
import { RUNNING, RUNNING_LABEL } from '../progress.ts';
import type { StepWatch } from '../stepper.ts';
import { Transitions } from '../transitions.ts';
import { type Exchange, Exchanges } from './exchanges.ts';
import { claimGap, type SymmetryGap, stepGap } from './gap.ts';

const ALWAYS = 64;
const EVERY = 1024;

/** How often something has been looked at; `left` counts down to the next time. */
interface Turn {
  left: number;
  taken: number;
}

export class SymmetryWatch implements StepWatch {
  /** What was found, by kind: the first of each. */
  readonly gaps = new Map<string, SymmetryGap>();
  readonly #transitions: Transitions;
  readonly #exchanges: Exchanges;
  readonly #flags: Int32Array;
  readonly #inner: StepWatch | undefined;
  /** By process and label, or by claim: instances share it. */
  readonly #turns = new Map<string, Turn>();
  /** The claims themselves, not as they are watched. */
  readonly #claims = new Map<string, StateCheck>();

  /** `inner` is somebody else who watches the same steps, and is not to hear of those that are taken here. */
  constructor(monitor: Monitor, symmetry: Canonicalizer, flags: Int32Array, inner?: StepWatch) {
    this.#transitions = new Transitions(monitor.system, monitor, flags);
    this.#exchanges = new Exchanges(this.#transitions, symmetry);
    this.#flags = flags;
    this.#inner = inner;
  }

  around(instance: number, from: number, run: Run): Run {
    const { system } = this.#transitions;
    const plan = system.layout.instances[instance];
    const watched = this.#inner?.around(instance, from, run) ?? run;
    const turn = this.#turnOf(`${plan.process.name}/${plan.process.labelNames[from]}`);
    const chooses = system.chooses(plan, plan.process.flat.labels[from]);
    return () => {
      // All choices are looked at together, so it is done before the first of them.
      if (--turn.left <= 0 && !(chooses && system.chooser.hasBegun)) {
        this.#aside(turn, (state, exchange, other) =>
          this.#lookAtStep(state, exchange, other, instance),
        );
      }
      return watched();
    };
  }

  /** Looks on whenever a monitor asks a claim about states. */
  watchClaims(monitor: Monitor): void {
    monitor.watchClaims((claim) => {
      const turn = this.#turnOf(`property ${claim.name}`);
      this.#claims.set(claim.name, claim);
      const problem = (): string | undefined => {
        if (--turn.left <= 0) {
          this.#aside(turn, (state, exchange, other) =>
            this.#lookAtClaim(state, exchange, other, claim),
          );
        }
        return claim.problem();
      };
      return { ...claim, problem };
    });
  }

  /** Looks at all that can be asked of a state. */
  lookAt(state: Int32Array): void {
    this.#transitions.system.state.set(state);
    this.#aside({ left: 0, taken: 0 }, (_, exchange, other) => {
      for (const k of exchange.moved.keys()) this.#lookAtStep(state, exchange, other, k);
      for (const claim of this.#claims.values()) this.#lookAtClaim(state, exchange, other, claim);
    });
  }

  #turnOf(key: string): Turn {
    const turn = this.#turns.get(key) ?? { left: 1, taken: 0 };
    this.#turns.set(key, turn);
    return turn;
  }

  /** Permutes the working state in each way, and leaves everything as it was. */
  #aside(
    turn: Turn,
    look: (state: Int32Array, exchange: Exchange, other: Int32Array) => void,
  ): void {
    turn.left = ++turn.taken < ALWAYS ? 1 : EVERY;
    const { system } = this.#transitions;
    const state = system.state.slice();
    const running = this.#flags[RUNNING];
    const label = this.#flags[RUNNING_LABEL];
    system.chooser.aside(() => {
      for (const exchange of this.#exchanges.all) {
        if (this.gaps.has(exchange.kind.name)) continue;
        look(state, exchange, this.#exchanges.imageOf(state, exchange));
      }
    });
    this.#flags[RUNNING] = running;
    this.#flags[RUNNING_LABEL] = label;
    system.state.set(state);
  }

  #lookAtStep(state: Int32Array, exchange: Exchange, other: Int32Array, k: number): void {
    if (this.#exchanges.commutes(state, other, k, exchange)) return;
    this.#found(exchange, () =>
      stepGap(this.#transitions, this.#exchanges, exchange, { state, other }, k),
    );
  }

  #lookAtClaim(state: Int32Array, exchange: Exchange, other: Int32Array, claim: StateCheck): void {
    if (this.#exchanges.saysTheSame(claim, state, other)) return;
    this.#found(exchange, () =>
      claimGap(this.#transitions, this.#exchanges, exchange, { state, other }, claim),
    );
  }

  #found({ kind }: Exchange, gap: () => SymmetryGap): void {
    if (!this.gaps.has(kind.name)) this.gaps.set(kind.name, gap());
  }
}
