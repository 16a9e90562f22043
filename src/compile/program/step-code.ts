// The code around a step: generated for each instance and label, it fills the views that the step names, runs the
// step, packs back what the step may have written, and turns the returned label into its code.
//
// What must stay true: a word of the state changes only through a packed leaf of the write set, the label, or a frame
// that is entered or left; a step that returns 'blocked' has changed none. The write set comes from the step's source
// text (compile/access), so a step is run a second time now and then, with every view filled and packed, to see that
// nothing else changed and that the result is the same.

import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import type { AnyStep } from '../../language/process.ts';
import type { StepAccess } from '../access/access.ts';
import type { NamingField } from '../layout/contexts.ts';
import type { FlatLabel, Target } from '../layout/expand.ts';
import { maskOf } from '../layout/field.ts';
import type { InstancePlan } from '../layout/layout.ts';
import { fieldsOf } from '../layout/slot.ts';
import { Constants, packWords, readWords, wordVariable } from './emit.ts';
import { endCheck } from './end-check.ts';
import { enterFrame, leaveFrames } from './frame-code.ts';
import type { Leaf } from './leaf.ts';
import { fillCode, fillLeaves, packCode, wordsOf } from './leaf-code.ts';

/** What a run of a step returns where the step does not move. */
export const BLOCKED = -1;

/** Runs a step on the working state, in place; returns the code of the next label, or BLOCKED. */
export type Run = () => number;

/** The guard of a process, which is asked before each of its steps. */
export interface GuardCode {
  readonly run: (context: object) => boolean;
  readonly context: object;
  readonly touched: readonly Leaf[];
}

export interface StepCode {
  readonly instance: InstancePlan;
  readonly label: FlatLabel;
  readonly access: StepAccess;
  readonly place: ModelErrorPlace;
  /** The views by the names in the pattern. */
  readonly context: object;
  /** Leaves that the step may read or write, and those of them that it may write. */
  readonly touched: readonly Leaf[];
  readonly written: readonly Leaf[];
  /** Where a state says who has a cpu. */
  readonly contexts: readonly NamingField[];
  readonly guard?: GuardCode;
}

/** Looks at the working state now and then. */
export interface Look {
  /** Counts down to the next time, for each key; several steps may share it. */
  readonly left: Int32Array;
  /** Leaves the working state as it is, and decides when the next time is. */
  look(key: number): void;
}

/** A step of an instance, and what it was compiled from. */
export interface CompiledStep {
  readonly run: Run;
  readonly code: StepCode;
  readonly sampler: Sampler;
  readonly onlooker: Onlooker | undefined;
}

/** So many of the places that a step may write are told apart in the key of a look; all others are one more. */
const TOLD_APART = 4;
export const LOOK_KEYS = 2 ** (TOLD_APART + 1);

/** Looks on at the executions of a step: before all of it, its guard included, or when it is known where it goes. */
export interface Onlooker {
  readonly before: Look | undefined;
  /**
   * Before a move to a label of the step, or `blocked`; the key has a bit for each place that the step changed. Not of steps
   * that choose, whose choices are taken one by one.
   */
  readonly move: ((to: string) => Look) | undefined;
}

/**
 * Generates the code that runs a step on `state`. `sampled` replaces a run that is due for a second execution; whoever
 * looks on costs a counter.
 */
export function generateRun(
  step: StepCode,
  state: Int32Array,
  sampled: Sampler,
  onlooker?: Onlooker,
): Run {
  const constants = new Constants();
  const s = constants.name(state);
  const fn = constants.name(step.label.step as AnyStep);
  const context = constants.name(step.context);
  const fill = fillCode(step.touched, constants);
  const words = packWords(packCode(step.written, constants));
  const labelField = step.instance.label;
  const readable = wordsOf(step.touched).add(labelField.word);
  const sampler = constants.name(sampled);
  const body = `function run() {
    ${lookCode(onlooker?.before, constants)}
    ${guardCode(step.guard, s, constants)}
    if (--${sampler}.left === 0) return ${sampler}.runTwice(run);
    ${readWords(readable, s)}
    ${fill}
    const to = ${fn}(${context});
    ${[...words].map(([word, code]) => `const n${word} = ${code};`).join('\n')}
    switch (to) {
      ${cases(step, new Set(words.keys()), s, constants, onlooker)}
    }
    return ${constants.name(unknownLabel(step))}(to);
  }`;
  return constants.compile<Run>(body);
}

function lookCode(look: Look | undefined, constants: Constants, key = '0'): string {
  if (!look) return '';
  return `if (--${constants.name(look.left)}[${key}] <= 0) ${constants.name(look)}.look(${key});`;
}

/** By place that is told apart, or all others, which bits of each word are its own. */
function placeMasks(written: readonly Leaf[]): Map<number, number>[] {
  const masks = new Map<string, Map<number, number>>();
  for (const leaf of written) {
    const place = leaf.name.replaceAll(/\[[^\]]*\]/g, '');
    const known = masks.has(place) || masks.size < TOLD_APART;
    const group = known ? place : '';
    const mask = masks.get(group) ?? new Map<number, number>();
    masks.set(group, mask);
    for (const { word, shift, bits } of fieldsOf(leaf.slot)) {
      mask.set(word, (mask.get(word) ?? 0) | (maskOf(bits) << shift));
    }
  }
  return [...masks.values()];
}

/** Which of the places were changed, as an expression. */
function changedCode(written: readonly Leaf[]): string {
  const bits = placeMasks(written).map((mask, k) => {
    const parts = [...mask].map(([word, bits]) => `((n${word} ^ ${wordVariable(word)}) & ${bits})`);
    return `(${parts.join(' | ') || '0'} ? ${1 << k} : 0)`;
  });
  return bits.join(' | ') || '0';
}

/** The same of two states. */
export function changedPlaces(
  written: readonly Leaf[],
): (before: Int32Array, after: Int32Array) => number {
  const masks = placeMasks(written).map((mask) => [...mask]);
  return (before, after) => {
    const differs = ([word, bits]: readonly [number, number]) =>
      ((before[word] ^ after[word]) & bits) !== 0;
    return masks.reduce((key, mask, k) => key | (mask.some(differs) ? 1 << k : 0), 0);
  };
}

function guardCode(guard: GuardCode | undefined, s: string, constants: Constants): string {
  if (!guard) return '';
  const fill = fillLeaves(guard.touched, s, constants);
  const answer = `${constants.name(guard.run)}(${constants.name(guard.context)})`;
  const refuse = constants.name(noAnswer);
  return `{
    ${fill}
    const answer = ${answer};
    if (answer !== true) { if (answer !== false) ${refuse}(answer); return ${BLOCKED}; }
  }`;
}

/** The process would wait forever, and whatever it does would be reported never to happen. */
function noAnswer(answer: unknown): never {
  throw new ModelError(`the guard must say true or false, and said ${String(answer)}`);
}

/** The labels that the step may return, as it names them: two may be the same one. */
export function possibleLabels({ access: { labels }, label }: StepCode): string[] {
  return Object.keys(label.targets).filter((to) => labels === 'any' || labels.includes(to));
}

/** One case for each label that the step may return. */
function cases(
  step: StepCode,
  written: Set<number>,
  s: string,
  constants: Constants,
  onlooker: Onlooker | undefined,
): string {
  const { labels } = step.access;
  const { targets } = step.label;
  const key = changedCode(step.written);
  const look = (to: string): string => {
    const one = onlooker?.move?.(to);
    return one ? `const key = ${key}; ${lookCode(one, constants, 'key')}` : '';
  };
  const moves = possibleLabels(step).map(
    (to) =>
      `case ${JSON.stringify(to)}: { ${look(to)} ${move(step, targets[to], written, s, constants)} }`,
  );
  const mayBlock = labels === 'any' || labels.includes('blocked');
  const block = `case 'blocked': { ${look('blocked')} ${blocked(step, written, constants)} }`;
  return [...moves, ...(mayBlock ? [block] : [])].join('\n');
}

function move(
  { instance, contexts, place }: StepCode,
  target: Target,
  written: Set<number>,
  s: string,
  constants: Constants,
): string {
  const { word, shift, bits } = instance.label;
  const old = written.has(word) ? `n${word}` : wordVariable(word);
  const stores = [...written].filter((w) => w !== word).map((w) => `${s}[${w}] = n${w};`);
  const next = `${s}[${word}] = (${old} & ${~(maskOf(bits) << shift)}) | ${target.code << shift};`;
  const after = [leaveFrames(target, instance), endCheck(target, instance, contexts, place)]
    .filter((one) => one !== undefined)
    .map((one) => `${constants.name(one)}(${s});`);
  return `${stores.join(' ')} ${next} ${after.join(' ')} return ${target.code};`;
}

function blocked(step: StepCode, written: Set<number>, constants: Constants): string {
  if (written.size === 0) return `return ${BLOCKED};`;
  const changed = [...written].map((word) => `n${word} !== ${wordVariable(word)}`).join(' || ');
  const refuse = constants.name(wroteThenBlocked(step));
  return `if (${changed}) ${refuse}(); return ${BLOCKED};`;
}

function wroteThenBlocked({ written, place }: StepCode): () => never {
  return () => {
    const names = [...new Set(written.map((leaf) => leaf.name.replace(/[[.].*/, '')))].join(', ');
    throw new ModelError(
      `returned 'blocked' after it changed something (it may write ${names}). A blocked step changes nothing: test first, or split it into two steps`,
      place,
    );
  };
}

function unknownLabel({ label, place }: StepCode): (to: unknown) => never {
  return (to) => {
    throw noLabel(to, ['blocked', ...Object.keys(label.targets)], place);
  };
}

export function noLabel(to: unknown, known: readonly string[], place: ModelErrorPlace): ModelError {
  const said = JSON.stringify(to) ?? String(to);
  if (to === 'next') {
    return new ModelError(
      `returned 'next', and is the last of its steps; name the label, or 'done'`,
      place,
    );
  }
  return new ModelError(
    `returned ${said}, which is no label; it may return ${known.join(', ')}`,
    place,
  );
}

/** Decides when a step is executed twice, and does it; `left` counts down to the next time. */
export interface Sampler {
  left: number;
  runTwice(run: Run): number;
}

/** Generates the code of a call: evaluates the arguments, which change nothing, and enters the procedure's frame. */
export function generateCall(
  step: StepCode,
  state: Int32Array,
  sampled: Sampler,
  onlooker?: Onlooker,
): Run {
  const constants = new Constants();
  const s = constants.name(state);
  const { label, instance } = step;
  const args = constants.name((label.step as { args: unknown }).args);
  const enter = constants.name(enterFrame(label, instance));
  const code = label.enters?.code as number;
  const { word, shift, bits } = instance.label;
  const sampler = constants.name(sampled);
  return constants.compile<Run>(`function call() {
    ${lookCode(onlooker?.before, constants)}
    ${guardCode(step.guard, s, constants)}
    if (--${sampler}.left === 0) return ${sampler}.runTwice(call);
    ${fillLeaves(step.touched, s, constants)}
    ${enter}(${s}, ${args}(${constants.name(step.context)}));
    ${s}[${word}] = (${s}[${word}] & ${~(maskOf(bits) << shift)}) | ${code << shift};
    return ${code};
  }`);
}
