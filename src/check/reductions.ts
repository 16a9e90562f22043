// What reductions do for a model, and where they are sound, for whoever shows it: the command line
// and the docs.

import { CompiledSystem } from '../model/compile.ts';
import type { SystemDefinition } from '../model/system.ts';
import { Monitor, observerShapes } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';
import { rulesMarkdown } from '../reduction/id-symmetry/rules.ts';
import { soundPartialOrder } from '../reduction/partial-order/plan.ts';
import { combinations, soundness } from '../reduction/soundness.ts';
import { soundSymmetry } from '../reduction/symmetry.ts';

export { REDUCTIONS, type Reduction } from '../reduction/soundness.ts';

export interface InspectedSymmetry {
  /** The interchangeable kinds, with how many ids each. */
  readonly kinds: readonly { readonly name: string; readonly size: number }[];
  readonly permutations: number;
  /** Why each other kind is not interchangeable. */
  readonly reasons: readonly { readonly kind: string; readonly reason: string }[];
}

export function inspectSymmetry(
  definition: SystemDefinition,
  properties: Properties,
): InspectedSymmetry {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const { kinds, permutations, reasons } = soundSymmetry(system, properties, 'bfs');
  return {
    kinds,
    permutations,
    reasons: [...reasons].map(([kind, reason]) => ({ kind, reason })),
  };
}

export interface InspectedPartialOrder {
  /** Why it is off: the property, or something else. */
  readonly refused?: { readonly property?: string; readonly reason: string };
  /** The labels at which every cycle of a process is expanded wholly, by process. */
  readonly sticky: Readonly<Record<string, readonly string[]>>;
}

export function inspectPartialOrder(
  definition: SystemDefinition,
  properties: Properties,
): InspectedPartialOrder {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const monitor = new Monitor(system, properties);
  const { sets, refused } = soundPartialOrder(system, monitor, properties, 'bfs');
  const sticky = system.layout.instances.map(({ process, index }) => {
    const labels = process.flat.labels.filter(({ code }) => sets?.isSticky(index, code));
    return [process.name, labels.map(({ name }) => name)] as const;
  });
  return { sticky: sets ? Object.fromEntries(sticky) : {}, ...(refused && { refused }) };
}

/** The table of soundness as Markdown; docs/soundness.md is this text. */
export function soundnessMarkdown(): string {
  const rows = combinations().map((combination) => {
    const { reduction, kind, fairness, order } = combination;
    const verdict = soundness(combination);
    const answer = verdict.answer === 'weaker' ? `weaker: ${verdict.claim}` : verdict.answer;
    return [reduction, kind, fairness, order, answer, verdict.reason];
  });
  const head = ['reduction', 'property', 'fairness', 'order', 'answer', 'why'];
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${[...INTRODUCTION, '', ...table, '', ...rulesMarkdown()].join('\n')}\n`;
}

const INTRODUCTION = [
  '# Where reductions are sound',
  '',
  'A reduced search looks at fewer states and must say the same. What is not known to be sound is',
  'refused: a check with a refused property is done without the reduction, and `--no-reduction`',
  'turns all of them off. `mmcheck inspect MODEL` says what is interchangeable in a model, and what',
  'in its text stands in the way. Each run permutes states now and then to see that symmetry is one',
  '([semantics](semantics.md#counting)); `--audit` looks again, in states of the model, at all that a',
  'reduction rests on. This page is printed by `mmcheck inspect --soundness`.',
];
