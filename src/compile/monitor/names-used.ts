// The processes and labels that properties name outside of their functions. One that does not exist would never do
// anything, and it is found before the search that would wait for it.

import { ModelError } from '../../base/errors.ts';
import { suggest } from '../../base/near-name.ts';
import type {
  ObserverDefinition,
  Properties,
  PropertyDefinition,
} from '../../language/claims/property.ts';
import type { ProcessPlan } from '../layout/layout.ts';

export function checkNamesUsed(properties: Properties, processes: readonly ProcessPlan[]): void {
  const known = processes.map(({ name }) => name);
  for (const [property, definition] of Object.entries(properties)) {
    const unknown = namesIn(definition).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new ModelError(`there is no process '${unknown}'; ${suggest(unknown, known)}`, {
        property,
      });
    }
    if (definition.kind === 'observer') checkLabels(property, definition, processes);
  }
}

function namesIn(definition: PropertyDefinition): readonly string[] {
  if (definition.kind === 'observer') return Object.keys(definition.on);
  if (!('claim' in definition)) return [];
  const { claim, fairness } = definition;
  return [...('processes' in claim ? claim.processes : []), ...Object.keys(fairness)];
}

function checkLabels(
  property: string,
  { on }: ObserverDefinition,
  processes: readonly ProcessPlan[],
): void {
  for (const { name, labelNames } of processes) {
    const entry = on[name];
    if (entry === undefined || typeof entry === 'function') continue;
    if (Object.hasOwn(entry, 'done')) {
      throw new ModelError(
        `watches 'done' of '${name}', which no step leaves; watch the label before it, and ask where the step leads: \`step.to === 'done'\``,
        { property },
      );
    }
    const unknown = Object.keys(entry).find((label) => !labelNames.includes(label));
    if (unknown !== undefined) {
      throw new ModelError(
        `watches label '${unknown}' of '${name}'; ${suggest(unknown, labelNames)}`,
        { property },
      );
    }
  }
}
