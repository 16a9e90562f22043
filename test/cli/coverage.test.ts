// `check --coverage`: the author's source with how often each line ran, by his own lines.

import { describe, expect, test } from 'vitest';
import { mmcheck, project, tinyProject } from './mmcheck.ts';

const MODEL = `// A model with a step that never runs.
import { bool, cell, defineModel, defineProperties, system } from 'mmcheck';
import type { Cell } from 'mmcheck';
import { add } from '../lib/add.ts';

interface Unused {
  readonly never: Cell<unknown>;
}
const model = defineModel('m', {
  system: () =>
    system({ go: cell(bool), n: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'look',
        steps: {
          look: ({ go }) => {
            if (go.value) {
              return 'late';
            }
            return 'write';
          },
          write: ({ n }) => {
            n.value = add(n.value) ? true : false;
            return 'done';
          },
          late: () => {
            return 'done';
          },
        },
      }),
    })),
});
export default model;
export const properties = defineProperties(model, ({ invariant }) => ({
  fine: invariant('fine', ({ n, go }) => !go.value || n.value),
}));
`;
const LIB = 'export function add(x: boolean): boolean {\n  return !x;\n}\n';
const cwd = () => project({ 'models/m.ts': MODEL, 'lib/add.ts': LIB });

describe('the source', () => {
  test('as text', async () => {
    const { code, stdout } = await mmcheck(['check', 'models/m.ts', '--coverage'], { cwd: cwd() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ *0 +return 'late';$/m);
    expect(stdout).toMatch(/^ *[1-9]\d* +return 'write';$/m);
    expect(stdout).toMatch(/^ *[1-9]\d* ~ +n\.value = add\(n\.value\) \? true : false;$/m);
    expect(stdout).toMatch(/^ *[1-9]\d* ~ +fine: invariant/m);
    expect(stdout).toMatch(/^ *[1-9]\d* +return !x;$/m);
    expect(stdout).toContain('0: the line never ran; ~: a part of it never did');
  });

  test('as JSON, line by line', async () => {
    const words = ['check', 'models/m.ts', '--coverage', '--format', 'json'];
    const { stdout } = await mmcheck(words, { cwd: cwd() });
    const files: { file: string; lines: { line: number; text: string; count?: number }[] }[] =
      JSON.parse(stdout).coverage;
    expect(files.map(({ file }) => file).toSorted()).toEqual(['lib/add.ts', 'models/m.ts']);
    const lines = files.find(({ file }) => file === 'models/m.ts')?.lines ?? [];
    expect(lines.map(({ text }) => `${text}\n`).join('')).toBe(MODEL);
    const countOf = (text: string) => lines.find((line) => line.text.includes(text))?.count;
    expect(countOf('// A model')).toBeUndefined();
    expect(countOf('readonly never')).toBeUndefined();
    expect(countOf("return 'late'")).toBe(0);
    expect(countOf("return 'write'")).toBeGreaterThan(0);
  });
});

test('a model that goes wrong is told as without', async () => {
  const wrong = project({
    'models/m.ts': MODEL.replace("'write';", "'wrong';"),
    'lib/add.ts': LIB,
  });
  const [one, other] = await Promise.all(
    [['--coverage'], []].map((more) => mmcheck(['check', 'models/m.ts', ...more], { cwd: wrong })),
  );
  expect(one.stderr).toContain('returned "wrong", which is no label');
  expect([one.code, one.stdout]).toEqual([other.code, other.stdout]);
});

test('is not printed unless it is asked for, and not of a spec', async () => {
  const { stdout } = await mmcheck(['check', 'models/m.ts', '--format', 'json'], { cwd: cwd() });
  expect(JSON.parse(stdout).coverage).toBeUndefined();
  const spec = tinyProject("{ set: {}, expect: { off: 'violated' } }");
  const { stderr } = await mmcheck(['check', 'specs/tiny.ts', '--coverage'], { cwd: spec });
  expect(stderr).toContain('--coverage is for one search');
});
