// docs/kernel-history.md and docs/arguments.md say what the specs say. `npm run docs:history` writes them anew.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { argumentsMarkdown } from '../../src/report/arguments.ts';
import { historyMarkdown } from '../../src/report/history.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { turnsOf } from '../../src/spec/history.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';
import { imported, shippedNames } from '../support/shipped-files.ts';

const ARGUMENTS = new URL('../../docs/arguments.md', import.meta.url);
/** From here on the page is written by hand. */
const WITHOUT = '\n## Threads that are no state machine\n';

test('the tables of the arguments are those of the specs', async () => {
  const groups = new Map<string, SpecDefinition[]>();
  for (const name of shippedNames('specs')) {
    const { default: spec } = await imported<{ default: SpecDefinition }>('specs', name);
    const group = dirname(name);
    groups.set(group, [...(groups.get(group) ?? []), spec]);
  }
  const [, byHand] = readFileSync(ARGUMENTS, 'utf8').split(WITHOUT);
  const page = argumentsMarkdown(groups) + WITHOUT + byHand;
  await expect(page).toMatchFileSnapshot('../../docs/arguments.md');
});

test('each shipped spec says where its discussion is, and who was right', async () => {
  for (const name of shippedNames('specs')) {
    const { default: spec } = await imported<{ default: SpecDefinition }>('specs', name);
    expect({ name, seed: spec.seed, answer: spec.answer }).toEqual({
      name,
      seed: expect.stringMatching(/./),
      answer: expect.stringMatching(/\.$/),
    });
  }
});

test('the history page is that of the specs', async () => {
  const specs = await Promise.all(
    shippedNames('specs').map(
      async (name) => (await imported<{ default: SpecDefinition }>('specs', name)).default,
    ),
  );
  const turns = specs.flatMap((spec) => turnsOf(spec, examineSpec(spec)));
  await expect(historyMarkdown(turns)).toMatchFileSnapshot('../../docs/kernel-history.md');
});
