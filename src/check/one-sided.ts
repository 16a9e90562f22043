// Doubts about conditions of steps that have one answer for every number that could be there (compile/access/one-sided.ts), in every
// variant of the model.

import type { OneSidedComparison } from '../compile/access/access.ts';
import { firstInstances } from '../compile/layout/layout.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { describeDomain } from '../language/domain.ts';
import { variantsOf } from '../language/variants.ts';
import { domainsIn } from './domains-in-variant.ts';

export function oneSidedConditions(model: ModelDefinition, system: CompiledSystem): string[] {
  const all = firstInstances(system.layout).flatMap((instance) =>
    instance.process.flat.labels.flatMap((label) =>
      system
        .accessOf(instance, label)
        .oneSided.map((one) => ({ who: `${instance.process.name}/${label.name}`, one })),
    ),
  );
  if (all.length === 0) return [];
  const variants = variantsOf(model);
  const isAlways = (one: OneSidedComparison): boolean =>
    variants?.every((variant) =>
      domainsIn(variant, one).every((domain) => one.answerIn(domain) === one.answer),
    ) === true;
  return [
    ...new Set(all.filter(({ one }) => isAlways(one)).map(({ who, one }) => inWords(who, one))),
  ];
}

function inWords(who: string, { text, answer, place, domain }: OneSidedComparison): string {
  return `${who} asks \`${text}\`, which is always ${answer}: ${place} is ${describeDomain(domain)}; ask what could be otherwise`;
}
