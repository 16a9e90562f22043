// A check whose states are in partitions, and what it has in common with one whose states are in memory.

import { checkHelped } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../../src/language/define-model.ts';
import type { CheckOutcome } from '../../src/outcome/outcome.ts';
import type { Place } from '../../src/partitions/place.ts';
import { MemoryPlace } from './memory-place.ts';

export interface Asked extends CheckOptions {
  readonly partitions: number;
}

export function inPartitions(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  { partitions, ...options }: Asked,
  place: Place = new MemoryPlace(),
): CheckOutcome {
  const partitioned = { option: '--disk', of: () => ({ place, partitions }) } as const;
  return checkHelped(model, values, properties, { ...options, partitioned });
}

/** What does not depend on where the states are. */
export function told({ properties, statistics }: CheckOutcome): object {
  const { states, transitions, depth } = statistics;
  return { states, transitions, depth, properties: said(properties) };
}

export function said(properties: CheckOutcome['properties']): object[] {
  return properties.map(({ name, kind, verdict, depth, minimal }) =>
    kind === 'deadlock'
      ? // Who is deadlocked beside others that move is not looked for: a run that is shown may not be a shortest one.
        { name, verdict: verdict === 'holds' ? 'no-violation-found' : verdict, depth }
      : { name, verdict, depth, minimal },
  );
}
