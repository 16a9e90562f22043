// Recalled steps: what a step does is a function of the few fields that it may touch, which take few values, so that nearly
// every execution in a search is one that was seen before. To look it up costs less than to fill views, run the author's
// function and pack views again (local transition caching: Blom, van de Pol & Weber, CAV 2010).
//
// Sound only if the label that a step returns and what it writes depend on nothing but the fields that it touches and the
// choices that it is told to make. The generated code relies upon that already, as it fills no other view. What must stay
// true: executions are counted as if each had been done, so that a step is run twice (sampler.ts) and looked at (Onlooker)
// as often as ever, and what is run again must do what was recalled.

import type { FlatLabel } from '../layout/expand.ts';
import { type Field, wordMasks } from '../layout/field.ts';
import type { InstancePlan } from '../layout/layout.ts';
import { fieldsOf } from '../layout/slot.ts';
import type { CompiledSystem } from './compile.ts';
import { endCheck } from './end-check.ts';
import { recallCode } from './recall-code.ts';
import { Recalled, recallForm } from './recalled.ts';
import { type CompiledStep, possibleLabels, type Run } from './step-code.ts';

/** Of more words than this the table is too wide for the cache. */
const MOST_WORDS = 6;

/** The step of an instance, recalled; nothing where that cannot be or does not pay. `giveUp` is called once it does not. */
export function recallStep(
  system: CompiledSystem,
  instance: InstancePlan,
  label: FlatLabel,
  giveUp: () => void,
): Run | undefined {
  // What a step loads and stores goes through the memory then, which has a state of its own.
  if (system.memory) return undefined;
  const step = system.compiled(instance, label);
  const { state, chooser, layout } = system;
  const written = [...system.writtenFields(instance, label)];
  // At one label it is the same; whatever the step does not write stays, so that what it does depends on that, too.
  const read = [...readFields(step), ...written].filter((field) => field !== instance.label);
  const keys = wordMasks(read, layout.words);
  if (keys.length > MOST_WORDS) return undefined;
  const results = wordMasks(written, layout.words);
  const chooses = system.chooses(instance, label);
  const { onlooker } = step;
  const looks = !onlooker ? 'none' : onlooker.move && !label.enters ? 'moves' : 'before';
  if (looks === 'moves' && !isToldApart(step)) return undefined;
  const form = recallForm(keys, results, chooses, looks);
  return recallCode(new Recalled({ step, state, chooser, form, giveUp }));
}

/** Whether a look at a move is known by the code of the label, and by what the move has changed in the end. */
function isToldApart({ code }: CompiledStep): boolean {
  const targets = possibleLabels(code).map((to) => code.label.targets[to]);
  const codes = new Set(targets.map((target) => target.code));
  return codes.size === targets.length && targets.every(({ leaves }) => leaves.length === 0);
}

/** All that a step and its guard depend on, and what is looked at after it. */
function readFields({ code }: CompiledStep): Field[] {
  const { touched, guard, contexts, instance, label, place } = code;
  const leaves = [...touched, ...(guard?.touched ?? [])];
  const mayEnd = Object.values(label.targets).some(
    (target) => endCheck(target, instance, contexts, place) !== undefined,
  );
  return [
    ...leaves.flatMap(({ slot }) => fieldsOf(slot)),
    ...(mayEnd ? contexts.map(({ slot }) => slot.field) : []),
  ];
}
