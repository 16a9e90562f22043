// What a search has still to decide, and whether it goes on when that is nothing.

import type { Finding } from '../graph/finding.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import type { ExploreOptions } from './options.ts';

/** A graph of fewer states is completed although all is decided, for the shortest run into a deadlock: it takes a moment. */
const SMALL = 100_000;

export class OpenProperties {
  readonly #open: Set<string>;
  /** Whether the search is over once nothing is open. */
  readonly #endsEarly: boolean;

  constructor({ properties, assertions, exhaustive }: ExploreOptions) {
    this.#endsEarly = !exhaustive && properties.length > 0;
    this.#open = new Set([...properties, ...(assertions ? [ASSERTIONS] : [])]);
  }

  close(property: string): void {
    this.#open.delete(property);
  }

  /** Whether the search goes on for shorter runs only. */
  get areClosed(): boolean {
    return this.#endsEarly && this.#open.size === 0;
  }

  /** Whether a search of so many states is over. */
  areDecided(findings: ReadonlyMap<string, Finding>, states: number): boolean {
    return this.areClosed && !mayBeShorter(findings, states);
  }
}

/** Whether something was found that the rest of the graph may show to be shorter, and is worth it. */
function mayBeShorter(findings: ReadonlyMap<string, Finding>, states: number): boolean {
  if (states >= SMALL) return false;
  for (const { minimal } of findings.values()) if (minimal === false) return true;
  return false;
}
