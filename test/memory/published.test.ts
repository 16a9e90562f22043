// Which ends the memory models allow, beside what is published of them.

import { describe, expect, it } from 'vitest';
import { MEMORY_MODELS } from '../../src/language/memory-model.ts';
import { endsOf, litmus } from './litmus.ts';
import { PUBLISHED } from './published.ts';

describe.each(Object.entries(PUBLISHED))('%s', (_name, { lines, asks, allowed }) => {
  const model = litmus(lines);
  it.each(MEMORY_MODELS)('under %s', (memory) => {
    const ends = endsOf(model, { 'memory-model': memory }).map((end) => new Set(end.split(' ')));
    const isReached = ends.some((end) => asks.split(' ').every((value) => end.has(value)));
    expect(isReached).toBe(allowed.includes(memory));
  });
});
