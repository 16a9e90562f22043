// The type check that the README has a reader set up: it finds nothing in the examples, and finds what the tutorial says
// that mmcheck does not.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { project } from '../cli/mmcheck.ts';
import { blocksOf } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const config = blocksOf(read('README.md')).find(({ file }) => file === 'tsconfig.json')?.text ?? '';

/** A repository of a reader's own, with the examples as its models. */
function ownRepository(): string {
  const folder = project({
    'package.json': '{}',
    'tsconfig.json': config,
    'models/misspelt.ts': read('docs/examples/counter.ts').replace("=== 'done'", "=== 'doen'"),
  });
  cpSync(join(ROOT, 'docs/examples'), join(folder, 'models'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/mmcheck'));
  return folder;
}

function compile(cwd: string): string {
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], { cwd });
    return '';
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout);
  }
}

it('finds a misspelt label in a property, and nothing else', () => {
  const found = compile(ownRepository()).trim().split('\n');
  expect(found).toEqual([expect.stringMatching(/^models\/misspelt\.ts.* have no overlap\.$/)]);
});

it('is what mmcheck init writes', () => {
  expect(JSON.parse(read('templates/init/tsconfig.json'))).toEqual(JSON.parse(config));
});
