// The reductions: the one list of them, what they do for a check, and where they are sound.

import { Monitor, observerShapes } from '../compile/monitor/monitor.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import type { SystemDefinition } from '../language/system.ts';
import type { InspectedPartialOrder, InspectedSymmetry } from '../outcome/inspection.ts';
import type { Statistics } from '../outcome/outcome.ts';
import { REDUCTIONS, type ReductionName } from '../outcome/reduction-names.ts';
import { deadLocals } from '../reduction/dead-locals/plan.ts';
import { rulesMarkdown } from '../reduction/id-symmetry/rules.ts';
import { partialOrder } from '../reduction/partial-order/plan.ts';
import type {
  PlanSubject,
  Reduction,
  ReductionPlan,
  SearchFigures,
} from '../reduction/reduction.ts';
import { COMBINATIONS, refusalOf } from '../reduction/soundness.ts';
import { markingSoundness, partitionSoundness } from '../reduction/store-soundness.ts';
import { symmetry } from '../reduction/symmetry.ts';

/**
 * In the order of layering: dead locals are forgotten, of what is left ids are permuted, and of the representative of an orbit the transitions of a stubborn set are visited.
 *
 * Both at once: the set is a function of the orbit, and its images are stubborn sets of the other states of the orbit,
 * because permutations take steps to steps and keep what commutes; so the reduced search of orbits is the quotient of a
 * reduced search of states (Emerson, Jha & Peled 1997). The proviso against ignoring is asked of orbits, too
 * (reduction/partial-order/cycle-proviso.ts).
 */
const LAYERS = {
  'dead-locals': deadLocals,
  symmetry,
  'partial-order': partialOrder,
} as const satisfies Readonly<Record<ReductionName, Reduction>>;

/** The plans of those that are asked for. */
export type Plans = { readonly [K in ReductionName]?: ReturnType<(typeof LAYERS)[K]['plan']> };

/** All of them by default, or none, or only some. */
export type ReductionChoice = boolean | readonly ReductionName[];

export function planReductions(subject: PlanSubject, chosen: ReductionChoice = true): Plans {
  const wanted = REDUCTIONS.filter((name) => isChosen(name, chosen));
  const plans = wanted.map((name) => [name, LAYERS[name].plan(subject)]);
  return Object.fromEntries(plans);
}

/** Those of the chosen ones that the table of soundness allows for all of these properties. */
export function allowedReductions(
  properties: Properties,
  chosen: ReductionChoice = true,
): ReductionName[] {
  const isAllowed = (name: ReductionName): boolean =>
    refusalOf(LAYERS[name].soundness, properties) === undefined;
  return REDUCTIONS.filter((name) => isChosen(name, chosen) && isAllowed(name));
}

function isChosen(name: ReductionName, chosen: ReductionChoice): boolean {
  return typeof chosen === 'boolean' ? chosen : chosen.includes(name);
}

/** What the outcome says of the reductions. */
export function reductionFigures(
  plans: Plans,
  search: SearchFigures,
): Pick<Statistics, 'reductions' | 'refused' | 'symmetry' | 'distinguished'> {
  const all = Object.entries<ReductionPlan>(plans);
  const figures = all.map(([name, plan]) => ({ name, ...plan.figures(search) }));
  const refused = all.flatMap(([reduction, plan]) =>
    plan.refused.map((one) => ({ reduction, ...one })),
  );
  const permuted = figures.find((one) => one.symmetry)?.symmetry;
  const distinguished = figures.flatMap((one) => one.distinguished ?? []);
  return {
    reductions: figures.filter(({ isUsed }) => isUsed).map(({ name }) => name),
    ...(refused.length > 0 && { refused }),
    ...(permuted && { symmetry: permuted }),
    ...(distinguished.length > 0 && { distinguished }),
  };
}

export function inspectSymmetry(
  definition: SystemDefinition,
  properties: Properties,
): InspectedSymmetry {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const monitor = new Monitor(system, properties);
  const { kinds, permutations, reasons } = symmetry.plan({ system, monitor, properties });
  return {
    kinds,
    permutations,
    reasons: [...reasons].map(([kind, reason]) => ({ kind, reason })),
  };
}

export function inspectPartialOrder(
  definition: SystemDefinition,
  properties: Properties,
): InspectedPartialOrder {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const monitor = new Monitor(system, properties);
  const { sets, refused: refusals } = partialOrder.plan({ system, monitor, properties });
  const [refused] = refusals;
  const { instances } = system.layout;
  const sticky = instances.map(({ process }) => {
    const alike = instances.filter((one) => one.process === process);
    const isSticky = (code: number) => alike.some(({ index }) => sets?.isSticky(index, code));
    const labels = process.flat.labels.filter(({ code }) => isSticky(code));
    return [process.name, labels.map(({ name }) => name)] as const;
  });
  return { sticky: sets ? Object.fromEntries(sticky) : {}, ...(refused && { refused }) };
}

/** The table of soundness as Markdown; docs/soundness.md is this text. */
export function soundnessMarkdown(): string {
  const answering = Object.entries(LAYERS).map(
    ([name, { soundness }]) => [name, soundness] as const,
  );
  const stores = [
    ['packed or lossy store', markingSoundness],
    ['partitions', partitionSoundness],
  ] as const;
  const rows = [...answering, ...stores].flatMap(([reduction, soundness]) =>
    COMBINATIONS.map(({ kind, fairness }) => {
      const verdict = soundness(kind, fairness);
      const answer = verdict.answer === 'weaker' ? `weaker: ${verdict.claim}` : verdict.answer;
      return [reduction, kind, fairness, answer, verdict.reason];
    }),
  );
  const memory = REDUCTIONS.flatMap((name) =>
    Object.entries(LAYERS[name].underMemory).map(([model, { answer, reason }]) => [
      name,
      model,
      answer,
      reason,
    ]),
  );
  const all = tableText(['reduction', 'property', 'fairness', 'answer', 'why'], rows);
  const weak = tableText(['reduction', 'memory model', 'answer', 'why'], memory);
  return `${[...INTRODUCTION, '', ...all, '', ...MEMORY, '', ...weak, '', ...rulesMarkdown()].join('\n')}\n`;
}

function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

const MEMORY = [
  'Where memory is not sequentially consistent ([memory models](memory-models.md)), a reduction has to be',
  'allowed under the memory model, too.',
];

const INTRODUCTION = [
  '# Where reductions are sound',
  '',
  'A reduced search looks at fewer states and must say the same. What is not known to be sound is',
  'refused: a check with a refused property is done without the reduction, and `--no-reduction`',
  'turns all of them off. `mmcheck inspect MODEL` says what is interchangeable in a model, and what',
  'in its text stands in the way. Each run permutes states now and then to see that symmetry is one',
  '([semantics](semantics.md#counting)); `--audit` looks again, in states of the model, at all that a',
  'reduction rests on. A [packed](large.md#the-packed-store) or lossy store answers by the same table, and so',
  'do [partitions](large.md#bigger-than-memory). This page is printed by `mmcheck inspect --soundness`.',
];
