// docs/kernel-history.md says what the specs say. `npm run docs:history` writes it anew.

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { historyMarkdown } from '../../src/report/history.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { turnsOf } from '../../src/spec/history.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';

const folder = new URL('../../specs/', import.meta.url);

test('the history page is that of the specs', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const specs = await Promise.all(
    files.map(async (name) => {
      const { default: spec } = (await import(new URL(name, folder).href)) as {
        default: SpecDefinition;
      };
      return spec;
    }),
  );
  const turns = specs.flatMap((spec) => turnsOf(spec, examineSpec(spec)));
  await expect(historyMarkdown(turns)).toMatchFileSnapshot('../../docs/kernel-history.md');
});
