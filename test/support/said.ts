// All that a check says but what is measured: time, memory, threads. What must not depend on how it was found is compared by it.

import { checkHelped } from '../../src/check/check.ts';
import type { InternalOptions } from '../../src/check/options.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../../src/language/define-model.ts';
import { checkJson } from '../../src/report/json/check.ts';

export function said(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: InternalOptions,
): unknown {
  try {
    const outcome = checkHelped(model, values, properties, options);
    const { statistics, limit, ...rest } = checkJson(outcome);
    const { seconds: _, peakMemoryBytes: __, workers: ___, ...counts } = statistics;
    return { ...rest, counts, limit: limit?.reached, happenings: outcome.happenings };
  } catch (error) {
    const { name, message, place } = error as Error & { place?: unknown };
    if (name !== 'ModelError') throw error;
    return { name, message, place };
  }
}
