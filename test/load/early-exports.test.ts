// Files that import each other: what is there is given, what is not yet made is an error and never `undefined`.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importAnew, importFile } from '../../src/load/import-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmcheck-early-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeAll(() => {
  file(
    'all.ts',
    `import './of-all.ts';
export let later: number | undefined;
export const { a, b: [c] } = { a: 1, b: [2] };
export default class Page {}
export enum Zone { DMA, NORMAL }
export { c as renamed };
export let counted = 0;
counted += 1;
export function max() { return 7; }`,
  );
  file('of-all.ts', `import { max } from './all.ts';\nexport const seven = max();`);
  file('early.ts', `import { twice } from './of-early.ts';\nexport const once = 1, two = twice;`);
  file('of-early.ts', `import { once } from './early.ts';\n\nexport const twice = once * 2;`);
  file('all-of.ts', `export * from './all.ts';\nexport * from './of-all.ts';`);
});

test.each([
  ['as it is first', importFile],
  ['anew', (path: string) => importAnew(path, {})],
])('%s: every way to export gives what it is', async (_, load) => {
  const all = await load(join(folder, 'all.ts'));
  expect(all).toMatchObject({ later: undefined, a: 1, c: 2, renamed: 2, counted: 1 });
  expect(Object.keys(all)).toContain('later');
  expect((all.max as () => number)()).toBe(7);
  expect(all.Zone).toMatchObject({ NORMAL: 1 });
  expect(typeof all.default).toBe('function');
  expect(await load(join(folder, 'all-of.ts'))).toMatchObject({ a: 1, seven: 7 });
});

test.each([
  ['as it is first', importFile],
  ['anew', (path: string) => importAnew(path, {})],
])('%s: what is read too early is an error at the place that reads it', async (_, load) => {
  await expect(load(join(folder, 'early.ts'))).rejects.toThrow(
    /of-early\.ts:3 throws when it is loaded: ReferenceError: .*once.* (?:before|initiali)/,
  );
});
