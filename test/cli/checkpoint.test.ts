// Checkpoints as a user has them: killed at any moment, interrupted, and refused where they are of something else.

import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

const KILLS = Number(process.env.KILLS ?? 3);
/** A quarter of a million states, in a second or two. */
const GRID = `import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';

const model = defineModel('grid', {
  parameters: { size: upTo(500) },
  system: ({ size }) =>
    system({ a: cell(upTo(size)), b: cell(upTo(size)) }, ({ process }) => ({
      left: process({ start: 'go', steps: {
        go: ({ a }) => { if (a.value === 500) return 'done'; a.value++; return 'go'; },
      } }),
      right: process({ start: 'go', steps: {
        go: ({ b }) => { if (b.value === 500) return 'done'; b.value++; return 'go'; },
      } }),
    })),
});
export const properties = defineProperties(model, ({ invariant }) => ({
  within: invariant('', ({ a, b }) => a.value + b.value <= 1000),
}));
export default model;
`;
const cwd = project({ 'grid.ts': GRID });
const CHECK = ['check', 'grid.ts', '--set', 'size=500', '--no-reduction', '--format', 'json'];
const kept = (folder: string, ...more: string[]): string[] => [
  ...CHECK,
  '--checkpoint',
  folder,
  ...(more.length > 0 ? more : ['--checkpoint-every', '0.05']),
];

/** All but what depends on the clock. */
function told(json: string): object {
  const { statistics, ...result } = JSON.parse(json);
  const { seconds: _, ...figures } = statistics;
  return { ...result, statistics: figures };
}

const hasSnapshot = (folder: string): boolean =>
  existsSync(join(cwd, folder)) &&
  readdirSync(join(cwd, folder)).some((name) => name.endsWith('.search'));

function whenSaved(folder: string, child: ChildProcess, act: () => void): void {
  const look = setInterval(() => {
    if (!hasSnapshot(folder)) return;
    clearInterval(look);
    act();
  }, 5);
  child.on('exit', () => clearInterval(look));
}

test('killed at several moments, a check ends as one that was not', async () => {
  const whole = await mmcheck(CHECK, { cwd });
  for (let k = 0; k < KILLS; k++) {
    await mmcheck(kept('killed'), {
      cwd,
      meanwhile: (child) =>
        whenSaved('killed', child, () =>
          setTimeout(() => child.kill('SIGKILL'), 100 * Math.random() * Math.min(k, 3)),
        ),
    });
  }
  expect(hasSnapshot('killed')).toBe(true);
  const resumed = await mmcheck(kept('killed'), { cwd });
  expect(resumed.code).toBe(0);
  expect(told(resumed.stdout)).toEqual(told(whole.stdout));
  expect(readdirSync(join(cwd, 'killed'))).toEqual([]);
});

test('a limit saves it, however seldom it is saved otherwise, and Ctrl-C leaves it', async () => {
  const limited = await mmcheck(kept('limited', '--max-states', '100000'), { cwd });
  expect([limited.code, hasSnapshot('limited')]).toEqual([3, true]);
  expect(limited.stdout.replace(/\s+/g, ' ')).toContain(
    'raise --max-states; the same command goes on from the checkpoint',
  );
  const interrupted = await mmcheck(kept('interrupted'), {
    cwd,
    meanwhile: (child) => whenSaved('interrupted', child, () => child.kill('SIGINT')),
  });
  // On a fast machine it is done by then.
  if (interrupted.code === 130) expect(hasSnapshot('interrupted')).toBe(true);
  else expect(interrupted.code).toBe(0);
});

describe('refused in one line', () => {
  test('a checkpoint of something else', async () => {
    await mmcheck(kept('other', '--max-states', '50000'), { cwd });
    const words = (...more: string[]) => mmcheck(kept('other', ...more), { cwd });
    const options = await words('--max-depth', '7');
    expect([options.code, options.stderr]).toEqual([
      2,
      'mmcheck: --checkpoint other: it is the checkpoint of another check: --max-depth 7 was not given; name a new folder, or remove it\n',
    ]);
    const smaller = kept('other').map((word) => (word === 'size=500' ? 'size=499' : word));
    expect((await mmcheck(smaller, { cwd })).stderr).toContain(
      'of another check: --set size=500 was given, not --set size=499',
    );
    writeFileSync(join(cwd, 'grid.ts'), GRID.replace('<= 1000', '< 9999'));
    const model = await words();
    expect(model.stderr).toContain(
      'it is the checkpoint of another model, or its files have changed',
    );
    writeFileSync(join(cwd, 'grid.ts'), GRID);
  });

  test('a folder of other files, and one that cannot be', async () => {
    mkdirSync(join(cwd, 'mine'));
    writeFileSync(join(cwd, 'mine', 'notes.txt'), '');
    expect((await mmcheck(kept('mine'), { cwd })).stderr).toMatch(
      /it holds other files; name a new folder/,
    );
    expect((await mmcheck(kept('grid.ts'), { cwd })).stderr).toMatch(
      /^mmcheck: --checkpoint grid.ts: it is no folder; name another\n$/,
    );
    expect((await mmcheck(kept('none/such'), { cwd })).stderr).toMatch(
      /^mmcheck: --checkpoint none\/such: there is no folder \S+none\n$/,
    );
    const often = await mmcheck(['check', 'grid.ts', '--checkpoint-every', '2s'], { cwd });
    expect(often.stderr).toContain('name it with --checkpoint');
  });

  test('a search of which not all is saved, which leaves no folder', async () => {
    const words = async (...more: string[]) =>
      (await mmcheck(kept('never', ...more), { cwd })).stderr;
    expect(await words('--order', 'dfs')).toContain('does not go with --order dfs, which keeps');
    expect(await words('--memory-model', 'tso')).toContain('does not go with --memory-model tso');
    expect(await words('--store', 'compact')).toContain('--store compact: what is saved are whole');
    expect(existsSync(join(cwd, 'never'))).toBe(false);
  });

  test('a folder that another process is searching in', async () => {
    const claim = () => JSON.parse(readFileSync(join(cwd, 'busy', 'check.json'), 'utf8'));
    await mmcheck(kept('busy', '--max-states', '50000'), { cwd });
    // This process runs, as the other would.
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const write = (by: object) =>
      writeFileSync(join(cwd, 'busy', 'check.json'), JSON.stringify({ ...claim(), by }));
    write({ host: hostname(), pid: process.pid, began });
    const second = await mmcheck(kept('busy'), { cwd });
    expect([second.code, second.stderr]).toEqual([
      2,
      `mmcheck: --checkpoint busy: another process (${process.pid}) is searching there; wait until it has ended, or name another folder\n`,
    ]);
    // Its number was given again, or it was on another machine.
    write({ host: hostname(), pid: process.pid, began: '1' });
    expect((await mmcheck(kept('busy', '--max-states', '60000'), { cwd })).code).toBe(3);
    write({ host: 'elsewhere', pid: process.pid, began });
    expect((await mmcheck(kept('busy'), { cwd })).code).toBe(0);
  });

  test('a damaged file', async () => {
    await mmcheck(kept('damaged', '--max-states', '50000'), { cwd });
    const [file] = readdirSync(join(cwd, 'damaged')).filter((name) => name.endsWith('.search'));
    writeFileSync(join(cwd, 'damaged', file), '             17\n{"figures":{');
    expect((await mmcheck(kept('damaged'), { cwd })).stderr).toContain('its checkpoint is damaged');
  });
});
