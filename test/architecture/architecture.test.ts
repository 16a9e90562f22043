// The sources keep to architecture.json: imports follow its arrows, types included; there is no circle of files or of
// modules; no file is longer than 300 lines. What breaks a rule today stands in known.json, which is compared exactly,
// so that it can only get shorter. `UPDATE_DOCS=1 npx vitest run test/architecture` prints CONTRIBUTING's table anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { circlesOf, importGraph, sourcesOf, specifiersOf } from './import-graph.ts';
import known from './known.json' with { type: 'json' };
import { forbiddenImports, type Modules, moduleGraph, modules, moduleTable } from './modules.ts';

const MOST_LINES = 300;

const graph = importGraph(sourcesOf(['src', 'models', 'specs']));

test('every import follows an arrow', () => {
  expect(forbiddenImports(graph, modules)).toEqual(known.imports);
});

test('no circle of files', () => {
  expect(circlesOf(graph)).toEqual(known.circles);
});

test('no circle of modules, and none that is not there', () => {
  expect(circlesOf(moduleGraph(modules))).toEqual([]);
  const names = Object.values(modules).flatMap(({ imports }) => imports);
  expect(names.filter((name) => !Object.hasOwn(modules, name))).toEqual([]);
});

test(`no file of more than ${MOST_LINES} lines`, () => {
  const long = [...sourcesOf(['src', 'models', 'specs', 'test', 'bench'])]
    .filter(([, text]) => text.trimEnd().split('\n').length > MOST_LINES)
    .map(([path]) => path);
  expect(long).toEqual(known.long);
});

test('CONTRIBUTING shows the modules', () => {
  const file = new URL('../../CONTRIBUTING.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const shown = text.replace(
    /(?<=<!-- modules -->\n)[\s\S]*(?=<!-- end of modules -->)/,
    `\n${moduleTable(modules)}\n\n`,
  );
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync(file, shown);
  else expect(text).toBe(shown);
});

// A rule that never fires is worse than none.
describe('the rules fire', () => {
  const planted: Modules = {
    'src/low': { purpose: '', imports: [], packages: ['acorn'] },
    'src/high': { purpose: '', imports: ['src/low'], except: ['src/low/secret'] },
    'src/high/part': { purpose: '', imports: ['src/high'] },
  };
  const imports = (sources: Record<string, string>) =>
    forbiddenImports(importGraph(new Map(Object.entries(sources))), planted);
  const low = { 'src/low/a.ts': '', 'src/low/secret/b.ts': '' };
  const high = { 'src/high/a.ts': '', 'src/high/part/b.ts': '' };

  test.each([
    ["import type { X } from '../high/a.ts';", 'src/low/x.ts', 'src/high/a.ts'],
    ["export { X } from '../high/a.ts';", 'src/low/x.ts', 'src/high/a.ts'],
    ["import '../low/secret/b.ts';", 'src/high/x.ts', 'src/low/secret/b.ts'],
    ["import {\n  X,\n} from './part/b.ts';", 'src/high/x.ts', 'src/high/part/b.ts'],
    ["import { parse } from 'acorn';", 'src/high/x.ts', 'acorn'],
    ["type X = import('node:fs').Stats;", 'src/low/x.ts', 'node:fs'],
    ["import '../low/a.ts';", 'src/elsewhere/x.ts', 'src/low/a.ts'],
  ])('%s in %s', (text, path, to) => {
    expect(imports({ ...low, ...high, [path]: text })).toEqual([`${path} -> ${to}`]);
  });

  test('and let pass what is allowed', () => {
    const text =
      "import '../low/a.ts';\nimport type { Y } from './a.ts';\n\n// import '../high/a.ts';\n";
    expect(imports({ ...low, ...high, 'src/high/x.ts': text })).toEqual([]);
    expect(imports({ ...low, 'src/low/x.ts': "import { parse } from 'acorn';" })).toEqual([]);
  });

  test('circles', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', ['b', 'elsewhere']],
      ['d', ['d', 'a']],
    ]);
    expect(circlesOf(graph)).toEqual([['b', 'c'], ['d']]);
  });

  test('every form of an import is seen', () => {
    const text =
      "import a from 'a';\nimport 'b';\nexport * from 'c';\nexport type { D } from 'd';\nconst e = await import('e');\n";
    expect(specifiersOf(text)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
