// A mistake in the model is found in some state: the run that led there is the quickest way to see it.

import { ModelError } from '../model/errors.ts';
import type { Explorer } from './explore.ts';
import { notRepeatable } from './not-repeatable.ts';
import { firstStep, followChain, type PathStep, pathTo } from './path.ts';
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
  const again = inRealState(search, steps.at(-1)?.state ?? initial);
  // A mistake of a representative that no real state shows is none of the model's.
  if (search.symmetry && !again) throw notRepeatable();
  const run = [...steps, ...(again?.chain ?? [])].map(({ instance, from }) => {
    const { name, process } = system.layout.instances[instance];
    return `${name}: ${process.labelNames[from]}`;
  });
  const { message, place } = again?.error ?? error;
  return new ModelError(message, { ...place, run });
}

/**
 * The mistake as the real run makes it: under symmetry the search found it in a representative, by other names. It may
 * come in a step of a chain, after others.
 */
function inRealState(
  search: Explorer,
  state: Int32Array,
): { error: ModelError; chain: readonly PathStep[] } | undefined {
  let chain: PathStep[] = [];
  try {
    firstStep(search.stepper, state, (step) => {
      chain = [step];
      followChain(search, state, chain);
      chain = [];
      return false;
    });
  } catch (error) {
    if (error instanceof ModelError) return { error, chain };
  }
  return undefined;
}
