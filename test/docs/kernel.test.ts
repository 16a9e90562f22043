// The examples of docs/language/kernel.md compile, and the engine can search each of them: methods and labels that do not
// exist, and uses that a primitive refuses, would show.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as kernel from 'mmcheck/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ModelDefinition } from '../../src/model/define-model.ts';
import { reachable } from '../../src/search/reachable.ts';
import { examplesOf, moduleOf } from './fragments.ts';
import { blocksOf } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/language/kernel.md'), 'utf8');
const examples = blocksOf(page)
  .filter(({ language }) => language === 'ts')
  .flatMap(examplesOf);

let folder: string;
const fileOf = (line: number): string => join(folder, `line-${line}.ts`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmcheck-docs-'));
  for (const example of examples) {
    writeFileSync(fileOf(example.line), moduleOf(example, Object.keys(kernel)));
  }
  const paths = { mmcheck: ['src/index.ts'], 'mmcheck/kernel': ['src/kernel/index.ts'] };
  const compilerOptions = {
    noEmit: true,
    noUnusedLocals: false,
    rootDir: '/',
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: Object.fromEntries(
      Object.entries(paths).map(([name, [path]]) => [name, [join(ROOT, path)]]),
    ),
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function compile(): string {
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    return '';
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout);
  }
}

it('the page names all that the package exports', () => {
  const shown = new Set(page.match(/\w+/g));
  const missing = Object.keys(kernel).filter((name) => !shown.has(name));
  expect(missing).toEqual([]);
  expect(examples.length).toBeGreaterThan(15);
});

it('the examples compile', () => expect(compile()).toBe(''));

it.each(examples.map(({ line }) => line))('line %i can be searched', async (line) => {
  const { default: model } = (await import(fileOf(line))) as { default: ModelDefinition };
  const { keys } = reachable(model.system({}), {});
  expect(keys.size).toBeGreaterThan(1);
});
