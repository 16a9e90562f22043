// `run --html`: a site of its own files and no others, whole or as it was before.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mmcheck, project, TINY, tinyProject, tinySpec } from './mmcheck.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const VIOLATED = "{ set: {}, expect: { off: 'violated' } }";
const SITE = ['run', '--html', 'site'];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .sort();

test('of nothing is not written, nor over an earlier one', async () => {
  const cwd = tinyProject(VIOLATED);
  const none = await mmcheck(['run', 'NOSUCH', '--html', 'site'], { cwd });
  expect([none.code, existsSync(join(cwd, 'site'))]).toEqual([2, false]);
  expect(none.stderr).toContain('no site is written to site: no spec could be read');
  const some = await mmcheck(['run', 'NOSUCH', 'specs/tiny.ts', '--html', 'site'], { cwd });
  expect([some.code, existsSync(join(cwd, 'site'))]).toEqual([2, true]);
});

describe('the folder', () => {
  const cwd = tinyProject(VIOLATED);
  const site = join(cwd, 'site');
  const read = (file: string): string => readFileSync(join(site, file), 'utf8');

  test('gets a page for each spec, a picture for each run, and the list of them', async () => {
    const { code, stderr } = await mmcheck(SITE, { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const files = ['index.html', 'tiny.html', 'tiny/defaults/off.svg'];
    expect(filesIn(site)).toEqual([...files, 'mmcheck-site.json'].sort());
    expect(JSON.parse(read('mmcheck-site.json'))).toEqual({ schema: 1, files });
    expect(read('index.html')).toContain('<a href="tiny.html#defaults">');
    expect(read('tiny.html')).toContain('id="defaults/off"');
    expect(read('tiny.html')).toContain('mmcheck check models/tiny.ts --property off');
    expect(read('tiny/defaults/off.svg')).toContain('</svg>');
  });

  test('keeps what others put there, and loses what the run has not', async () => {
    writeFileSync(join(site, 'mine.txt'), 'example.org\n');
    writeFileSync(join(cwd, 'specs/tiny.ts'), tinySpec("{ set: {}, expect: { off: 'violated' } }"));
    mkdirSync(join(cwd, 'specs/group'));
    const moved = tinySpec(VIOLATED).replace('../models', '../../models');
    writeFileSync(join(cwd, 'specs/group/tiny.ts'), moved);
    expect((await mmcheck(['run', 'specs/group', '--html', 'site'], { cwd })).code).toBe(0);
    expect(filesIn(site)).toEqual([
      'group/tiny.html',
      'group/tiny/defaults/off.svg',
      'index.html',
      'mine.txt',
      'mmcheck-site.json',
    ]);
  });

  test('is not written where a page would take another file', async () => {
    writeFileSync(join(site, 'tiny.html'), 'mine\n');
    const before = filesIn(site);
    const { code, stderr } = await mmcheck(SITE, { cwd });
    expect(stderr).toContain(
      'cannot write a site to site: tiny.html is there, and not of an earlier site',
    );
    expect(code).toBe(2);
    expect(read('tiny.html')).toBe('mine\n');
    expect(filesIn(site)).toEqual(before);
  });

  test('is removed from as far as its list may be believed', async () => {
    const cwd = tinyProject(VIOLATED);
    mkdirSync(join(cwd, 'site'));
    writeFileSync(join(cwd, 'kept.html'), 'kept\n');
    const files = ['../kept.html', join(cwd, 'kept.html'), 'a/../../kept.html', 'mine.txt', 7];
    writeFileSync(join(cwd, 'site/mine.txt'), 'example.org\n');
    writeFileSync(join(cwd, 'site/mmcheck-site.json'), JSON.stringify({ schema: 1, files }));
    expect((await mmcheck(SITE, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'kept.html'), 'utf8')).toBe('kept\n');
    expect(existsSync(join(cwd, 'site/mine.txt'))).toBe(true);
  });
});

describe('no other folder is taken', () => {
  const cwd = project({
    'models/tiny.ts': TINY,
    'specs/tiny.ts': tinySpec(VIOLATED),
    'file.html': '',
  });

  test.each([
    ['models', 'other files are there'],
    ['.', 'other files are there'],
    ['file.html', 'it is no folder'],
    ['none/site', 'there is no folder none'],
    ['', 'the name of a folder is empty'],
  ])("'%s'", async (folder, why) => {
    const { code, stdout, stderr } = await mmcheck(['run', '--html', folder], { cwd });
    expect(stderr).toContain(`cannot write a site to ${folder}: ${why}`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a report is no file of the site', async () => {
    const words = ['run', '--html', 'site', '--report', 'json=site/index.html'];
    mkdirSync(join(cwd, 'site'));
    const { code, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain('cannot write site/index.html: it is in the folder of the site');
    expect(code).toBe(2);
  });
});

test('where the disk is full one line says so, and the site is as it was', async () => {
  const cwd = tinyProject(VIOLATED);
  expect((await mmcheck(SITE, { cwd })).code).toBe(0);
  const page = join(cwd, 'site/tiny.html');
  const before = readFileSync(page, 'utf8');
  // Files of at most so many blocks of 1024 bytes: the disk is full there.
  const command = `trap '' XFSZ; ulimit -f 3; exec "$0" "$@"`;
  const words = ['-c', command, process.execPath, MAIN, ...SITE, '--no-cache'];
  const { status, stdout, stderr } = spawnSync('bash', words, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, MMCHECK_CACHE: 'off' },
  });
  expect(stderr).toMatch(/^mmcheck: cannot write a site to site: EFBIG.*\n$/);
  expect(stdout).toContain('1 row: all as expected');
  expect(status).toBe(2);
  expect(readFileSync(page, 'utf8')).toBe(before);
  expect(readdirSync(join(cwd, 'site')).some((name) => name.endsWith('.part'))).toBe(false);
});

test('what was found before without a site is found again with one, and kept', async () => {
  const cwd = tinyProject(VIOLATED);
  const env = { MMCHECK_CACHE: join(cwd, 'kept') };
  const run = (...words: string[]) => mmcheck(words, { cwd, env, cached: true });
  expect((await run('run')).code).toBe(0);
  expect((await run('run', '--html', 'site')).stdout).not.toContain('cached');
  expect((await run('run', '--html', 'site')).stdout).toContain('1 cached');
  expect(readFileSync(join(cwd, 'site/tiny.html'), 'utf8')).toContain('id="defaults/off"');
});
