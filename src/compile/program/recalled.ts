// What is known of one step of one instance: a table of rows, each with the words that the step depends on and what it did.
// Found by generated code (recall-code.ts); what is not found there is run here, and noted.
//
// What must stay true: a row is valid only once all of it is written, as the step may throw; and a step that is run although
// it was known must do what was known.

import { ModelError } from '../../base/errors.ts';
import type { Chooser } from './choice.ts';
import { BLOCKED, type CompiledStep, changedPlaces } from './step-code.ts';

/** A word of the state, and which of its bits. */
export type WordMask = readonly [word: number, mask: number];

/** What looks on at executions: nothing, something before them, or also something at each move. */
export type Looks = 'none' | 'before' | 'moves';

/** Where things stand in a row; its first word says what is known. */
export interface RecallForm {
  readonly keys: readonly WordMask[];
  readonly results: readonly WordMask[];
  readonly chooses: boolean;
  readonly looks: Looks;
  readonly width: number;
  readonly keyAt: number;
  readonly resultAt: number;
  readonly scriptAt: number;
  readonly choicesAt: number;
  readonly changedAt: number;
}

/** A table of so many rows, each for all states whose hash says so; the newest one stays. */
const FIRST_ROWS = 1 << 6;
const MOST_ROWS = 1 << 10;
/** What is found less often than it is missed this many times is not worth looking for. */
const WORTH = 4;

/** What a row begins with: nothing is known, or the code of the label that the step goes to, and this. */
export const UNKNOWN = 0;
export const CODED = 1 - BLOCKED;

export function recallForm(
  keys: readonly WordMask[],
  results: readonly WordMask[],
  chooses: boolean,
  looks: Looks,
): RecallForm {
  const keyAt = 1;
  const resultAt = keyAt + keys.length;
  const scriptAt = resultAt + results.length;
  const changedAt = scriptAt + (chooses ? 2 : 0);
  const width = changedAt + (looks === 'moves' ? 1 : 0);
  const places = { width, keyAt, resultAt, scriptAt, choicesAt: scriptAt + 1, changedAt };
  return { keys, results, chooses, looks, ...places };
}

export interface RecalledParts {
  readonly step: CompiledStep;
  readonly state: Int32Array;
  readonly chooser: Chooser;
  readonly form: RecallForm;
  /** Called once too little is found. */
  readonly giveUp: () => void;
}

/** What is known of one step of one instance, for the code that looks it up (recall-code.ts) to read. */
export class Recalled {
  rows: Int32Array;
  /** The number of rows less one. */
  mask = FIRST_ROWS - 1;
  calls = 0;
  /** By row the values that were chosen. */
  chosen: (readonly unknown[])[] = [];
  readonly step: CompiledStep;
  readonly state: Int32Array;
  readonly chooser: Chooser;
  readonly form: RecallForm;
  readonly #giveUp: () => void;
  readonly #before: Int32Array;
  readonly #changed: (before: Int32Array, after: Int32Array) => number;
  #misses = 0;

  constructor({ step, state, chooser, form, giveUp }: RecalledParts) {
    this.step = step;
    this.state = state;
    this.chooser = chooser;
    this.form = form;
    this.#giveUp = giveUp;
    this.#before = new Int32Array(state.length);
    this.#changed = changedPlaces(step.code.written);
    this.rows = new Int32Array(form.width * FIRST_ROWS);
  }

  /** Runs the step itself, on a state of which nothing is known in this row, or whose turn it is. */
  execute(row: number, script: number): number {
    const { rows, form, step, state, chooser } = this;
    const isKnown = rows[row] !== UNKNOWN && this.#isOf(row, script);
    const known = isKnown ? rows.slice(row, row + form.width) : undefined;
    this.#before.set(state);
    rows[row] = UNKNOWN;
    const to = step.run();
    const choices = form.chooses ? chooser.choices : 0;
    if (script < 0 || choices < 0) return to;
    form.keys.forEach(([w, mask], k) => {
      rows[row + form.keyAt + k] = this.#before[w] & mask;
    });
    form.results.forEach(([w, mask], k) => {
      rows[row + form.resultAt + k] = state[w] & mask;
    });
    if (form.chooses) {
      rows[row + form.scriptAt] = script;
      rows[row + form.choicesAt] = choices;
      this.chosen[row / form.width] = chooser.chosen.slice(0, chooser.depth);
    }
    if (form.looks === 'moves') rows[row + form.changedAt] = this.#changed(this.#before, state);
    rows[row] = to + CODED;
    if (known?.some((word, k) => word !== rows[row + k])) throw this.#notTheSame();
    if (!isKnown && ++this.#misses > this.mask) this.#adapt();
    return to;
  }

  #isOf(row: number, script: number): boolean {
    const { rows, form, state } = this;
    if (form.chooses && rows[row + form.scriptAt] !== script) return false;
    return form.keys.every(([w, mask], k) => rows[row + form.keyAt + k] === (state[w] & mask));
  }

  #adapt(): void {
    if (this.mask + 1 < MOST_ROWS) {
      this.mask = 2 * this.mask + 1;
      this.rows = new Int32Array(this.form.width * (this.mask + 1));
      this.chosen = [];
    } else if (WORTH * this.#misses > this.calls) {
      this.#giveUp();
    }
    this.#misses = 0;
    this.calls = 0;
  }

  #notTheSame(): ModelError {
    return new ModelError(
      'did not do the same when it was run again where all that it touches was the same. A step may use only what its pattern names: no clock, no chance, nothing that a closure remembers.',
      this.step.code.place,
    );
  }
}
