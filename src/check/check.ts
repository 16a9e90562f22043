// The facade: a model, its parameters, properties and options in; an outcome out. Prints nothing, exits nowhere.

import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import { explore } from './explore.ts';
import { learning } from './learnt.ts';
import type { CheckOptions, InternalOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { searchAgain } from './search-again.ts';
import { checkInGroups } from './searches.ts';
import { summarise } from './summarise.ts';
import { verdicts } from './verdicts.ts';

/** Checks all properties, in one search or in several. Throws ModelError and UsageError; a finding is a value. */
export function checkModel(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: CheckOptions = {},
): CheckOutcome {
  return checkHelped(model, values, properties, options);
}

/** The same, perhaps with the help of other threads. */
export function checkHelped(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: InternalOptions,
): CheckOutcome {
  return checkInGroups(properties, options, (some, mayGoOn) =>
    searchAgain((attempt) => {
      some.onLearnt?.(undefined);
      const check = prepare(model, values, properties, some, attempt);
      const explored = explore(check, learning(check, mayGoOn));
      return summarise(check, explored, verdicts(check, explored));
    }),
  );
}
