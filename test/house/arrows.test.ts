// The linter enforces which room may import what (CONTRIBUTING.md). A rule that does not fire is
// worse than none, so each is given a deliberate violation, and something that is allowed.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { project } from '../cli/mmcheck.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const BIOME = file('node_modules/@biomejs/biome/bin/biome');

/** A room, an import that it may not have, and one that it may. */
const ARROWS = [
  ['src/model', '../property/property.ts', '../model/cell.ts'],
  ['src/model/code', '../../check.ts', '../layout/layout.ts'],
  ['src/kernel', '../property/property.ts', '../model/cell.ts'],
  ['src/property', '../search/explore.ts', '../model/cell.ts'],
  ['src/store', '../trace/trace.ts', '../model/cell.ts'],
  ['src/trace', '../search/explore.ts', 'immutable'],
  ['src/reduction', '../search/explore.ts', '../store/visited-set.ts'],
  ['src/search', '../check.ts', '../store/visited-set.ts'],
  ['src/search', '../report/dot.ts', 'node:worker_threads'],
  ['src/search', '../lock-order/lock-order.ts', '../outcome.ts'],
  ['src/lock-order', '../check.ts', '../search/path.ts'],
  ['src/report', '../lock-order/problems.ts', '../outcome.ts'],
  ['src/audit', '../check.ts', '../search/stepper.ts'],
  ['src/search', '../audit/audit.ts', '../store/visited-set.ts'],
  ['src/report', '../audit/report.ts', '../outcome.ts'],
  ['src/reference', '../model/layout/layout.ts', '../model/cell.ts'],
  ['src/reference', '../model/access/analyse.ts', 'immutable'],
  ['src/report', '../search/explore.ts', '../outcome.ts'],
  ['src/spec', '../search/explore.ts', '../check.ts'],
  ['src/load', 'commander', 'jiti'],
  ['src/supervise', 'node:fs', 'node:worker_threads'],
  ['src/supervise/tasks', '../../cli/main.ts', '../../check.ts'],
  ['src/cli', '../store/visited-set.ts', 'commander'],
  ['src/cli/commands', 'jiti', './check.ts'],
  ['models', '../src/index.ts', 'mmcheck/kernel'],
  ['specs', '../src/index.ts', '../models/x.ts'],
] as const;

/**
 * The arrows as files, one each: the forbidden import on the third line, the other on the fifth.
 */
const place = (room: string, k: number): string => `${room}/x${k}.ts`;
const files = ARROWS.map(([room, forbidden, allowed], k) => [
  place(room, k),
  `// Why.\n\nimport '${forbidden}';\n\nimport '${allowed}';\n`,
]);
const found = lint({
  ...Object.fromEntries(files),
  'src/search/reads.ts': '// Why.\n\nexport const words = process.argv;\n',
  'src/cli/reads.ts': '// Why.\n\nexport const words = process.argv;\n',
});

function lint(texts: Readonly<Record<string, string>>): string {
  const cwd = project({ ...texts, 'biome.json': readFileSync(file('biome.json'), 'utf8') });
  const words = [BIOME, 'lint', '--colors=off', '--max-diagnostics=none'];
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  return stdout + stderr;
}

test.each(ARROWS.map((arrow, k) => [...arrow, k] as const))(
  '%s may not import %s, but may %s',
  (room, _forbidden, _allowed, k) => {
    expect(found).toMatch(new RegExp(`${place(room, k)}:3:\\d+ lint/style/noRestrictedImports`));
    expect(found).not.toContain(`${place(room, k)}:5:`);
  },
);

test('only the command line reads the process', () => {
  expect(found).toMatch(/src\/search\/reads\.ts:3:\d+ lint\/style\/noRestrictedGlobals/);
  expect(found).not.toContain('src/cli/reads.ts');
});
