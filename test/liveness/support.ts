// One system, both explorers: the engine's verdict, on which the reference has to agree.

import { expect } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { defineModel } from '../../src/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import { type PropertyMakers, propertyMakers } from '../../src/language/claims/makers.ts';
import type { Properties, PropertyDefinition } from '../../src/language/claims/property.ts';
import type { Processes, System } from '../../src/language/system.ts';
import { explore } from '../../src/reference/explore.ts';
import type { Trace } from '../../src/trace/trace.ts';

export interface Judged {
  readonly verdict: string;
  readonly message?: string;
  /** `p go, q go`: the steps before the run repeats itself, and those that repeat. */
  readonly stem?: string;
  readonly cycle?: string;
}

export function judge<C extends Cells, P extends Processes>(
  system: System<C, P>,
  make: (makers: PropertyMakers<C, P>) => PropertyDefinition,
  others: Properties = {},
): Judged {
  const claim = make(propertyMakers<C, P>());
  const model = defineModel('tested', { system: () => system });
  const { properties } = checkModel(model, {}, { claim, ...others });
  const [{ verdict, counterexample: trace }] = properties;
  const depth = trace && (trace.loop ?? trace.steps.size);
  const expected = explore(system, { claim, ...others }).verdicts.claim;
  expect({ verdict, ...(depth === undefined ? {} : { depth }) }).toEqual(expected);
  return { verdict, ...(trace && told(trace)) };
}

function told({ steps, loop = steps.size, property }: Trace): Omit<Judged, 'verdict'> {
  const words = steps.toArray().map(({ name, label }) => `${name} ${label}`);
  return {
    message: property.message,
    stem: words.slice(0, loop).join(', '),
    cycle: words.slice(loop).join(', '),
  };
}
