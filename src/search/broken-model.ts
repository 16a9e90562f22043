// A mistake in the model is found in some state: the run that led there is the quickest way to see it.

import { ModelError } from '../model/errors.ts';
import type { Explorer } from './explore.ts';
import { pathTo } from './path.ts';
import type { SearchResult } from './search.ts';

/** Runs a search; a ModelError leaves it with the run that led to the state in which it was found. */
export function runOrExplain(search: Explorer): SearchResult {
  try {
    return search.run();
  } catch (error) {
    if (!(error instanceof ModelError) || search.current < 0) throw error;
    throw withRun(search, error);
  }
}

function withRun(search: Explorer, error: ModelError): ModelError {
  const { system } = search.stepper;
  const { initial, steps } = pathTo(search, { state: search.current });
  const run = steps.map(({ instance, from }) => {
    const { name, process } = system.layout.instances[instance];
    return `${name}: ${process.labelNames[from]}`;
  });
  const { message, place } = inRealState(search, steps.at(-1)?.state ?? initial) ?? error;
  return new ModelError(message, { ...place, run });
}

/** The mistake as the real run makes it: under symmetry the search found it in a representative, by other names. */
function inRealState({ stepper }: Explorer, state: Int32Array): ModelError | undefined {
  try {
    stepper.system.state.set(state);
    stepper.expand({ moved: () => {}, stayed: () => {}, objected: () => {} });
  } catch (error) {
    if (error instanceof ModelError) return error;
  }
  return undefined;
}
