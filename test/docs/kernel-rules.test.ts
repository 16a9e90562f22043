// The tables of rules in docs/language/kernel.md are those of the code, and each rule has its two tests.
//
// In the code a rule is a comment where it is kept, `// rule: a grant ends with its section`, and one that is not kept is
// `// not kept: ...`, in src/kernel/NAME.ts or in a file of src/NAME/. In the page the section `### NAME` below `## Rules`
// has a row for each rule, with the kernel's function and the file of its tests (test/kernel/rules/rule.ts), and an item for
// each that is not kept, which begins with its name.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Row {
  readonly rule: string;
  readonly kernel: string;
  readonly test: string;
}

function tagged(text: string, tag: string): string[] {
  return [...text.matchAll(new RegExp(`^ *(?://|\\*) ${tag}: (.*)$`, 'gm'))].map(
    ([, name]) => name,
  );
}

function sourceOf(name: string): string {
  const file = `src/kernel/${name}.ts`;
  if (existsSync(join(ROOT, file))) return read(file);
  return readdirSync(join(ROOT, 'src', name))
    .map((one) => read(`src/${name}/${one}`))
    .join('\n');
}

function rowsOf(section: string): Row[] {
  return [...section.matchAll(/^\| (.*?) \| (.*?) \| (.*?) \|$/gm)]
    .map(([, rule, kernel, test]) => ({ rule, kernel, test }))
    .filter(({ rule }) => rule !== 'rule');
}

const page = read('docs/language/kernel.md');
const rules = page.slice(page.indexOf('\n## Rules\n')).split(/\n## (?!Rules\n)/)[0];
const sections = rules
  .split(/^### /m)
  .slice(1)
  .map((text): [name: string, text: string] => [text.slice(0, text.indexOf('\n')), text]);

test('every file of the substrate that names a rule has its section', () => {
  const files = readdirSync(join(ROOT, 'src/kernel'))
    .filter((file) => tagged(read(`src/kernel/${file}`), 'rule').length > 0)
    .map((file) => file.replace('.ts', ''));
  const names = sections.map(([name]) => name);
  expect(files.filter((name) => !names.includes(name))).toEqual([]);
});

describe.each(sections)('%s', (name, section) => {
  const rows = rowsOf(section);

  test('has the rows of the code', () => {
    const inCode = tagged(sourceOf(name), 'rule');
    expect(inCode).toEqual([...new Set(inCode)]);
    expect(rows.map(({ rule }) => rule).sort()).toEqual(inCode.sort());
  });

  test('says what is not kept', () => {
    const items = [...section.matchAll(/^- (.*?)(?:[:;].*)?$/gm)].map(([, item]) => item);
    expect(items.sort()).toEqual(tagged(sourceOf(name), 'not kept').sort());
  });

  test.each(rows)('$rule', ({ rule, kernel, test: file }) => {
    expect(kernel).toMatch(/\w+\(\)|\.rst|\.h|\.c/);
    const tests = read(file.replaceAll('`', ''));
    expect(tests.replaceAll(/rule\(\s+/g, 'rule(')).toMatch(
      new RegExp(`rule\\((["'])${rule.replaceAll(/[()]/g, '\\$&')}\\1`),
    );
  });
});
