// Whether code treats the ids of a kind alike, by trying: it is run in states and in their images under
// the exchanges that generate all permutations, and must do the image of what it did.
//
// What must stay true: nothing here looks at code.

import type { Layout } from '../../../src/compile/layout/layout.ts';
import { familiesOf } from '../../../src/reduction/families.ts';
import { candidateKinds, Group } from '../../../src/reduction/group.ts';
import { generators } from '../../../src/reduction/initial-orbit.ts';
import { generatePermute, type Permute } from '../../../src/reduction/permute-code.ts';

export interface Outcome {
  /** Where it leads, or how it ends. */
  readonly what: string;
  /** The state after it; absent where nothing comes after. */
  readonly state?: Int32Array;
  /** What a step returned. */
  readonly to?: string;
}

export interface Difference {
  readonly kind: string;
  readonly state: Int32Array;
  /** `hidden`: an error that one naming shows and the other does not; `end`: which of two ends it has. */
  readonly how: 'other' | 'hidden' | 'end';
  readonly here: string;
  readonly there: string;
}

export interface Judgement {
  /** By kind that is told apart, one state in which it is. */
  readonly differences: ReadonlyMap<string, Difference>;
  /** `unsteady`: does not do the same twice; `dear`: has too many runs; neither is judged. */
  readonly trouble: 'unsteady' | 'dear' | undefined;
  /** In how many states nothing went wrong. */
  readonly sound: number;
}

/** Code that can be tried. */
export interface Trial {
  /** A state, and the number of the instance that runs the code in it. */
  readonly draw: () => { readonly state: Int32Array; readonly instance: number };
  /** All that it may do; undefined where that is too much. */
  readonly run: (state: Int32Array, instance: number) => readonly Outcome[] | undefined;
}

interface Exchange {
  readonly kind: string;
  readonly image: Int32Array;
  readonly moved: Int32Array;
}

export class Symmetry {
  /** All kinds whose ids may be interchangeable. */
  readonly kinds: readonly string[];
  readonly #exchanges: readonly Exchange[];
  readonly #permute: Permute;
  readonly #room: Int32Array;

  constructor(layout: Layout) {
    const { kinds } = candidateKinds(layout);
    const group = new Group(layout, kinds);
    this.kinds = kinds.map(({ name }) => name);
    this.#permute = generatePermute(layout.words, familiesOf(layout, group), group);
    this.#room = new Int32Array(layout.instances.length);
    this.#exchanges = group.kinds.flatMap((kind) =>
      generators(kind, group).map((image) => {
        const moved = new Int32Array(layout.instances.length);
        group.moveInstances(image, moved);
        return { kind: kind.name, image, moved };
      }),
    );
  }

  /** Looks at `count` states for each of the kinds. */
  judge(trial: Trial, wanted: ReadonlySet<string>, count: number): Judgement {
    // Most random bodies break in some state; nobody looks at the traces of that.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return this.#judge(trial, wanted, count);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  #judge({ draw, run }: Trial, wanted: ReadonlySet<string>, count: number): Judgement {
    const differences = new Map<string, Difference>();
    const wrong = (trouble: Judgement['trouble']): Judgement => ({ differences, trouble, sound });
    let sound = 0;
    for (let n = 0; n < count && differences.size < wanted.size; n++) {
      const { state, instance } = draw();
      const here = run(state, instance);
      if (!here) return wrong('dear');
      if (n < 2 && !this.#repeats(run(state, instance), here)) return wrong('unsteady');
      if (!here.some(({ what }) => what === 'broken')) sound++;
      for (const { kind, image, moved } of this.#exchanges) {
        if (!wanted.has(kind) || differences.has(kind)) continue;
        const other = this.#imageOf(state, image);
        // Where nothing changed but who is asked, there is nothing to compare.
        if (moved[instance] === instance && isSame(other, state)) continue;
        const there = run(other, moved[instance]);
        if (!there) return wrong('dear');
        const [mine, others] = [this.#keyOf(here, image), this.#keyOf(there)];
        if (mine === others) continue;
        if (!this.#repeats(run(state, instance), here)) return wrong('unsteady');
        const how = difference(mine, others);
        differences.set(kind, { kind, state, how, here: mine, there: others });
      }
    }
    return wrong(undefined);
  }

  #repeats(again: readonly Outcome[] | undefined, first: readonly Outcome[]): boolean {
    return again !== undefined && this.#keyOf(again) === this.#keyOf(first);
  }

  #imageOf(state: Int32Array, image: Int32Array): Int32Array {
    const into = new Int32Array(state.length);
    this.#permute(state, image, this.#room, into);
    return into;
  }

  /** Outcomes as text, in no order: choices come in another order in another naming. */
  #keyOf(outcomes: readonly Outcome[], image?: Int32Array): string {
    const texts = outcomes.map(({ what, state }) =>
      state ? `${what} ${(image ? this.#imageOf(state, image) : state).join()}` : what,
    );
    return texts.length === 1 ? texts[0] : setOf(texts);
  }
}

function difference(one: string, other: string): Difference['how'] {
  const ends = (text: string): string =>
    setOf(text.replaceAll(/failed \w+/g, 'broken').split('; '));
  const claims = (text: string): string => setOf(text.match(/failed \w+|broken/g) ?? []);
  if (ends(one) === ends(other)) {
    const areClaims = !`${one} ${other}`.includes('broken');
    return areClaims && claims(one) !== claims(other) ? 'other' : 'end';
  }
  const moves = (text: string): string =>
    setOf(text.split('; ').filter((what) => what !== 'broken'));
  const isHidden = one.includes('broken') || other.includes('broken');
  return isHidden && (moves(one) === moves(other) || one === 'broken' || other === 'broken')
    ? 'hidden'
    : 'other';
}

function setOf(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join('; ');
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  for (let w = 0; w < one.length; w++) if (one[w] !== other[w]) return false;
  return true;
}
