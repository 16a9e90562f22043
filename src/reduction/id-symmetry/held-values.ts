// What places may hold in the middle of a step. Only at its end a step has to be within the domains: until then a place may
// hold what its domain has not, none where no id may be missing, say, and an index by it fails.
//
// Known when all stores have been seen; so the code is gone through until nothing is new.

import { isSame, join } from './join.ts';
import {
  anything,
  type Candidates,
  INTEGER,
  isInteger,
  isSmall,
  PLAIN,
  SUM,
  type Type,
} from './types.ts';

export class HeldValues {
  readonly #candidates: Candidates;
  /** Of places that may hold something outside of their domain, by root. */
  readonly #types = new Map<string, Type>();
  #haveGrown = false;

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
  }

  at(root: string): Type | undefined {
    return this.#types.get(root);
  }

  note(root: string, domain: Type, stored: Type): void {
    const outside = outsideOf(domain, stored);
    if (!outside) return;
    const before = this.#types.get(root) ?? outside;
    const after = join(before, outside) ?? anything(this.#candidates);
    if (this.#types.has(root) && isSame(before, after)) return;
    this.#types.set(root, after);
    this.#haveGrown = true;
  }

  /** Whether something is new since this was asked last. */
  haveGrown(): boolean {
    const haveGrown = this.#haveGrown;
    this.#haveGrown = false;
    return haveGrown;
  }
}

/** What a place may hold in the middle of a step that stores something there; undefined if that is what its domain says. */
function outsideOf(domain: Type, stored: Type): Type | undefined {
  if (domain.type === 'id' || domain.type === 'process') {
    const after = join(domain, stored);
    const isWider = after?.type === domain.type && after.optional !== domain.optional;
    return isWider ? after : undefined;
  }
  if (domain.type !== 'plain') return undefined;
  const { values, integer } = domain;
  const given = stored.type === 'plain' ? stored.values : undefined;
  // Not by includes(), to which 0 and -0 are one.
  const isKnown = (value: unknown): boolean =>
    values?.some((one) => Object.is(one, value)) ?? false;
  if (values ? given?.every(isKnown) : !integer) return undefined;
  if (!values && isSmall(stored)) return undefined;
  if (!isInteger(stored) || !integer) return PLAIN;
  return isSmall(stored) ? INTEGER : SUM;
}
