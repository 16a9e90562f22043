// What the shipped models' searches rely upon is so: one row of a spec is audited, the first that is not too large; by day, of
// every third spec. `mmcheck run --audit` audits all rows.

import { expect, test } from 'vitest';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { runRow } from '../../src/spec/run-spec.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';
import { imported, shippedNames } from '../support/shipped-files.ts';

const ONE_IN = process.env.ALL_ROWS === undefined ? 3 : 1;
const specs = shippedNames('specs').filter((_, k) => k % ONE_IN === 0);

test.each(specs)('%s', async (name) => {
  const { default: spec } = await imported<{ default: SpecDefinition }>('specs', name);
  const row = examineSpec(spec).find((one) => one.row.stress !== true);
  if (!row) throw new Error('the spec has only large rows');
  const { audit } = runRow(spec, row, { audit: true });
  expect(audit?.problems).toEqual([]);
  expect(audit?.steps).toBeGreaterThan(0);
});
