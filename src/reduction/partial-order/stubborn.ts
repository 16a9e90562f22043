// Stubborn sets: some of the instances that can step in a state, such that taking only their transitions loses nothing.
//
// A set of instances is closed if
//   - for an instance in it that can step: every instance that may ever touch, from where it stands, what the step
//     touches in a way that does not commute is in it, too;
//   - for an instance in it that is blocked: every instance that may ever write what the blocked step or its guard
//     reads is in it, too.
// The transitions of all steps, present and future, of the instances of a closed set are a strong stubborn set (Valmari,
// "The State Explosion Problem", 1998, section 7): whatever the others do, they neither enable, nor disable, nor
// interfere with the next step of any instance in it, and a later step of it comes after the next one. All choices of a
// step are in the set or none.
//
// Sound only if
//   - what an instance may ever touch includes every label that it can still come to (label-graph.ts) and everything its
//     steps touch, guards and observers included (step-access.ts);
//   - claims about states are among the accesses (visibility.ts);
//   - nothing is ignored for ever: a set is used only if it leads on from a label that is not sticky (sticky.ts).

import { meets } from './field-set.ts';
import type { Situations } from './situations.ts';

/** Instances are the bits of a small integer. */
export const MOST_INSTANCES = 31;

/** Pairs of situations beyond this number are compared anew each time: the table takes a byte a pair. */
const MOST_REMEMBERED = 4096;

const KNOWN = 1;
const WHEN_ENABLED = 2;
const WHEN_BLOCKED = 4;

export class StubbornSets {
  readonly #situations: Situations;
  readonly #count: number;
  /** What is known of two situations: whether the first's next step depends on what the second may do. */
  #pairs: Uint8Array = new Uint8Array(64 * 64);
  #width = 64;
  /** Of the state that is looked at: each instance's situation, and whom it depends on. */
  readonly #now: Int32Array;
  readonly #needs: Int32Array;

  constructor(situations: Situations, instances: number) {
    this.#situations = situations;
    this.#count = instances;
    this.#now = new Int32Array(instances);
    this.#needs = new Int32Array(instances);
  }

  /** Whether every cycle of a process's labels that passes this one may rely on it to be expanded wholly. */
  isSticky(k: number, code: number): boolean {
    return this.#situations.isSticky(k, code);
  }

  /**
   * A smallest set among those that contain one of the instances that lead on, the same for the same state. Arguments
   * and result have a bit for each instance; `leadsOn` and the result are parts of `enabled`.
   */
  choose(state: Int32Array, enabled: number, leadsOn: number): number {
    if ((enabled & (enabled - 1)) === 0 || leadsOn === 0) return enabled;
    for (let k = 0; k < this.#count; k++) this.#now[k] = this.#situations.of(state, k);
    this.#needs.fill(-1);
    let best = enabled;
    let size = bitCount(enabled);
    for (let seeds = leadsOn; seeds !== 0 && size > 1; seeds &= seeds - 1) {
      const set = this.#closure(seeds & -seeds, enabled, size);
      const count = bitCount(set);
      if (count < size) {
        best = set;
        size = count;
      }
    }
    return best;
  }

  /** The instances that can step in the smallest closed set with an instance; gives up where they are too many. */
  #closure(seed: number, enabled: number, tooMany: number): number {
    let set = seed;
    for (let open = seed; open !== 0; ) {
      const k = 31 - Math.clz32(open & -open);
      open &= open - 1;
      const more = this.#needsOf(k, (enabled >>> k) & 1) & ~set;
      set |= more;
      open |= more;
      if (bitCount(set & enabled) >= tooMany) return enabled;
    }
    return set & enabled;
  }

  #needsOf(k: number, isEnabled: number): number {
    if (this.#needs[k] >= 0) return this.#needs[k];
    const wanted = isEnabled === 1 ? WHEN_ENABLED : WHEN_BLOCKED;
    let needs = 0;
    const own = this.#now[k];
    for (let j = 0; own >= 0 && j < this.#count; j++) {
      const other = this.#now[j];
      if (j !== k && other >= 0 && (this.#pair(own, other) & wanted) !== 0) needs |= 1 << j;
    }
    this.#needs[k] = needs;
    return needs;
  }

  #pair(a: number, b: number): number {
    if (Math.max(a, b) >= MOST_REMEMBERED) return this.#compare(a, b);
    if (a >= this.#width || b >= this.#width) this.#grow(Math.max(a, b));
    const at = a * this.#width + b;
    this.#pairs[at] ||= this.#compare(a, b);
    return this.#pairs[at];
  }

  #compare(a: number, b: number): number {
    const { now } = this.#situations.all[a];
    const { later } = this.#situations.all[b];
    const whenEnabled = meets(now, later) ? WHEN_ENABLED : 0;
    const whenBlocked = (now.waits & later.writes) === 0n ? 0 : WHEN_BLOCKED;
    return KNOWN | whenEnabled | whenBlocked;
  }

  #grow(most: number): void {
    const width = 2 ** Math.ceil(Math.log2(most + 1));
    const pairs = new Uint8Array(width * width);
    for (let row = 0; row < this.#width; row++) {
      pairs.set(this.#pairs.subarray(row * this.#width, (row + 1) * this.#width), row * width);
    }
    this.#pairs = pairs;
    this.#width = width;
  }
}

export function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
