// What an author says of steps besides their code: where a step stands in the kernel, which step of the argument it is,
// why it may be atomic. It stands with the step, or by label beside the steps, for steps that come from elsewhere; here
// the first becomes the second, so that nothing behind the builder knows of two ways.
//
// What must stay true: of each step each thing is said once. Two notes would contradict each other sooner or later, and
// only one of them would be shown.

import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { inWords, isRecord } from '../base/given.ts';
import { suggest } from '../base/near-name.ts';
import type { AnyStep, Call, Noted, Notes, StepNotes } from './process.ts';

type Code = AnyStep | Call;
type ByLabel = Readonly<Record<string, unknown>>;

const OF_A_STEP = ['at', 'thread', 'atomic'] as const satisfies readonly (keyof Notes)[];
const PARTS: readonly string[] = [...OF_A_STEP, 'does'];
/** With the older name of `atomic`. */
export const NOTES: readonly string[] = [...OF_A_STEP, 'coarse'];

/** The code of a step, whether or not it has notes. */
export function codeOf(given: unknown): unknown {
  return isNoted(given) ? given.does : given;
}

/** A call is data, too, and has neither notes nor `does`. */
function isNoted(given: unknown): given is Readonly<Record<string, unknown>> {
  return isRecord(given) && PARTS.some((name) => Object.hasOwn(given, name));
}

/** The notes of a step that has some; the code of each is looked at by the caller. */
export function checkNotedStep(what: string, step: string, given: unknown): void {
  if (!isNoted(given)) return;
  const unknown = Object.keys(given).find((name) => !PARTS.includes(name));
  if (unknown !== undefined) {
    throw new ModelError(`${what}: a step has no '${unknown}'; ${suggest(unknown, PARTS)}`, {
      step,
    });
  }
  if (given.does === undefined) {
    throw new ModelError(
      `${what}: '${step}' has notes and no code; write it as does: ({ cells }) => label`,
      { step },
    );
  }
  for (const name of OF_A_STEP) checkNote(what, name, given[name], { step });
}

/** The notes by label: each label's are as those of a step. */
export function checkNotesByLabel(what: string, given: ByLabel): void {
  for (const name of NOTES) {
    const notes = given[name];
    if (notes === undefined) continue;
    if (!isRecord(notes)) {
      throw new ModelError(`${what}: ${name} must be { label: note }, not ${inWords(notes)}`);
    }
    for (const [step, note] of Object.entries(notes)) checkNote(what, name, note, { step });
  }
}

/** A text; of the argument's steps, one step of the model may be several. */
function checkNote(what: string, name: string, note: unknown, place: ModelErrorPlace): void {
  const texts = name === 'thread' && Array.isArray(note) ? note : [note ?? ''];
  const wrong = texts.find((text) => typeof text !== 'string');
  if (wrong === undefined) return;
  throw new ModelError(`${what}: ${name} is a text, not ${inWords(wrong)}`, place);
}

/** The code of all steps, and their notes by label. */
export function withoutNotes(
  what: string,
  given: { readonly steps: Readonly<Record<string, Noted<Code>>> } & StepNotes,
): { readonly steps: Readonly<Record<string, Code>> } & StepNotes {
  const { steps, at, thread, atomic, coarse } = given;
  const labels = Object.keys(steps);
  const noted = (name: (typeof OF_A_STEP)[number]): ByLabel =>
    Object.fromEntries(
      labels.flatMap((label) => {
        const given: unknown = steps[label];
        return isNoted(given) && given[name] !== undefined ? [[label, given[name]]] : [];
      }),
    );
  return {
    steps: Object.fromEntries(labels.map((label) => [label, codeOf(steps[label]) as Code])),
    ...joined(what, 'at', [noted('at'), at]),
    ...joined(what, 'thread', [noted('thread'), thread]),
    ...joined(what, 'atomic', [noted('atomic'), atomic, coarse]),
  };
}

/** Notes of one sort from all places where they may stand. */
function joined(what: string, name: string, places: readonly (ByLabel | undefined)[]): StepNotes {
  const notes = places
    .flatMap((place) => Object.entries(place ?? {}))
    .filter(([, note]) => note !== undefined);
  const labels = notes.map(([label]) => label);
  const twice = labels.find((label, k) => labels.indexOf(label) < k);
  if (twice !== undefined) {
    throw new ModelError(
      `${what}: '${name}' of '${twice}' is said twice, with the step and in a list by label; keep the one that stands with the step`,
      { step: twice },
    );
  }
  return notes.length === 0 ? {} : { [name]: Object.fromEntries(notes) };
}

/** The notes of one step. */
export function notesOf(byLabel: StepNotes, label: string): Notes {
  const notes = OF_A_STEP.map((name) => [name, byLabel[name]?.[label]] as const);
  return Object.fromEntries(notes.filter(([, note]) => note !== undefined));
}
