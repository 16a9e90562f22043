// A model that shows why a rule is needed: small enough to be followed by hand, with one claim that a search without the
// rule gets wrong. Most are a race over x between two processes: the first has but one step, and looks as if it could go
// first; the other finds x unwritten only if it does not. A search that always lets the first one go first loses that.

import { bool, cell } from 'mmcheck';
import type { Properties } from '../../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { somewhere } from '../../kernel/verdicts.ts';

export interface RuleModel {
  readonly system: SystemDefinition;
  readonly properties: Properties;
  /** What a search without the rule says, if it misses no property. */
  readonly loses?: RegExp;
}

export const RACE_CELLS = { x: cell(bool), seen: cell(bool) };

interface RaceCells {
  readonly x: { value: boolean };
  readonly seen: { value: boolean };
}

/** The steps of both sides, and what is lost where the reader always comes last. */
export const writeX = ({ x }: RaceCells): 'done' => {
  x.value = true;
  return 'done';
};
export const readX = ({ x, seen }: RaceCells): 'done' => {
  seen.value = !x.value;
  return 'done';
};
export const early = { early: somewhere(({ seen }) => seen.value) };
