// A verdict that was found before is told at once, and only where all that it depends on is as it was.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Ended, mmcheck, project } from './mmcheck.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../docs/examples', import.meta.url));

const MODEL = readFileSync(join(EXAMPLES, 'page-lookup.ts'), 'utf8');
const SPEC = `import { defineSpec } from 'mmcheck';
import model from '../models/page-lookup.ts';
export default defineSpec(model, {
  seed: 'an example',
  properties: () => ({}),
  history: [],
  rows: [
    { set: { get: 'get_page' }, expect: { assertions: 'violated' } },
    { set: { get: 'get_page_unless_zero' }, expect: { assertions: 'holds' } },
  ],
});
`;

function example(): string {
  return project({ 'models/page-lookup.ts': MODEL, 'specs/page-lookup.ts': SPEC });
}

async function run(cwd: string, ...words: string[]): Promise<Ended & { rows: Row[] }> {
  const ended = await mmcheck(['run', '--format', 'json', ...words], {
    cwd,
    env: { MMCHECK_CACHE: join(cwd, 'cache') },
    cached: true,
  });
  const rows = JSON.parse(ended.stdout).specs.flatMap((spec: { rows: Row[] }) => spec.rows);
  return { ...ended, rows };
}
interface Row {
  cached?: true;
  properties: unknown[];
}
const cachedOf = ({ rows }: { rows: Row[] }) => rows.map(({ cached = false }) => cached);

test('the second time, unless it is asked for again, or something has changed', async () => {
  const cwd = example();
  const first = await run(cwd);
  expect(first.rows).toHaveLength(2);
  expect(cachedOf(first)).toEqual([false, false]);
  const second = await run(cwd);
  expect(cachedOf(second)).toEqual([true, true]);
  expect(second.code).toBe(first.code);
  expect(second.rows.map(({ cached: _, ...row }) => row)).toEqual(first.rows);

  expect(cachedOf(await run(cwd, '--no-cache'))).toEqual([false, false]);
  expect(cachedOf(await run(cwd, '--no-reduction'))).toEqual([false, false]);

  const model = join(cwd, 'models', 'page-lookup.ts');
  writeFileSync(model, `${readFileSync(model, 'utf8')}\n// A word.\n`);
  expect(cachedOf(await run(cwd))).toEqual([false, false]);
});

test('what is damaged is searched again, and told by verify', async () => {
  const cwd = example();
  await run(cwd);
  const folder = join(cwd, 'cache', 'verdicts');
  for (const key of readdirSync(folder)) {
    const file = join(folder, key);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"holds"', '"violated"'));
  }
  const again = await run(cwd);
  expect(cachedOf(again).filter(Boolean).length).toBeLessThan(2);
  expect(again.code).toBe(0);
  expect(again.stderr).toBe(
    'mmcheck: a kept verdict was damaged, and its row is searched; `mmcheck cache verify` removes such\n',
  );
  const env = { MMCHECK_CACHE: join(cwd, 'cache') };
  writeFileSync(join(folder, 'a'.repeat(64)), 'foreign');
  const verified = await mmcheck(['cache', 'verify'], { cwd, env });
  expect(verified.stdout).toMatch(/^removed what was damaged: .* 1 verdict of a row/);
  expect(verified.code).toBe(1);
  expect((await mmcheck(['cache', 'verify'], { cwd, env })).stdout).toBe('all entries are whole\n');
  expect((await mmcheck(['cache', 'clear'], { cwd, env })).stdout).toContain('2 verdicts of rows');
  expect((await mmcheck(['cache', 'info'], { cwd, env })).stdout).toContain('0 verdicts of rows');
});

test.each<[what: string, make: (folder: string) => void, why: RegExp]>([
  ['that is a file', (folder) => writeFileSync(folder, 'a file'), /ENOTDIR|EEXIST/],
  ['that nobody may write', forbid, /EACCES|EPERM|EROFS|ENOENT/],
])('a folder %s: all is searched, and one message says why', async (_, make, why) => {
  const cwd = example();
  make(join(cwd, 'cache'));
  const { code, stderr, rows } = await run(cwd);
  expect({ code, cached: cachedOf({ rows }) }).toEqual({ code: 0, cached: [false, false] });
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^mmcheck: verdicts cannot be kept for the next run: /),
  ]);
  expect(stderr).toMatch(why);
});

/** Also root: nothing is made in /sys. */
function forbid(folder: string): void {
  symlinkSync('/sys/none', folder);
}

test('a cache that is a file is said to be none', async () => {
  const file = join(project({}), 'file');
  writeFileSync(file, '');
  for (const action of ['info', 'verify', 'clear']) {
    const { code, stderr } = await mmcheck(['cache', action], { env: { MMCHECK_CACHE: file } });
    expect([action, code, stderr]).toEqual([action, 2, expect.stringContaining('is no folder')]);
  }
});

test('a cache that is a project keeps nothing, and loses nothing', async () => {
  const cwd = example();
  const before = readdirSync(cwd, { recursive: true });
  const env = { MMCHECK_CACHE: '.' };
  const { code, stderr } = await mmcheck(['run'], { cwd, env, cached: true });
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('is no cache of mmcheck: there is something else in it'),
  });
  for (const action of ['info', 'verify', 'clear']) {
    const ended = await mmcheck(['cache', action], { cwd, env });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/is no cache of mmcheck.*; name an empty folder in MMCHECK_CACHE/);
  }
  expect(readdirSync(cwd, { recursive: true })).toEqual(before);
});

test('what cannot be removed is said', () => {
  const cwd = project({ [`verdicts/${'a'.repeat(64)}`]: 'damaged' });
  chmodSync(cwd, 0o755);
  chmodSync(join(cwd, 'verdicts'), 0o555);
  // Root may remove everything.
  const uid = process.getuid?.() === 0 ? { uid: 65534 } : {};
  for (const action of ['clear', 'verify']) {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'cache', action], {
      env: { ...process.env, MMCHECK_CACHE: cwd },
      encoding: 'utf8',
      ...uid,
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^mmcheck: cannot remove an entry of .*: EACCES.*\n$/),
    });
  }
});

test('a spec that was opened before: its files are not written over, and its names are asked for', async () => {
  const cwd = example();
  await run(cwd);
  expect(readdirSync(join(cwd, 'cache', 'specs'))).toHaveLength(1);
  expect(cachedOf(await run(cwd))).toEqual([true, true]);
  linkSync(join(cwd, 'models', 'page-lookup.ts'), join(cwd, 'same.json'));
  const refused = (...words: string[]) =>
    mmcheck(['run', ...words], { cwd, env: { MMCHECK_CACHE: join(cwd, 'cache') }, cached: true });
  const over = await refused('--report', 'json=same.json');
  expect(over.code).toBe(2);
  expect(over.stderr).toContain('specs/page-lookup.ts is made of it');
  const unknown = await refused('--property', 'assertoins');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('assertoins');
});

test('how much memory there was does not count', async () => {
  const cwd = example();
  await run(cwd, '--memory', '512M');
  expect(cachedOf(await run(cwd, '--memory', '1G'))).toEqual([true, true]);
  expect(cachedOf(await run(cwd))).toEqual([true, true]);
});

test('a spec that may depend on more is searched every time', async () => {
  const cwd = example();
  mkdirSync(join(cwd, 'lib'));
  cpSync(join(cwd, 'models'), join(cwd, 'lib'), { recursive: true });
  const spec = join(cwd, 'specs', 'page-lookup.ts');
  writeFileSync(spec, `import { env } from 'node:process';\nexport const who = env.USER;\n${SPEC}`);
  await run(cwd);
  expect(cachedOf(await run(cwd))).toEqual([false, false]);
});

test('a file that is saved while it is loaded: nobody knows which text that was', async () => {
  const cwd = example();
  const model = join(cwd, 'models', 'page-lookup.ts');
  writeFileSync(model, `import '../lib/save.cjs';\n${MODEL}`);
  mkdirSync(join(cwd, 'lib'));
  // Saves once, as an editor might, by a name that no text of the spec's tells.
  const save = `const fs = module[['re', 'quire'].join('')]('node:fs');
const model = ${JSON.stringify(model)};
const text = fs.readFileSync(model, 'utf8');
if (!text.includes('// Saved.')) fs.writeFileSync(model, text + '// Saved.');
`;
  writeFileSync(join(cwd, 'lib', 'save.cjs'), save);
  await run(cwd);
  expect(readFileSync(model, 'utf8')).toContain('// Saved.');
  expect(cachedOf(await run(cwd))).toEqual([false, false]);
  expect(cachedOf(await run(cwd))).toEqual([true, true]);
});
