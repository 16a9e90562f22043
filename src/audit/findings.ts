// What an audit has found so far. A mistake of one step shows in thousands of states: it is reported once, with the
// first of them.

import type { CompiledSystem } from '../compile/program/compile.ts';
import type { AuditProblem } from '../outcome/audit.ts';
import { StateDecoder } from '../trace/show-state.ts';
import { encodeTraceState } from '../trace/state-codec.ts';

/** More mistakes than this say no more. */
const MOST = 20;

type Found = Omit<AuditProblem, 'state' | 'cells' | 'lines'> &
  Partial<Pick<AuditProblem, 'cells' | 'lines'>>;

export class Findings {
  readonly #decoder: StateDecoder;
  readonly #problems = new Map<string, AuditProblem>();

  constructor({ layout }: CompiledSystem) {
    this.#decoder = new StateDecoder(layout);
  }

  get problems(): readonly AuditProblem[] {
    return [...this.#problems.values()];
  }

  /** Whether a step has been found to touch what it is not seen to touch: that explains what else is found of it. */
  blames(step: string): boolean {
    return this.problems.some((one) => one.claim === 'accesses' && one.step === step);
  }

  /** `more` is asked for what costs something to find out, once. */
  add(found: Found, state: Int32Array, more: () => Partial<AuditProblem> = () => ({})): void {
    const key = `${found.claim} ${found.step} ${found.message}`;
    if (this.#problems.has(key) || this.#problems.size >= MOST) return;
    const shown = encodeTraceState(this.#decoder.decode(state));
    this.#problems.set(key, { cells: [], lines: [], ...found, ...more(), state: shown });
  }
}
