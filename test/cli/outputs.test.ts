// Files that a command writes: never one that it reads, never half of one, and no waiting for a pipe.

import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mmcheck, project, TINY, tinySpec } from './mmcheck.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const CLAIM = `${TINY.replace('defineModel,', 'defineModel, defineProperties,').replace(
  'export default',
  'const tiny =',
)}export default tiny;
export const properties = defineProperties(tiny, ({ invariant }) => ({
  off: invariant('the flag stays off', ({ flag }) => !flag.value),
}));
`;

describe('a file that the run reads is not written', () => {
  const files = {
    'models/tiny.ts': CLAIM.replace(
      "from 'mmcheck';",
      "from 'mmcheck';\nimport { on } from './on.ts';\nimport data from './data.json';\nvoid data;",
    ).replace('= true', '= on'),
    'models/on.ts': 'export const on = true;\n',
    'models/data.json': '{ "n": 1 }\n',
    'specs/tiny.ts': tinySpec("{ set: {}, expect: { off: 'violated' } }"),
    'specs/other.ts': 'export {};\n',
  };
  const cwd = project(files);
  symlinkSync('tiny.ts', join(cwd, 'models/link.json'));
  linkSync(join(cwd, 'models/tiny.ts'), join(cwd, 'hard.json'));

  test.each([
    ['the model', 'check', ['--trace', 'models/tiny.ts']],
    ['by another path', 'check', ['--trace', './specs/../models/tiny.ts']],
    ['by a symbolic link', 'check', ['--trace', 'models/link.json']],
    ['by a hard link', 'check', ['--dot', 'hard.json']],
    ['what it imports', 'check', ['--dot', 'models/on.ts']],
    ['data that it imports', 'check', ['--trace', 'models/data.json']],
    ['its spec, which nobody named', 'check', ['--svg', 'specs/tiny.ts']],
    ['by graph', 'graph', ['--dot', 'models/tiny.ts']],
  ])('%s', async (_, command, words) => {
    const { code, stdout, stderr } = await mmcheck([command, 'models/tiny.ts', ...words], { cwd });
    const isCode = words[1].endsWith('.ts') || words[1].includes('link');
    const why = isCode ? 'it is a source file' : 'the model is made of it';
    expect(stderr).toContain(`cannot write ${words[1]}: ${why}`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
    }
  });

  test.each([
    ['what another spec is', ['check', 'models/tiny.ts', '--trace', 'specs/other.ts']],
    [
      'the model of a sweep',
      ['sweep', 'models/tiny.ts', '--set', 'n=1..2', '--csv', 'models/tiny.ts'],
    ],
    ['the model of a trace', ['explain', 'models/data.json', '--dot', 'models/on.ts']],
  ])('%s', async (_, words) => {
    const { code, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain(`cannot write ${words.at(-1)}: it is a source file`);
    expect(code).toBe(2);
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
    }
  });

  test('another one is', async () => {
    const words = ['check', 'models/tiny.ts', '--trace', 'models/other.json'];
    expect((await mmcheck(words, { cwd })).code).toBe(1);
    expect(JSON.parse(readFileSync(join(cwd, 'models/other.json'), 'utf8')).model).toBe('tiny');
  });
});

describe('a file that cannot be written whole', () => {
  /** Whose trace and whose graph are longer than that. */
  const LONG = CLAIM.replace('setter:', `${'p'.repeat(900)}:`);
  /** Files of at most so many blocks of 1024 bytes: the disk is full there. */
  const onFullDisk = (cwd: string, words: readonly string[]) => {
    const command = `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`;
    return spawnSync('bash', ['-c', command, process.execPath, MAIN, ...words], {
      cwd,
      encoding: 'utf8',
    });
  };

  test('is not there, and the result is', () => {
    const cwd = project({ 'tiny.ts': LONG });
    const { status, stdout, stderr } = onFullDisk(cwd, ['check', 'tiny.ts', '--trace', 'run.json']);
    expect(stderr).toContain('cannot write run.json: EFBIG');
    expect(stdout).toContain('off is violated in 1 step');
    expect(readdirSync(cwd)).toEqual(['tiny.ts']);
    expect(status).toBe(2);
  });

  test('is what it was before', () => {
    const cwd = project({ 'tiny.ts': LONG, 'run.json': 'old' });
    onFullDisk(cwd, ['check', 'tiny.ts', '--trace', 'run.json']);
    expect(readFileSync(join(cwd, 'run.json'), 'utf8')).toBe('old');
    expect(readdirSync(cwd).sort()).toEqual(['run.json', 'tiny.ts']);
  });

  test('by graph: neither', () => {
    const cwd = project({ 'tiny.ts': LONG, 'states.dot': 'old' });
    const { status } = onFullDisk(cwd, ['graph', 'tiny.ts', '--dot', 'states.dot']);
    expect(readFileSync(join(cwd, 'states.dot'), 'utf8')).toBe('old');
    expect(status).toBe(2);
  });
});

describe('what is written', () => {
  test('keeps the permissions and the links of what was there', async () => {
    const cwd = project({ 'tiny.ts': CLAIM, 'kept.json': 'old' });
    chmodSync(join(cwd, 'kept.json'), 0o640);
    symlinkSync('kept.json', join(cwd, 'link.json'));
    await mmcheck(['check', 'tiny.ts', '--trace', 'link.json'], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'kept.json'), 'utf8')).model).toBe('tiny');
    expect(statSync(join(cwd, 'kept.json')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(cwd, 'link.json'), 'utf8')).toBe(
      readFileSync(join(cwd, 'kept.json'), 'utf8'),
    );
  });

  test('goes to a device as it is', async () => {
    const cwd = project({ 'tiny.ts': CLAIM });
    const words = ['check', 'tiny.ts', '--trace', '/dev/null'];
    expect((await mmcheck(words, { cwd })).code).toBe(1);
    const full = await mmcheck(['check', 'tiny.ts', '--trace', '/dev/full'], { cwd });
    expect(full.stderr).toContain('cannot write /dev/full: ENOSPC');
    expect(full.code).toBe(2);
  });

  test('goes to no pipe that nobody may ever read', async () => {
    const cwd = project({ 'tiny.ts': CLAIM });
    spawnSync('mkfifo', [join(cwd, 'pipe')]);
    for (const words of [
      ['check', 'tiny.ts', '--trace', 'pipe'],
      ['graph', 'tiny.ts', '--dot', 'pipe'],
    ]) {
      const { code, stderr } = await mmcheck(words, { cwd });
      expect(stderr).toContain('cannot write pipe: it is a pipe');
      expect(code).toBe(2);
    }
  });

  test('goes to a pipe that somebody has opened', () => {
    const cwd = project({ 'tiny.ts': CLAIM });
    const command = '"$0" "$@" --trace >(cat > through.json) > result.txt; echo $?; wait $!';
    const words = ['-c', command, process.execPath, MAIN, 'check', 'tiny.ts'];
    expect(spawnSync('bash', words, { cwd, encoding: 'utf8' }).stdout).toBe('1\n');
    expect(JSON.parse(readFileSync(join(cwd, 'through.json'), 'utf8')).model).toBe('tiny');
  });
});

describe('a file whose code ends the thread that loads it', () => {
  const EXITS = 'process.exit(0);\n';
  const cwd = project({
    'models/a.ts': TINY,
    'models/b.ts': EXITS + TINY.replace("'tiny'", "'other'"),
    'models/tiny.ts': TINY,
    'specs/a.ts': EXITS + tinySpec("{ set: {}, expect: { off: 'violated' } }"),
    'specs/tiny.ts': tinySpec("{ set: {}, expect: { off: 'violated' } }"),
  });

  test('list: the others are listed, and it is named', async () => {
    const { code, stdout, stderr } = await mmcheck(['list', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).models).toMatchObject([
      { file: 'models/a.ts', rows: 1 },
      { file: 'models/tiny.ts', rows: 1 },
    ]);
    expect(stderr).toContain('mmcheck: models/b.ts: its code ended its own thread');
    expect(stderr).toContain('mmcheck: specs/a.ts: its code ended its own thread');
    expect(code).toBe(2);
  });

  test('run: the others are run, and it is named', async () => {
    const { code, stdout, stderr } = await mmcheck(['run'], { cwd });
    expect(stdout).toContain('1 row: 1 as expected, 1 spec not run');
    expect(stderr).toContain('mmcheck: specs/a.ts: its code ended its own thread');
    expect(code).toBe(2);
  });

  test('a step that does it is named, too', async () => {
    const text = `import { exit } from 'node:process';\n${TINY.replace('flag.value = true', 'exit(0)')}`;
    const { code, stderr } = await mmcheck(['check', 'exits.ts'], {
      cwd: project({ 'exits.ts': text }),
    });
    expect(stderr).toContain(
      "exits.ts: process 'setter', step 'set': its code ended its own thread",
    );
    expect(code).toBe(2);
  });
});
