// Only the command line reads the process: a rule of the linter, which is given a violation.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { project } from '../cli/mmcheck.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const BIOME = file('node_modules/@biomejs/biome/bin/biome');
const TEXT = '// Why.\n\nexport const words = process.argv;\n';

test('only the command line reads the process', () => {
  const cwd = project({
    'src/model/reads.ts': TEXT,
    'src/cli/reads.ts': TEXT,
    'biome.json': readFileSync(file('biome.json'), 'utf8'),
  });
  const words = [BIOME, 'lint', '--colors=off', '--max-diagnostics=none'];
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  expect(stdout + stderr).toMatch(/src\/model\/reads\.ts:3:\d+ lint\/style\/noRestrictedGlobals/);
  expect(stdout + stderr).not.toContain('src/cli/reads.ts');
});
