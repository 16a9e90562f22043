// Bad input to the command line: one message that says what, where and what to do; status 2; no
// stack trace; nothing on stdout.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Ended, mmcheck, project, TINY } from './mmcheck.ts';

function expectRefusal({ code, stdout, stderr }: Ended, ...words: readonly string[]): void {
  for (const part of words) expect(stderr).toContain(part);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

describe('commands and flags', () => {
  test.each<[string, string[], string[]]>([
    ['no command', [], ['Usage: mmcheck']],
    [
      'an unknown command',
      ['chek', 'counter.ts'],
      ["unknown command 'chek'", 'Did you mean check?'],
    ],
    ['an unknown flag', ['check', 'counter.ts', '--propery', 'x'], ['--propery', '--property']],
    [
      'one dash',
      ['check', 'counter.ts', '-property', 'x'],
      ["unknown option '-property'", 'options have two dashes: --property'],
    ],
    ['no file', ['check'], ["missing required argument 'file'"]],
    ['two files', ['check', 'counter.ts', 'large.ts'], ['too many arguments']],
    [
      'threads of barriers',
      ['barriers', 'counter.ts', '--workers', '2'],
      ["unknown option '--workers'", 'one after the other, in one thread'],
    ],
    ['--workers 0', ['run', '--workers', '0'], ['--workers', '1 to 64']],
    ['--workers 1.5', ['run', '--workers', '1.5'], ['whole number']],
    ['--max-states 0', ['check', 'counter.ts', '--max-states', '0'], ['at least 1']],
    [
      '--max-states 1e20',
      ['check', 'counter.ts', '--max-states', `1${'0'.repeat(20)}`],
      ['1 to 9'],
    ],
    [
      '--property before a file',
      ['run', '--property', 'nothing-lost', 'lost-update.ts'],
      ["'lost-update.ts' is invalid. It is a file; name files before --property."],
    ],
    [
      'one value twice',
      ['check', 'counter.ts', '--trace', 'a', '--trace', 'b'],
      ['--trace is given twice'],
    ],
    [
      'two that contradict each other',
      ['check', 'counter.ts', '--no-reduction', '--reduction', 'symmetry'],
      ['--no-reduction and --reduction exclude each other'],
    ],
    ['--stress for a model', ['check', 'counter.ts', '--stress'], ['is for the rows of a spec']],
    ['--trace ""', ['check', 'counter.ts', '--trace', ''], ['the name of a file is empty']],
    ['--max-states -1', ['check', 'counter.ts', '--max-states=-1'], ['at least 1']],
    ['--max-depth many', ['check', 'counter.ts', '--max-depth', 'many'], ['whole number']],
    ['--memory 4X', ['check', 'counter.ts', '--memory', '4X'], ['512M or 4G']],
    ['--memory 1K', ['check', 'counter.ts', '--memory', '1K'], ['at least 1M']],
    ['--timeout soon', ['check', 'counter.ts', '--timeout', 'soon'], ['30s, 5m or 1h']],
    ['--timeout 0', ['check', 'counter.ts', '--timeout', '0'], ['30s, 5m or 1h']],
    ['--order random', ['check', 'counter.ts', '--order', 'random'], ['bfs, dfs']],
    ['--format xml', ['check', 'counter.ts', '--format', 'xml'], ['text, json']],
    ['--soundness of a model', ['inspect', 'counter.ts', '--soundness'], ['it takes no model']],
    ['--soundness as JSON', ['inspect', '--soundness', '--format', 'json'], ['no --format json']],
    ['--set without a value', ['check', 'counter.ts', '--set', 'atomic'], ['name=value']],
    [
      '--set twice',
      ['check', 'counter.ts', '--set', 'tasks=1', '--set', 'tasks=2'],
      ["'tasks' is set twice"],
    ],
    [
      '--trace for a spec',
      ['check', 'lost-update.ts', '--trace', 't.json'],
      ['--trace is for one search'],
    ],
  ])('%s', async (_name, words, said) => {
    expectRefusal(await mmcheck(words), ...said);
  });
});

describe('parameters and properties', () => {
  test.each<[string, string[], string[]]>([
    ['an unknown parameter', ['--set', 'task=2'], ["no parameter 'task'", "did you mean 'tasks'?"]],
    ['a value out of range', ['--set', 'tasks=9'], ['tasks cannot be 9', '1..3']],
    ['a number that is none', ['--set', 'tasks=two'], ['tasks cannot be "two"']],
    ['a truth value that is none', ['--set', 'atomic=yes'], ['true or false']],
    ['an unknown property', ['--property', 'nothing-lots'], ["did you mean 'nothing-lost'?"]],
    ['a spec of another model', ['--spec', 'large.ts'], ['large.ts is a model, not a spec']],
  ])('%s', async (_name, words, said) => {
    expectRefusal(await mmcheck(['check', 'counter.ts', ...words]), ...said);
  });
});

describe('files', () => {
  test.each<[string, string, string[]]>([
    ['does not exist', 'countr.ts', ['countr.ts does not exist', "did you mean 'counter.ts'?"]],
    ['without its ending', 'counter', ["did you mean 'counter.ts'?"]],
    ['in no folder', 'modls/x.ts', ['there is no folder modls']],
    ['is a directory', 'specs', ['specs is a directory', 'specs/counter.ts']],
  ])('a model that %s', async (_name, file, said) => {
    expectRefusal(await mmcheck(['check', file]), ...said);
  });

  const cwd = project({
    'no-parse.ts':
      "import { defineModel } from 'mmcheck';\nexport default defineModel('x', {\n  about: )\n",
    'no-model.ts': 'export const answer = 42;\n',
    'empty.ts': '',
    'trace.json': '{}',
    'trace.txt': '# tracer: function',
    'function.ts': 'export default () => 1;\n',
    'named.ts': TINY.replace('export default', 'export const tiny ='),
    'thrower.ts': `const x = 1;\n\nthrow new RangeError('too far');\n`,
    'lost-import.ts': `import { x } from './nowhere.ts';\nexport default x;\n`,
    'wrong-name.ts': "import { defineModul } from 'mmcheck';\nexport default defineModul('x');\n",
    'properties.ts': `${TINY}export const properties = { a: 1 };\n`,
    'no-process.ts': TINY.replace(/setter: [\s\S]*?\n {4}\}\),/, ''),
    'system-throws.ts': TINY.replace('cell(bool)', '(() => { throw new Error("no cells"); })()'),
    'step-throws.ts': TINY.replace('flag.value = true', 'throw new Error("oops")'),
    'property-throws.ts': `${TINY.replace('defineModel,', 'defineModel, defineProperties,').replace(
      'export default',
      'const tiny =',
    )}export default tiny;
export const properties = defineProperties(tiny, ({ invariant }) => ({
  p: invariant('', ({ flag }) => { if (!flag.value) throw new Error('oops'); return true; }),
}));
`,
    'exits.ts': `process.exit(0);\n${TINY}`,
    'rejects.ts': `${TINY}Promise.reject(new Error('late'));\n`,
    'rejects-text.ts': `${TINY}Promise.reject('late');\n`,
    'soon.ts': `${TINY}queueMicrotask(() => { throw new Error('soon'); });\n`,
    'five.ts': `${TINY}queueMicrotask(() => { throw 5; });\n`,
    'early-kernel.ts': "import { refcount } from 'mmcheck';\nexport default refcount(3);\n",
    'late-kernel.ts': TINY.replace('cell(bool)', 'refcount(3)').replace('{ bool', '{ refcount'),
    'misspelt.ts': TINY.replace('cell(bool)', 'cel(1)').replace('cell,', 'cel,'),
    'lost-below.ts': "import './folder/imports.ts';\n",
    'folder/imports.ts': "import './nope.ts';\n",
    'odd-message.ts': `throw Object.assign(new Error('x'), { message: 5 });\n`,
    'odd-name.ts': `throw Object.assign(new Error('x'), { name: Symbol('s') });\n`,
    'odd-thing.ts': 'throw Object.create(null);\n',
    'odd-stack.ts': `Error.prepareStackTrace = (_, sites) => sites;\nthrow new Error('odd');\n`,
  });
  mkdirSync(join(cwd, 'specs'));
  writeFileSync(join(cwd, 'specs/unfinished.ts'), 'export const rows = [];');
  symlinkSync('nowhere.ts', join(cwd, 'link.ts'));
  test.each<[string, string, string[]]>([
    ['does not parse', 'no-parse.ts', ['no-parse.ts does not parse', 'no-parse.ts:3:']],
    [
      'exports no model',
      'no-model.ts',
      ['exports no model', 'answer', 'export default defineModel'],
    ],
    ['is a counterexample', 'trace.json', ['is no model and no spec', '`mmcheck replay`']],
    [
      'is a trace of a kernel',
      'trace.txt',
      ['is no model and no spec', '`mmcheck conform TRACE MODEL`'],
    ],
    ['exports nothing', 'empty.ts', ['exports nothing', 'export default defineModel']],
    ['exports a function', 'function.ts', ['its default export is a function']],
    ['exports its model by name', 'named.ts', ['add `export default tiny;`']],
    ['throws', 'thrower.ts', ['thrower.ts:3 throws when it is loaded', 'RangeError: too far']],
    ['imports a file that is not there', 'lost-import.ts', ['nowhere.ts', 'cannot be found']],
    ['imports a name that is not there', 'wrong-name.ts', ['defineModul']],
    ['exports properties that are none', 'properties.ts', ['defineProperties(model, ...)']],
    ['has no processes', 'no-process.ts', ['no processes']],
    [
      'throws when its system is built',
      'system-throws.ts',
      ["system-throws.ts:3: the system of 'tiny' throws: no cells"],
    ],
    [
      'throws in a step',
      'step-throws.ts',
      ["step-throws.ts:6: process 'setter', step 'set': the step threw: oops", 'assert(...)'],
    ],
    ['has a property that throws', 'property-throws.ts', ["property-throws.ts:12: property 'p'"]],
    ['ends its thread', 'exits.ts', ['ended its own thread']],
    ['rejects a promise', 'rejects.ts', ['rejects.ts:10: its code throws where nothing', ': late']],
    ['rejects with a text', 'rejects-text.ts', ['rejects-text.ts: its code throws', ': late']],
    ['throws in a callback', 'soon.ts', ['soon.ts:10: its code throws where nothing', ': soon']],
    ['throws a number there', 'five.ts', ['five.ts: its code throws', ': 5']],
    [
      'imports what is in the kernel',
      'early-kernel.ts',
      ['early-kernel.ts:2 throws', "mmcheck exports no 'refcount'; 'mmcheck/kernel' does"],
    ],
    [
      'calls that when its system is made',
      'late-kernel.ts',
      ["mmcheck exports no 'refcount'; 'mmcheck/kernel' does"],
    ],
    ['imports a misspelt name', 'misspelt.ts', ["exports no 'cel'; did you mean 'cell'?"]],
    [
      'imports a file whose import is lost',
      'lost-below.ts',
      ["folder/imports.ts imports './nope.ts', which cannot be found"],
    ],
    [
      'is a spec without an end',
      'specs/unfinished.ts',
      ['exports no spec: it exports rows; add `export default defineSpec(model, { ... })`'],
    ],
    ['throws an odd message', 'odd-message.ts', ['odd-message.ts:1 throws', ': 5']],
    ['throws an odd name', 'odd-name.ts', ['odd-name.ts throws', 'Symbol(s): x']],
    ['throws an odd thing', 'odd-thing.ts', ['odd-thing.ts throws', 'something without words']],
    ['makes odd stacks', 'odd-stack.ts', ['odd-stack.ts:2 throws', ': odd']],
    ['is a link to nowhere', 'link.ts', ['link.ts is a link to nowhere.ts, which does not exist']],
    ['has no name', '', ['the name of a file is empty']],
    ['is a device', '/dev/full', ['/dev/full is no regular file']],
  ])('a model that %s', async (_name, file, said) => {
    expectRefusal(await mmcheck(['check', file], { cwd }), ...said);
  });

  test.each<[string, string[], string[]]>([
    ['--trace into no folder', ['--trace', 'nowhere/t.json'], ['cannot write nowhere/t.json']],
    ['--dot onto a folder', ['--dot', 'specs'], ['cannot write specs: it is a directory']],
    ['--svg below a file', ['--svg', 'large.ts/x.svg'], ['cannot write large.ts/x.svg']],
    ['one file twice', ['--svg', 'x', '--dot', 'x'], ['given twice']],
    ['one file twice by two names', ['--svg', 'x', '--dot', './x'], ['given twice']],
  ])('unwritable outputs are found before the search: %s', async (_name, words, said) => {
    const ended = await mmcheck(['check', 'large.ts', ...words]);
    expectRefusal(ended, ...said);
  });

  test('no specs anywhere in an empty folder named on the command line', async () => {
    mkdirSync(join(cwd, 'bare'));
    expectRefusal(await mmcheck(['run', 'bare'], { cwd }), 'no spec in bare');
  });

  test('run of a model says what to do', async () => {
    expectRefusal(await mmcheck(['run', 'large.ts']), '`mmcheck check large.ts` checks it');
  });
});
