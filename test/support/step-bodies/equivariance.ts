// Whether a body treats the ids of a kind alike, by trying: it is run in states and in their images
// under the exchanges that generate all permutations, and must do the image of what it did.
//
// What must stay true: nothing here looks at code.

import { familiesOf } from '../../../src/reduction/families.ts';
import { candidateKinds, Group } from '../../../src/reduction/group.ts';
import { generators } from '../../../src/reduction/initial-orbit.ts';
import { generatePermute } from '../../../src/reduction/permute-code.ts';
import type { Random } from './random.ts';
import { type Outcome, Runs } from './runs.ts';
import { randomState } from './states.ts';
import { type Subject, system } from './subject.ts';

const { layout } = system;
const { kinds } = candidateKinds(layout);
const group = new Group(layout, kinds);
const permute = generatePermute(layout.words, familiesOf(layout, group), group);
const room = new Int32Array(layout.instances.length);

/** All kinds whose ids may be interchangeable. */
export const CANDIDATES: readonly string[] = kinds.map(({ name }) => name);
/** How many ids each has. */
export const SIZES: ReadonlyMap<string, number> = new Map(
  kinds.map(({ name, size }) => [name, size]),
);

const exchanges = group.kinds.flatMap((kind) =>
  generators(kind, group).map((image) => {
    const moved = new Int32Array(layout.instances.length);
    group.moveInstances(image, moved);
    return { kind, image, moved };
  }),
);

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

/** Looks at `count` random states for each of the kinds. */
export function judge(
  subject: Subject,
  wanted: ReadonlySet<string>,
  random: Random,
  count: number,
): Judgement {
  // Most random bodies break in some state; nobody looks at the traces of that.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return judgeStates(subject, wanted, random, count);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function judgeStates(
  subject: Subject,
  wanted: ReadonlySet<string>,
  random: Random,
  count: number,
): Judgement {
  const differences = new Map<string, Difference>();
  const runs = new Runs(subject);
  const { role } = subject.body;
  const workers = role === 'always' ? layout.instances.length : 2;
  let sound = 0;
  const result = (trouble: Judgement['trouble']): Judgement => ({ differences, trouble, sound });
  for (let n = 0; n < count && differences.size < wanted.size; n++) {
    const state = randomState(random, role, runs.names);
    const k = random.below(workers);
    const here = runs.of(state, k);
    const again = n < 2 ? runs.of(state, k) : here;
    if (!here || !again) return result('dear');
    if (keyOf(here) !== keyOf(again)) return result('unsteady');
    if (!here.some(({ what }) => what === 'broken')) sound++;
    for (const { kind, image, moved } of exchanges) {
      if (!wanted.has(kind.name) || differences.has(kind.name)) continue;
      const other = imageOf(state, image);
      // Where nothing changed but who is asked, there is nothing to compare.
      if (moved[k] === k && isSame(other, state)) continue;
      const there = runs.of(other, moved[k]);
      if (!there) return result('dear');
      const [mine, others] = [keyOf(here, image), keyOf(there)];
      if (mine === others) continue;
      if (keyOf(runs.of(state, k) ?? []) !== keyOf(here)) return result('unsteady');
      const how = difference(mine, others);
      differences.set(kind.name, { kind: kind.name, state, how, here: mine, there: others });
    }
  }
  return result(undefined);
}

function imageOf(state: Int32Array, image: Int32Array): Int32Array {
  const into = new Int32Array(state.length);
  permute(state, image, room, into);
  return into;
}

function difference(one: string, other: string): Difference['how'] {
  const ends = (text: string): string => setOf(text.replaceAll('failed', 'broken').split('; '));
  if (ends(one) === ends(other)) return 'end';
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

/** Outcomes as text, in no order: choices come in another order in another naming. */
function keyOf(outcomes: readonly Outcome[], image?: Int32Array): string {
  const texts = outcomes.map(({ what, state }) =>
    state ? `${what} ${(image ? imageOf(state, image) : state).join()}` : what,
  );
  return texts.length === 1 ? texts[0] : setOf(texts);
}
