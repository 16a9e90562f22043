// Which ends the memory models allow, beside what is published of them.

import { describe, expect, it } from 'vitest';
import { MEMORY_MODELS } from '../../src/language/memory-model.ts';
import { endsOf, litmus } from './litmus.ts';
import { PUBLISHED } from './published.ts';

/** All else is tested under sc by all that has no memory model. */
const UNDER_SC = ['SB', 'MP', 'IRIW'];

describe.each(Object.entries(PUBLISHED))('%s', (name, { lines, asks, allowed }) => {
  const model = litmus(lines);
  it.each(MEMORY_MODELS.filter((one) => one !== 'sc' || UNDER_SC.includes(name)))(
    'under %s',
    (memory) => {
      const ends = endsOf(model, { 'memory-model': memory }).map((end) => new Set(end.split(' ')));
      const isReached = ends.some((end) => asks.split(' ').every((value) => end.has(value)));
      expect(isReached).toBe(allowed.includes(memory));
    },
  );
});
