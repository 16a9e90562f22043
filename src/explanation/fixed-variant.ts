// The schedule of a run on a variant in which the property holds: where it first does something else. That is what the fix
// changes for this run; the variant's own runs may differ in more.

import type { Path } from '../counterexample/run.ts';
import type { FixedVariant } from '../outcome/explanation.ts';
import { leavesOf } from '../trace/leaves.ts';
import { StateDecoder } from '../trace/show-state.ts';
import type { Stepper } from '../transition/stepper.ts';
import { stepAt } from './races.ts';
import { scheduleOf, type Turn, take } from './schedule.ts';

export interface Variant {
  readonly stepper: Stepper;
  /** The parameters that differ. */
  readonly parameters: string;
}

export function onVariant(
  broken: Stepper,
  path: Path,
  { stepper, parameters }: Variant,
): FixedVariant {
  const turns = scheduleOf(broken, path);
  const shown = textsOf(broken);
  const shownThere = textsOf(stepper);
  const beginning = shown(path.initial);
  const initial = initialLike(stepper, shownThere, beginning);
  const otherwise = differenceOf(beginning, shownThere(initial));
  if (otherwise !== undefined) {
    return { parameters, says: `the run begins with ${otherwise.join(' = ')}` };
  }
  const { path: there, stopped, goesWrong } = take(stepper, initial, turns);
  for (const [k, step] of there.steps.entries()) {
    const difference = differenceOf(shown(path.steps[k].state), shownThere(step.state));
    if (difference === undefined) continue;
    const [name, value] = difference;
    const says = value.startsWith('at ')
      ? `${name} is ${value} then`
      : `it leaves ${name} = ${value} there`;
    return { parameters, step: stepAt(turns, k), says };
  }
  if (stopped === undefined) return { parameters, says: 'the whole schedule is possible, too' };
  const state = there.steps.at(-1)?.state ?? initial;
  return {
    parameters,
    step: stepAt(turns, stopped),
    says: goesWrong ? 'the model goes wrong there' : stoppedAt(stepper, state, turns[stopped]),
  };
}

function stoppedAt(stepper: Stepper, state: Int32Array, { name, label }: Turn): string {
  const instance = stepper.system.layout.instances.find((one) => one.name === name);
  if (!instance) return `there is no ${name} there`;
  const at = instance.process.labelNames[stepper.labelOf(state, instance.index)];
  return at === label ? 'it has to wait there' : `it stands at ${at} there`;
}

type Texts = (state: Int32Array) => ReadonlyMap<string, string>;

/** What cells hold, part by part, and where processes stand, in words that two variants have in common. */
function textsOf(stepper: Stepper): Texts {
  const { layout } = stepper.system;
  const decoder = new StateDecoder(layout);
  return (vector) => {
    const texts = new Map<string, string>();
    for (const [path, value] of leavesOf(layout, decoder, vector, layout.cells)) {
      texts.set(path, value === null ? 'none' : String(value));
    }
    for (const { name, index, process } of layout.instances) {
      texts.set(name, `at ${process.labelNames[stepper.labelOf(vector, index)]}`);
    }
    return texts;
  };
}

/** Of what both have: the first that differs. Where a process stands comes after what cells hold. */
function differenceOf(
  broken: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): readonly [name: string, value: string] | undefined {
  for (const [name, value] of there) {
    const before = broken.get(name);
    if (before !== undefined && before !== value) return [name, value];
  }
  return undefined;
}

/** The initial state that shows the same, as far as both have it; the first where none does. */
function initialLike(
  stepper: Stepper,
  texts: Texts,
  wanted: ReadonlyMap<string, string>,
): Int32Array {
  let first: Int32Array | undefined;
  for (const made of stepper.initial()) {
    const state = made.slice();
    first ??= state;
    if (differenceOf(wanted, texts(state)) === undefined) return state;
  }
  return first as Int32Array;
}
