// A message says where a mistake stands in the author's own files: the path from where he works, his line, his words; not
// those of what TypeScript is made into.

import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { loadFile, loadModel } from '../../src/load/load-model.ts';
import { mmcheck, project } from '../cli/mmcheck.ts';

const HEAD = "import { cell, defineModel, system, upTo } from 'mmcheck';";
const model = (step: string): string =>
  `export default defineModel('m', { system: () => system({ n: cell(upTo(3)) }, ({ process }) => ({
    p: process({ start: 's', steps: { s: ({ n }) => { ${step} return 'done'; } } }) })) });`;

async function refusal(run: () => unknown): Promise<Error & { place?: { line?: string } }> {
  try {
    await run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}

const load = (files: Record<string, string>, main: string) => () =>
  loadFile(join(project(files), main));

test.each<[string, string[]]>([
  ['a comment above the imports', ['// One.', '// Two.', '// Three.', HEAD]],
  ['a block of comment between imports', [HEAD, '/*', ' * Two.', ' */', "import 'node:path';"]],
  [
    'a comment above a type that goes away',
    [HEAD, '// Two.', '/** Three. */', 'type A = {', '  a: 1 };'],
  ],
  ['an import in many lines', ['// One.', '', ...HEAD.replaceAll(/[{,]/g, '$&\n').split('\n')]],
  ['an enum', [HEAD, 'enum Size {', '  small,', '}', 'export const s = Size.small;']],
])('the line of a step below %s', async (_, lines) => {
  const text = [...lines, model("throw new Error('thrown');")].join('\n');
  const folder = project({ 'deep/in/models/m.ts': text });
  const loaded = await loadModel(join(folder, 'deep/in/models/m.ts'));
  const { place } = await refusal(() => checkModel(loaded.model, {}, {}));
  // The step stands in the line after that in which the model begins.
  expect(place?.line).toBe(join(folder, `deep/in/models/m.ts:${lines.length + 2}`));
});

test('a path is told from the working directory, however long it is', async () => {
  const text = `// One.\n${HEAD}\n${model("throw new Error('thrown');")}`;
  const cwd = project({ 'a/b/c/m.ts': text, 'here.ts': 'throw new Error("thrown");' });
  const [deep, here, above] = await Promise.all([
    mmcheck(['check', 'a/b/c/m.ts'], { cwd }),
    mmcheck(['check', 'here.ts'], { cwd }),
    mmcheck(['check', '../../../here.ts'], { cwd: join(cwd, 'a/b/c') }),
  ]);
  expect(deep.stderr).toContain('mmcheck: a/b/c/m.ts:4: process');
  expect(here.stderr).toContain('mmcheck: here.ts:1 throws');
  expect(above.stderr).toContain(`mmcheck: ${join(cwd, 'here.ts')}:1 throws`);
});

test('what an import cannot parse is its own fault', async () => {
  const files = {
    'models/m.ts': "import './a.ts';\nexport default 1;",
    'models/a.ts': "import '../lib/b.ts';",
    'lib/b.ts': '\nexport const x = (;',
  };
  const { message } = await refusal(load(files, 'models/m.ts'));
  expect(message).toMatch(
    /^\S*lib\/b\.ts does not parse: .* at \S*lib\/b\.ts:2:\d+; \S*models\/m\.ts needs it$/,
  );
});

test('what does not parse itself is told without those who need it', async () => {
  const { message } = await refusal(load({ 'm.ts': 'export const x = (;' }, 'm.ts'));
  expect(message).toMatch(/^\S*m\.ts does not parse: .* at \S*m\.ts:1:\d+$/);
});

test.each([
  ['export m = 1;', 'write `export const m = ...`'],
  ['export default const m = 1;', 'write `const m = ...`, then `export default m;`'],
])('%s is told what is meant', async (text, words) => {
  const { message } = await refusal(load({ 'm.ts': text }, 'm.ts'));
  expect(message.endsWith(`; ${words}`)).toBe(true);
});

test('what an import throws is told with its own line', async () => {
  const files = {
    'models/m.ts': "import '../lib/b.ts';\nexport default 1;",
    'lib/b.ts': '// One.\n\nthrow new Error("thrown");',
  };
  const { message } = await refusal(load(files, 'models/m.ts'));
  expect(message).toMatch(/lib\/b\.ts:3 throws when it is loaded: thrown$/);
});

test('what the library refuses while a system is made has the line of the call', async () => {
  const text = `${HEAD}
export default defineModel('m', {
  system: () => system(
    { n: cell(upTo(-3)) },
    () => ({}),
  ) });`;
  const { model } = await loadModel(join(project({ 'm.ts': text }), 'm.ts'));
  const { message, place } = await refusal(() => checkModel(model, {}, {}));
  expect(message).toMatch(/^upTo\(n\) needs a whole number/);
  expect(place?.line).toMatch(/m\.ts:4$/);
});

test('a part of the library that is not there is told with those that are', async () => {
  const text = "import { spinlock } from 'mmcheck/kernal';\nexport default spinlock;";
  const { message } = await refusal(load({ 'm.ts': text }, 'm.ts'));
  expect(message).toMatch(/m\.ts imports '\S*kernal'.* 'mmcheck' and 'mmcheck\/kernel'$/);
});

test('a name that was not declared is told as one, and by nobody else', async () => {
  const warn = vi.spyOn(console, 'warn');
  const { message } = await refusal(load({ 'm.ts': '\nm = 1;\nexport default m;' }, 'm.ts'));
  expect(message).toMatch(
    /m\.ts:2 throws when it is loaded: ReferenceError: m is not defined; write `const m = \.\.\.`$/,
  );
  expect(warn).not.toHaveBeenCalled();
});

test.each([
  ["kind('x', 0)", /m\.ts:2 throws when it is loaded: kind\('x', 0\): needs 1 to 255 ids$/],
  ["upTo('2' as never)", /m\.ts:2 throws when it is loaded: upTo\(n\) needs a whole number/],
  [
    "defineModel('m', { params: {} } as never)",
    /m\.ts:2 throws when it is loaded: model 'm' has no option 'params'/,
  ],
])('%s is told without the class of the error', async (made, message) => {
  const text = `import { defineModel, kind, upTo } from 'mmcheck';\nexport const x = ${made};`;
  const refused = await refusal(
    load({ 'm.ts': `${text}\nvoid [defineModel, kind, upTo];` }, 'm.ts'),
  );
  expect(refused.message).toMatch(message);
});

test('syntax that nobody reads is told in one line', async () => {
  const { message } = await refusal(
    load({ 'm.ts': 'class A {\n  accessor z = 3;\n}\nexport default A;' }, 'm.ts'),
  );
  expect(message).not.toContain('\n');
  expect(message).not.toContain('BABEL');
  expect(message).toMatch(/m\.ts:2:\d+$/);
});

const LIB = 'export const MAX = 3;\nexport const push = (a: number[], k: number) => [...a, k];';

test.each([
  [
    'using',
    'const q = 1; using s = { [Symbol.dispose]() {} }; n.value = q;',
    /^`using s = \{.*\};`: declare with const or let, not using$/,
  ],
  [
    'two of using',
    'using a = open(), b = open(); n.value = 1;',
    /^`using a = open\(\)[,;].*`: declare with const or let, not using$/,
  ],
  [
    'a call of an import',
    'const f = function () { return push([], MAX); }; n.value = f()[0];',
    /^`function \(\) \{\s*return push\(\[\], MAX\);\s*\}`: write methods/,
  ],
  [
    'a name that only looks like an import',
    'const _a = { b: 1 }; try { n.value = _a.b; } catch {}',
    /^`try \{\s*n\.value = _a\.b;\s*\} catch \{\}`: a step must not catch/,
  ],
])('a message quotes what the author wrote: %s', async (_, step, said) => {
  const text = `import { MAX, push } from './lib.ts';\n${HEAD}\nconst open = () => ({ [Symbol.dispose]() {} });\nvoid [MAX, push, open];\n${model(step)}`;
  const folder = project({ 'm.ts': text, 'lib.ts': LIB });
  const loaded = await loadModel(join(folder, 'm.ts'));
  const { message } = await refusal(() => checkModel(loaded.model, {}, {}));
  expect(message).toMatch(said);
});

test('text that is lost, and a parameter that is misspelt, are told with the line on which they stand', async () => {
  const at = async (step: string): Promise<string | undefined> => {
    const text = [
      HEAD.replace('{ cell', '{ oneOf, cell'),
      "export default defineModel('m', { parameters: { size: oneOf('small', 'large') },",
      '  system: ({ size }) =>',
      '    system({ n: cell(upTo(3)) }, ({ process }) => ({',
      "      p: process({ start: 's', steps: {",
      '        // One.',
      `        s: ({ n }) => { ${step} return 'done'; } } }) })) });`,
    ].join('\n');
    const loaded = await loadModel(join(project({ 'models/m.ts': text }), 'models/m.ts'));
    const { place } = await refusal(() => checkModel(loaded.model, {}, {}));
    return place?.line?.replace(/^.*\//, '');
  };
  expect(await at("if (size === 'samll') n.value = 1;")).toBe('m.ts:7');
  expect(await at("\n\nif (n.value > 9) return 's'; else return 'done'; n.value = 1;")).toBe(
    'm.ts:9',
  );
});
