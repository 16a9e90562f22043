// Loading: files are recognised by shape, and their steps keep the source text that the analysis
// reads.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { specBeside, specFiles, specOf } from '../../src/load/find-spec.ts';
import { loadFile, loadModel, loadSpec } from '../../src/load/load-model.ts';
import { modelText } from '../../src/load/model-text.ts';
import { projectFiles } from '../../src/load/project-files.ts';
import { FIXTURES, project, TINY } from '../cli/mmcheck.ts';

const fixture = (name: string): string => join(FIXTURES, name);

describe('a file', () => {
  test('is a model, with the properties that it exports', async () => {
    const { model, properties } = await loadModel(fixture('counter.ts'));
    expect(model).toMatchObject({ type: 'mmcheck/model', name: 'counter' });
    expect(Object.keys(properties?.properties({ atomic: true, tasks: 2 }) ?? {})).toEqual([
      'nothing-lost',
      'no-deadlock',
    ]);
  });

  test('with properties of another name is refused', async () => {
    const text = TINY.replace('export default', 'const model =').replace(
      '{ bool,',
      '{ defineProperties, bool,',
    );
    const ends =
      'export const propertys = defineProperties(model, () => ({})); export default model;';
    const folder = project({ 'tiny.ts': `${text}${ends}` });
    await expect(loadModel(join(folder, 'tiny.ts'))).rejects.toThrow(
      /exports its properties as `propertys`; call them `properties`/,
    );
  });

  test('is a spec', async () => {
    const { spec } = await loadSpec(fixture('lost-update.ts'));
    expect(spec.model.name).toBe('counter');
  });

  test('is no spec where its model is none', async () => {
    const folder = project({ 'lost.ts': "export default { type: 'mmcheck/spec', rows: [] };" });
    await expect(loadSpec(join(folder, 'lost.ts'))).rejects.toThrow(
      /lost\.ts is a spec of no model/,
    );
  });

  test.each(['ts', 'mts', 'js', 'mjs'])('anywhere on the disk may end in .%s', async (ending) => {
    const folder = project({ [`tiny.${ending}`]: TINY });
    expect(await loadFile(join(folder, `tiny.${ending}`))).toMatchObject({ type: 'model' });
  });

  test('may use an enum, which Node alone refuses', async () => {
    const text = `enum Size { small = 1 }\n${TINY.replace("'tiny'", "'tiny' + Size.small")}`;
    const folder = project({ 'enum.ts': text });
    expect((await loadModel(join(folder, 'enum.ts'))).model.name).toBe('tiny1');
  });

  test('under node_modules is loaded too', async () => {
    const folder = project({ 'node_modules/models/tiny.ts': TINY });
    expect((await loadModel(join(folder, 'node_modules/models/tiny.ts'))).model.name).toBe('tiny');
  });

  test('may import the kernel substrate', async () => {
    const text = `import { spinlock } from 'mmcheck/kernel';\n${TINY}export const l = spinlock('lock');`;
    const folder = project({ 'locked.ts': text });
    expect(await loadModel(join(folder, 'locked.ts'))).toMatchObject({ type: 'model' });
  });

  test('keeps patterns and labels of its steps', async () => {
    const { model } = await loadModel(fixture('counter.ts'));
    const { read } = model.system({ atomic: true, tasks: 1 }).processes.task.steps;
    expect(String(read)).toMatch(/^\(\{ count, me \}\) => \{/);
    expect(String(read)).toMatch(/["']increment["']/);
  });
});

describe('the spec of a model', () => {
  test('is the file of its name in specs/', async () => {
    const { path, model } = await loadModel(fixture('counter.ts'));
    expect((await specOf(path, model))?.path).toBe(fixture('specs/counter.ts'));
  });

  test('is not looked for above the project', () => {
    const files = {
      'specs/a.ts': '',
      'p/models/a.ts': '',
      'p/models/g/b.ts': '',
      'p/specs/h/b.ts': '',
    };
    const folder = project(files);
    expect(specBeside(join(folder, 'p/models/a.ts'))).toBeUndefined();
    expect(specBeside(join(folder, 'p/models/g/b.ts'))).toBe(join(folder, 'p/specs/h/b.ts'));
  });

  test('may be missing', async () => {
    const { path, model } = await loadModel(fixture('large.ts'));
    expect(await specOf(path, model)).toBeUndefined();
  });

  test('must name the model', async () => {
    const { path, model } = await loadModel(fixture('large.ts'));
    const other = specOf(path, model, fixture('lost-update.ts'));
    await expect(other).rejects.toThrow(/a spec of model 'counter', not of 'large'/);
  });
});

test('declarations are no specs', () => {
  const folder = project({ 'a.ts': '', 'a.d.ts': '', 'b.d.mts': '', 'c.d.cts': '', 'd.mts': '' });
  expect(specFiles([folder])).toEqual([join(folder, 'a.ts'), join(folder, 'd.mts')]);
});

test('a spec that imports its model without its ending is told so by its teeth', async () => {
  const spec = join(project({ 'spec.ts': "import tiny from './tiny';" }), 'spec.ts');
  expect(modelText(spec)()).toBeUndefined();
  expect(modelText(spec)('.')).toBeUndefined();
});

test('all specs: of a folder, or those of the project', () => {
  expect(specFiles([fixture('specs')])).toEqual([fixture('specs/counter.ts')]);
  expect(projectFiles('specs').every((file) => file.includes('specs'))).toBe(true);
});
