// Choice: how a step that calls `choose` is run once for every sequence of choices it can make.
//
// A run follows a script of positions; the first choose beyond the script takes position 0. `advance` turns the last
// position that has a successor, as an odometer does, so the sequences come in lexicographic order: the rank of a
// sequence is its number in a trace, and the reference explorer counts the same way.

import { ModelError } from '../../base/errors.ts';

export class Chooser {
  /** The script is the first `#scripted` of these; arrays that never shrink cost no allocation. */
  readonly #positions: number[] = [];
  readonly #sizes: number[] = [];
  #scripted = 0;
  #depth = 0;
  /** The values chosen by the current run, for traces. */
  readonly chosen: unknown[] = [];

  /** Starts the first sequence. */
  restart(): void {
    this.#scripted = 0;
    this.#depth = 0;
  }

  /** Runs the same sequence again. */
  rewind(): void {
    this.#depth = 0;
  }

  /** Goes on where a run had made so many choices. */
  resume(depth: number): void {
    this.#depth = depth;
  }

  readonly choose = <T>(values: readonly T[], second?: unknown): T => {
    if (!Array.isArray(values) || second !== undefined) {
      throw new ModelError('choose() takes one array of values, as in choose([true, false])');
    }
    if (values.length === 0) {
      throw new ModelError("choose([]): nothing to choose from; return 'blocked' before it");
    }
    // Only now: what cannot be chosen is no choice, of which there might be a next.
    const k = this.#depth++;
    if (k === this.#scripted) {
      this.#positions[k] = 0;
      this.#scripted++;
    }
    this.#sizes[k] = values.length;
    const value = values[this.#positions[k]];
    this.chosen[k] = value;
    return value;
  };

  /** Whether the first sequence has been run, at least in part. */
  get hasBegun(): boolean {
    return this.#scripted > 0;
  }

  /** Lets other steps be run in between; the sequences then go on where they were. */
  aside(run: () => void): void {
    if (!this.hasBegun) {
      run();
      this.restart();
      return;
    }
    const [positions, sizes, chosen] = [this.#positions, this.#sizes, this.chosen].map((values) =>
      values.slice(),
    );
    const [scripted, depth] = [this.#scripted, this.#depth];
    run();
    this.#positions.splice(0, positions.length, ...(positions as number[]));
    this.#sizes.splice(0, sizes.length, ...(sizes as number[]));
    this.chosen.splice(0, chosen.length, ...chosen);
    this.#scripted = scripted;
    this.#depth = depth;
  }

  /** How many choices the current run has made. */
  get depth(): number {
    return this.#depth;
  }

  /** The positions that the next run is told to take, as one integer; less than 0 where they do not fit. */
  get script(): number {
    return this.#scripted === 0 ? 0 : asInteger(this.#positions, this.#scripted);
  }

  /** How many choices the run has made, and of how many values each, as one integer; less than 0 where they do not fit. */
  get choices(): number {
    return asInteger(this.#sizes, this.#depth);
  }

  /** As if a run had made these choices, of these values, as one with this script has done before. */
  recalled(choices: number, chosen: readonly unknown[]): void {
    const depth = choices & (2 ** DEPTH_BITS - 1);
    for (let k = 0; k < depth; k++) {
      if (k === this.#scripted) {
        this.#positions[k] = 0;
        this.#scripted++;
      }
      this.#sizes[k] = (choices >>> (DEPTH_BITS + k * SIZE_BITS)) & (2 ** SIZE_BITS - 1);
      this.chosen[k] = chosen[k];
    }
    this.#depth = depth;
  }

  /** Turns to the next sequence; false when all have been run. */
  advance(): boolean {
    let k = this.#depth - 1;
    while (k >= 0 && this.#positions[k] === this.#sizes[k] - 1) k--;
    if (k < 0) return false;
    this.#positions[k]++;
    this.#scripted = k + 1;
    this.#depth = 0;
    return true;
  }
}

/** Choices as one integer: how many there are, then so many bits of each. */
const DEPTH_BITS = 2;
const SIZE_BITS = 9;

function asInteger(numbers: readonly number[], count: number): number {
  if (count >= 2 ** DEPTH_BITS) return -1;
  let code = count;
  for (let k = 0; k < count; k++) {
    if (numbers[k] >= 2 ** SIZE_BITS) return -1;
    code |= numbers[k] << (DEPTH_BITS + k * SIZE_BITS);
  }
  return code;
}
