// One claim about a system, and its lasso in words.

import type { Cells } from '../../src/language/cell.ts';
import { type PropertyMakers, propertyMakers } from '../../src/language/claims/makers.ts';
import type { Properties, PropertyDefinition } from '../../src/language/claims/property.ts';
import type { Processes, System } from '../../src/language/system.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { judge as judgeAll } from '../support/judge.ts';

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
  const { verdict, counterexample: trace } = judgeAll(system, { claim, ...others }).claim;
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
