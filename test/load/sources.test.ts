// What a file is made of: all that it imports, and a word where there may be more.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { filesBelow } from '../../src/load/project-files.ts';
import { sourcesOf } from '../../src/load/sources.ts';
import { ROOT } from '../support/shipped-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmcheck-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

function project(files: Record<string, string>): (name: string) => ReturnType<typeof sourcesOf> {
  const root = mkdtempSync(join(folder, 'p'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return (name) => sourcesOf(join(root, name));
}
const names = ({ files }: ReturnType<typeof sourcesOf>) =>
  [...files.keys()].map((p) => basename(p));

test('imports of imports, in a circle too, of types too', () => {
  const found = project({
    'a.ts': "import b from './b.ts';\nimport { cell } from 'mmcheck';",
    'b.ts': "export * from './lib/c.ts';\nimport type { A } from './a.ts';",
    'lib/c.ts': "import '../d.ts'; import { lock } from 'mmcheck/kernel';",
    'd.ts': 'export default 1;',
    'other.ts': '',
  })('a.ts');
  expect(names(found)).toEqual(['a.ts', 'b.ts', 'd.ts', 'c.ts']);
  expect(found.open).toBeUndefined();
});

test('a name that may be one of several files is all of them', () => {
  const found = project({
    'a.ts': "import './b';\nimport './c.js';",
    'b.ts': '',
    'b/index.ts': '',
    'c.ts': '',
  })('a.ts');
  expect(names(found)).toEqual(['a.ts', 'b.ts', 'index.ts', 'c.ts']);
});

describe('may be made of more', () => {
  const texts: Record<string, string> = {
    'a package': "import { range } from 'lodash';",
    'a module of Node': "import { readFileSync } from 'node:fs';",
    'a file that is not there': "import './missing.ts';",
    'a name that is put together': 'const m = await import(`./${name}.ts`);',
    require: "const m = require('./b.ts');",
    'the environment': 'const n = process.env.N;',
    'the environment by another name': 'const { env } = process;',
    'an import with a comment in it': "import b from /* the other */ './b.ts';",
    'where the file lies': 'const here = import.meta.url;',
    'where the file lies, by another name': 'const here = __dirname;',
    'the clock by another name': 'const Clock = Date\nexport default new Clock()',
    'the global object by another name': 'const { process: p } = globalThis\n',
    chance: 'const n = Math.random();',
    'chance by another name': 'const { random } = Math;',
    'the time': 'const now = Date.now();',
    'a date': 'const now = new Date();',
    'the global object': 'globalThis.count = 1;',
    'text that is run': "eval('1');",
    'a function from text': "const f = new Function('return 1');",
    'the language of the machine': 'const s = (1.5).toLocaleString();',
  };
  for (const [name, text] of Object.entries(texts)) {
    test(name, () => expect(project({ 'a.ts': text })('a.ts').open).toBeTypeOf('string'));
  }
});

test('processes of a model, and Math that is sure, are nothing else', () => {
  const text = `
    // What a process. Dates, the date of a process.
    export default ({ process }) => ({ a: process({ start: 'x', steps }), n: Math.max(1, 2) });`;
  expect(project({ 'a.ts': text })('a.ts').open).toBeUndefined();
});

test('every shipped spec is made of its files alone', () => {
  for (const file of filesBelow(`${ROOT}specs`)) {
    const { files, open } = sourcesOf(file);
    expect({ file, open }).toEqual({ file });
    expect(files.size).toBeGreaterThan(1);
  }
});

test('a file that is a device or a pipe is never read: that may not end', () => {
  expect(() => sourcesOf('/dev/zero')).toThrow('/dev/zero is no regular file');
});
