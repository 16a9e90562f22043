// What the searches of a check have found, before any of it is put into words.

import type { Shown } from '../counterexample/shortest.ts';
import type { SearchResult } from '../graph/finding.ts';
import type { Search } from './search.ts';

/** A search, and what it has found. */
export interface Found {
  readonly search: Search;
  readonly result: SearchResult;
  readonly seconds: number;
}

export interface Explored extends Found {
  /** Each finding, in the graph that shows it by the shortest run. */
  readonly shown: ReadonlyMap<string, Shown>;
}

/** Who wants to hear at once. */
export interface Listener {
  /** Something was found, and the search goes on. */
  finding(search: Search, seconds: number): void;
  /** The search has ended. */
  ended(found: Found): void;
}
