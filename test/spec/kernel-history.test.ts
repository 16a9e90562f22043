// docs/kernel-history.md says what the specs say. `npm run docs:history` writes it anew.

import { expect, test } from 'vitest';
import { historyMarkdown } from '../../src/report/history.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { turnsOf } from '../../src/spec/history.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';
import { imported, shippedNames } from '../support/shipped-files.ts';

test('the history page is that of the specs', async () => {
  const specs = await Promise.all(
    shippedNames('specs').map(
      async (name) => (await imported<{ default: SpecDefinition }>('specs', name)).default,
    ),
  );
  const turns = specs.flatMap((spec) => turnsOf(spec, examineSpec(spec)));
  await expect(historyMarkdown(turns)).toMatchFileSnapshot('../../docs/kernel-history.md');
});
