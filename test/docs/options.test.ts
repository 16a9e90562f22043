// docs/cli.md names every option of every command, and in the table of options each choice of one.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mmcheck } from '../cli/mmcheck.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `--'));

test.each([
  'check',
  'run',
  'replay',
  'graph',
  'inspect',
  'list',
  'conform',
  'trace-filter',
  'monitor',
  'explore',
  'outcomes',
  'simulate',
  'sweep',
  'barriers',
  'worker',
  'status',
])('%s', async (command) => {
  const { stdout } = await mmcheck([command, '--help']);
  const options = stdout
    .split('\n\n')
    .find((part) => part.startsWith('Options:'))
    ?.split(/\n(?= {2}-)/)
    .slice(1)
    .map((text) => text.replace(/\s+/g, ' ').trim());
  expect(options?.length).toBeGreaterThan(1);
  for (const option of options ?? []) {
    const [flag] = option.match(/--[a-z-]+/) ?? [''];
    if (flag === '--help') continue;
    expect(page, flag).toContain(`\`${flag}`);
    const row = rows.find((one) => one.startsWith(`| \`${flag}`)) ?? '';
    const choices = option.match(/choices: ("[^)]*?")(?:,? default|\))/)?.[1] ?? '';
    for (const [, choice] of choices.matchAll(/"(.*?)"/g)) {
      expect(row, `the choices of ${flag}`).toMatch(new RegExp(`\\b${choice}\\b`));
    }
  }
});
