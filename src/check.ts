// The facade: a model, its parameters, properties and options in; an outcome out. Prints nothing, exits nowhere.

import type { ModelDefinition } from './model/define-model.ts';
import type { CheckOutcome } from './outcome.ts';
import type { Properties } from './property/property.ts';
import type { ParameterValues } from './model/define-model.ts';

export interface CheckOptions {
  readonly order?: 'bfs' | 'dfs';
  readonly reduction?: boolean;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly memoryBytes?: number;
  /** Check only these properties. */
  readonly only?: readonly string[];
  /** Shared with the thread that watches over the search: see search/progress.ts. */
  readonly progress?: SharedArrayBuffer;
}

/** Checks all properties in one run. Throws ModelError and UsageError; a finding is a value. */
export function checkModel(
  _model: ModelDefinition,
  _values: ParameterValues,
  _properties: Properties,
  _options: CheckOptions = {},
): CheckOutcome {
  throw new Error('not built yet');
}
