// Folders below models/ and specs/ are groups; a model is found by its name from anywhere, and a group runs by its own.

import { describe, expect, test } from 'vitest';
import type { Listing } from '../../src/outcome/listing.ts';
import { mmcheck, project, TINY, tinySpec } from './mmcheck.ts';

const ROWS = "{ set: {}, expect: { off: violated([['setter', 'set']]) } }";
const up = (text: string) => text.replaceAll('../models/', '../../models/nodes/');
const named = (name: string) => TINY.replaceAll("'tiny'", `'${name}'`);
const files = {
  'models/top.ts': named('top'),
  'models/nodes/tiny.ts': TINY,
  'models/nodes/tiny/part.ts': 'export const one = 1;',
  'models/nodes/shared/more.ts': 'export const two = 2;',
  'models/caches/other.ts': named('other'),
  'specs/nodes/tiny.ts': up(tinySpec(ROWS).replace('{ defineSpec }', '{ defineSpec, violated }')),
};
const cwd = project(files);

async function listed(...words: string[]): Promise<string[]> {
  const { stdout } = await mmcheck(['list', ...words, '--format', 'json'], { cwd });
  return (JSON.parse(stdout) as Listing).models.map(({ group = '', name }) => `${group}/${name}`);
}

describe('list', () => {
  test('what is in no group, then each group; parts and what is shared are no models', async () => {
    expect(await listed()).toEqual(['/top', 'caches/other', 'nodes/tiny']);
    const { code, stdout, stderr } = await mmcheck(['list'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const heads = stdout
      .split('\n')
      .filter((line) => /^\S/.test(line))
      .map((line) => line.split(/ {2}/)[0]);
    expect(heads).toEqual(['top', 'caches/ 1 model', 'other', 'nodes/ 1 model', 'tiny']);
  });

  test.each([
    [['nodes'], ['nodes/tiny']],
    [
      ['tin', 'top'],
      ['/top', 'nodes/tiny'],
    ],
    [['--verdict', 'violated'], ['nodes/tiny']],
    [['--property', 'off'], ['nodes/tiny']],
    [['--property', 'off', '--verdict', 'violated'], ['nodes/tiny']],
  ])('%j', async (words, models) => expect(await listed(...words)).toEqual(models));

  test.each([[['--verdict', 'holds']], [['--seed', 'no such thread']], [['slub']]])(
    '%j leaves none',
    async (words) => {
      const { code, stderr } = await mmcheck(['list', ...words], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('no such model among 3 models; the groups are caches, nodes');
    },
  );

  test('a property of no spec is told by its name', async () => {
    const { code, stderr } = await mmcheck(['list', '--property', 'of'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe("mmcheck: no spec has a property 'of'; did you mean 'off'?\n");
  });

  test('what is no model is told where it may stand', async () => {
    const { code, stderr } = await mmcheck(['list'], {
      cwd: project({ ...files, 'models/nodes/lib/a.ts': 'export const a = 1;' }),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('what is no model stands in a folder `shared`');
  });
});

describe('by name', () => {
  test('check, inspect and graph, with the spec of the same name', async () => {
    const { code, stdout } = await mmcheck(['check', 'tiny'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/off +violated/);
    expect((await mmcheck(['graph', 'tiny'], { cwd })).stdout).toContain('digraph');
    expect((await mmcheck(['inspect', 'other'], { cwd })).code).toBe(0);
  });

  test.each(['tiny', 'nodes', 'nodes/tiny', 'specs/nodes'])('run %s', async (name) => {
    const { code, stdout } = await mmcheck(['run', name, '--format', 'json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).specs).toMatchObject([{ spec: 'specs/nodes/tiny.ts' }]);
  });

  test("mmcheck's own, where the project has none of that name", async () => {
    const { code } = await mmcheck(['inspect', 'slabs-node-zero'], { cwd });
    expect(code).toBe(0);
  });

  test.each([
    ['tinny', 2, "did you mean 'tiny'"],
    ['nodes', 1, ''],
  ])('check %s', async (name, status, words) => {
    const { code, stderr } = await mmcheck(['check', name], { cwd });
    expect(code).toBe(status);
    expect(stderr).toContain(words);
  });

  test('of several', async () => {
    const twice = project({ 'models/a/tiny.ts': TINY, 'models/b/tiny.ts': TINY });
    const { code, stderr } = await mmcheck(['check', 'tiny'], { cwd: twice });
    expect(code).toBe(2);
    expect(stderr).toContain(
      "'tiny' stands for 2 files; name one: models/a/tiny.ts, models/b/tiny.ts",
    );
    expect((await mmcheck(['check', 'b/tiny'], { cwd: twice })).code).toBe(0);
  });

  test('a model without a spec is not run', async () => {
    const { code, stderr } = await mmcheck(['run', 'other'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('`mmcheck check models/caches/other.ts` checks it');
  });
});
