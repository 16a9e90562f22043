// A mistake in the model is found in some state: the run that led there is the quickest way to see it.

import { ModelError } from '../model/errors.ts';
import type { Explorer, SearchResult } from './explore.ts';
import { pathTo } from './path.ts';

/** Runs a search; a ModelError leaves it with the run that led to the state in which it was found. */
export function runOrExplain(search: Explorer): SearchResult {
  try {
    return search.run();
  } catch (error) {
    if (!(error instanceof ModelError) || search.current < 0) throw error;
    throw new ModelError(error.message, { ...error.place, run: runTo(search) });
  }
}

function runTo(search: Explorer): string[] {
  const { instances } = search.stepper.system.layout;
  return pathTo(search, { state: search.current }).steps.map(({ instance, from }) => {
    const { name, process } = instances[instance];
    return `${name}: ${process.labelNames[from]}`;
  });
}
