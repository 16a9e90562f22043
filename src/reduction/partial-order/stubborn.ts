// Stubborn sets: some of the instances that can step in a state, such that taking only their transitions loses nothing.
//
// A set of instances is closed if
//   - for an instance in it that can step: every instance is in it, too, that may ever touch, from where it stands, what
//     the step touches in a way that does not commute, before it has to go past a guard that the stepping one keeps;
//   - for an instance in it that is blocked: the one is in it, too, that keeps a guard before which it stands; or, where
//     no owner is known, every instance that may ever write what the blocked step or its guard reads.
// All steps, present and future, of the instances of a closed set, and those of the others beyond the guards that it
// keeps, are a strong stubborn set (Valmari, "The State Explosion Problem", 1998, section 7): whatever the others do,
// they neither enable, nor disable, nor interfere with the next step of any instance in it. A later step of an instance
// comes after its next one, and a step beyond a guard after the step with which the owner, which is in the set, lets go:
// those are the necessary enabling sets. All choices of a step are in the set or none.
//
// Sound only if
//   - what an instance may ever touch includes every label that it can still come to (label-graph.ts) and everything its
//     steps touch, guards and observers included (step-access.ts);
//   - state properties are among the accesses (visibility.ts);
//   - no process is let past a guard but by its owner (guard-owners.ts);
//   - nothing is ignored forever: a set is used only if it satisfies the cycle proviso: it leaves a label that is not sticky (sticky.ts,
//     cycle-proviso.ts).

import type { CycleProviso } from './cycle-proviso.ts';
import { areDependent } from './field-set.ts';
import type { GuardOwners } from './guard-owners.ts';
import type { ProcessState, ProcessStates } from './process-states.ts';

/** Instances are the bits of a small integer. */
export const MOST_INSTANCES = 31;
/** Pairs of process states beyond this number are compared each time: the table takes a byte a pair. */
const MOST_REMEMBERED = 4096;

/** What `look` says besides the number of an instance. */
export const NOTHING_TO_PRUNE = -1;
export const ASK = -2;

const ROW_BITS = 13;
/** No number of a process state, and no set of instances. */
const UNKNOWN = -2;

const KNOWN = 1;
const WHEN_ENABLED = 2;
const WHEN_BLOCKED = 4;

export class StubbornSets {
  readonly #processStates: ProcessStates;
  readonly #owners: GuardOwners;
  readonly #count: number;
  /** What is known of two process states: whether the first's next step depends on what the second may do. */
  #pairs: Uint8Array = new Uint8Array(64 * 64);
  #width = 64;
  /** Of the state that is looked at: each instance's process state, what it keeps, and on whom it depends. */
  readonly #now: Int32Array;
  readonly #keeps: Int32Array;
  readonly #needs: Int32Array;
  /** The instances, as bits, that are not done in the state that was looked at last. */
  #alive = 0;
  /**
   * What was said of process states, a row each, the last of those with one hash: the process states, what they keep,
   * what `look` said, what `choose` was told and what it said.
   */
  readonly #rowWords: number;
  readonly #rows: Int32Array;
  /** Of the state that was looked at last. */
  #row = 0;

  constructor(processStates: ProcessStates, owners: GuardOwners, instances: number) {
    this.#processStates = processStates;
    this.#owners = owners;
    this.#count = instances;
    this.#now = new Int32Array(instances);
    this.#keeps = new Int32Array(instances);
    this.#needs = new Int32Array(instances);
    this.#rowWords = 2 * instances + 4;
    this.#rows = new Int32Array(this.#rowWords << ROW_BITS).fill(UNKNOWN);
  }

  get proviso(): CycleProviso {
    return this.#processStates.proviso;
  }

  /** Whether a set that satisfies the cycle proviso must lead on from another label. */
  isSticky(k: number, code: number): boolean {
    return this.proviso.isSticky(k, code);
  }

  /** Whether the next step of an instance may be part of a chain where it is alone: see reduction/partial-order/chains.ts. */
  isQuiet(k: number, code: number): boolean {
    return !this.isSticky(k, code) && this.#processStates.isQuiet(k, code);
  }

  /** Whether an instance that can step from a label is a set by itself. */
  isAlone(state: Int32Array, k: number, code: number): boolean {
    if (!this.#processStates.areOthersApart(state, k, code)) return false;
    this.#situate(state);
    return this.#dependsOn(k, 1) === 0;
  }

  /**
   * Looks at a state and says what is known of its sets whichever processes can step: NOTHING_TO_PRUNE, where every
   * instance that may satisfy the cycle proviso depends on all others; an instance that is a set by itself and is sure
   * to have a successor; or ASK, where `choose` has to be told who can step.
   */
  look(state: Int32Array): number {
    this.#situate(state);
    if (!this.#isKnown()) this.#remember(this.#answer());
    return this.#rows[this.#row + 2 * this.#count];
  }

  /** Goes to the row of the process states that were looked at, and says whether they are there. */
  #isKnown(): boolean {
    const count = this.#count;
    let hash = 0;
    for (let k = 0; k < count; k++) {
      hash = Math.imul(hash ^ this.#now[k], 0x9e3779b1);
      hash = Math.imul(hash ^ (hash >>> 15) ^ this.#keeps[k], 0x85ebca6b);
    }
    const row = (hash >>> (32 - ROW_BITS)) * this.#rowWords;
    this.#row = row;
    for (let k = 0; k < count; k++) {
      if (this.#rows[row + k] !== this.#now[k]) return false;
      if (this.#rows[row + count + k] !== this.#keeps[k]) return false;
    }
    return true;
  }

  #remember(answer: number): void {
    const asked = this.#row + 2 * this.#count;
    this.#rows.set(this.#now, this.#row);
    this.#rows.set(this.#keeps, this.#row + this.#count);
    this.#rows[asked] = answer;
    this.#rows[asked + 1] = UNKNOWN;
  }

  #answer(): number {
    this.#needs.fill(-1);
    let answer = NOTHING_TO_PRUNE;
    for (let k = 0; k < this.#count; k++) {
      if (this.#now[k] < 0) continue;
      const { code, isSure } = this.#processStates.all[this.#now[k]];
      if (this.isSticky(k, code)) continue;
      const needs = this.#needsOf(k, 1);
      if (needs === 0 && isSure && this.#alive !== 1 << k) return k;
      if ((needs | (1 << k)) !== this.#alive) answer = ASK;
    }
    return answer;
  }

  /**
   * Of the state that was looked at last: a smallest set among those that contain one of the instances that satisfy the
   * cycle proviso, the same for the same state. Arguments and result have a bit for each instance; `satisfiesProviso`
   * and the result are parts of `enabled`.
   */
  choose(enabled: number, satisfiesProviso: number): number {
    if ((enabled & (enabled - 1)) === 0 || satisfiesProviso === 0) return enabled;
    const at = this.#row + 2 * this.#count + 1;
    const rows = this.#rows;
    if (rows[at] !== enabled || rows[at + 1] !== satisfiesProviso) {
      rows[at + 2] = this.#smallest(enabled, satisfiesProviso);
      rows[at] = enabled;
      rows[at + 1] = satisfiesProviso;
    }
    return rows[at + 2];
  }

  #smallest(enabled: number, satisfiesProviso: number): number {
    this.#needs.fill(-1);
    let best = enabled;
    let size = bitCount(enabled);
    for (let seeds = satisfiesProviso; seeds !== 0 && size > 1; seeds &= seeds - 1) {
      const set = this.#closure(seeds & -seeds, enabled, size);
      const count = bitCount(set);
      if (count < size) {
        best = set;
        size = count;
      }
    }
    return best;
  }

  #situate(state: Int32Array): void {
    const now = this.#now;
    let alive = 0;
    for (let k = 0; k < now.length; k++) {
      now[k] = this.#processStates.of(state, k);
      if (now[k] >= 0) alive |= 1 << k;
      this.#keeps[k] = 0;
    }
    this.#alive = alive;
    this.#owners.addHeld(state, this.#keeps);
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
    if (this.#needs[k] < 0) {
      const owner = isEnabled === 1 ? -1 : this.#ownerOf(k);
      this.#needs[k] = owner >= 0 ? 1 << owner : this.#dependsOn(k, isEnabled);
    }
    return this.#needs[k];
  }

  /** Another instance that keeps the guard before which an instance stands; -1 if none is known. */
  #ownerOf(k: number): number {
    if (this.#now[k] < 0) return -1;
    const { guards } = this.#processStates.all[this.#now[k]];
    for (let j = 0; guards !== 0 && j < this.#count; j++) {
      if (j !== k && (this.#keeps[j] & guards) !== 0) return j;
    }
    return -1;
  }

  #dependsOn(k: number, isEnabled: number): number {
    const own = this.#now[k];
    if (own < 0) return 0;
    const keeps = isEnabled === 1 ? this.#keeps[k] : 0;
    let needs = 0;
    for (let j = 0; j < this.#count; j++) {
      const other = this.#now[j];
      if (j !== k && other >= 0 && this.#meet(own, other, isEnabled, keeps)) needs |= 1 << j;
    }
    return needs;
  }

  /** Whether the next step in one process state depends on what may come in another, within guards that it keeps. */
  #meet(a: number, b: number, isEnabled: number, keeps: number): boolean {
    const { future } = this.#processStates.all[b];
    const kept = future.relevant(keeps);
    // What is kept away is compared each time: it depends on more than the two process states.
    if (kept !== 0) return areDependent(this.#processStates.all[a].now, future.touched(kept));
    return (this.#pair(a, b) & (isEnabled === 1 ? WHEN_ENABLED : WHEN_BLOCKED)) !== 0;
  }

  #pair(a: number, b: number): number {
    if (Math.max(a, b) >= MOST_REMEMBERED) return this.#compare(a, b);
    if (a >= this.#width || b >= this.#width) this.#grow(Math.max(a, b));
    const at = a * this.#width + b;
    this.#pairs[at] ||= this.#compare(a, b);
    return this.#pairs[at];
  }

  #compare(a: number, b: number): number {
    const { now }: ProcessState = this.#processStates.all[a];
    const later = this.#processStates.all[b].future.touched(0);
    const whenEnabled = areDependent(now, later) ? WHEN_ENABLED : 0;
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

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
