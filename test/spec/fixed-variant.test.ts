// The variant that shows a fix is a row without other faults, where one is as near as another.

import { expect, test } from 'vitest';
import { bool, cell, defineModel, system, upTo } from '../../src/index.ts';
import { fixedVariant } from '../../src/spec/fixed-variant.ts';
import type { SpecRow } from '../../src/spec/spec.ts';

const model = defineModel('m', {
  parameters: { lock: bool, flush: bool, more: bool },
  system: () => system({ x: cell(upTo(1)) }, () => ({})),
});

const nearest = (...rows: readonly SpecRow[]) =>
  fixedVariant({ rows }, model, 'safe', { lock: false, flush: false, more: false })?.differing;

const lock = {
  set: { lock: true, flush: false, more: false },
  expect: { safe: 'holds', live: 'violated' },
} as const;
const flush = {
  set: { lock: false, flush: true, more: false },
  expect: { safe: 'holds', live: 'holds' },
} as const;
const both = {
  set: { lock: true, flush: true, more: false },
  expect: { safe: 'holds', live: 'holds' },
} as const;

test('of rows that are equally near, one where all holds', () => {
  expect(nearest(lock, flush, both)).toBe('flush=true');
  expect(nearest(flush, lock, both)).toBe('flush=true');
});

test('a nearer one comes first, whatever else is violated there', () => {
  expect(nearest(both, lock)).toBe('lock=true');
});
