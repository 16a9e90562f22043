// What the documentation shows is what a reader gets: listings are files, and outputs are those of the commands above
// them. `UPDATE_DOCS=1 npx vitest run test/docs` writes the outputs anew, where nothing is left out.

import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkModel } from 'mmcheck';
import { describe, expect, it } from 'vitest';
import alloc, { properties as allocProperties } from '../../docs/examples/alloc.ts';
import counter, { properties as counterProperties } from '../../docs/examples/counter.ts';
import locked, { properties as lockedProperties } from '../../docs/examples/counter-locked.ts';
import pageLookup from '../../docs/examples/page-lookup.ts';
import pcpDrain from '../../docs/examples/specs/pcp-drain.ts';
import { mmcheck } from '../cli/mmcheck.ts';
import {
  anchorsOf,
  blocksOf,
  commandsOf,
  folded,
  isShown,
  linksOf,
  patched,
  withoutMeasures,
} from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const updating = process.env.UPDATE_DOCS !== undefined;
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe.each(PAGES)('%s', (page) => {
  const blocks = blocksOf(read(page));

  it('links to what is there', () => {
    const dead = linksOf(read(page)).filter((link) => !leadsSomewhere(page, link));
    expect(dead).toEqual([]);
  });

  for (const { file, text } of blocks.filter(({ language, file }) => language === 'ts' && file)) {
    it(`shows ${file} as it is`, () => expect(text).toBe(read(file)));
  }

  for (const [k, block] of blocks.entries()) {
    if (block.language !== 'console') continue;
    const before = blocks[k - 1];
    const diff = before?.language === 'diff' && before.file !== '' ? before : undefined;
    it(`line ${block.line}: ${block.text.split('\n')[0]}`, async () => {
      const folder = diff === undefined ? ROOT : copyWith(diff.file, diff.text);
      let shown = '';
      for (const { words, output, code } of commandsOf(block.text)) {
        const ended = await mmcheck(words, { cwd: folder });
        const printed = folded(ended.stderr + ended.stdout);
        const same = isShown(withoutMeasures(output), withoutMeasures(printed));
        shown += `$ npx mmcheck ${words.join(' ')}\n${same ? output : printed}`;
        if (code !== undefined) shown += `$ echo $?\n${ended.code}\n`;
      }
      if (updating) rewrite(page, k, shown);
      else expect(shown).toBe(block.text);
      if (folder !== ROOT) rmSync(folder, { recursive: true });
    });
  }
});

/** Whether a relative link names a file, and where it names a heading, one of that page. */
function leadsSomewhere(page: string, link: string): boolean {
  const [file, anchor] = link.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  if (!existsSync(join(ROOT, path))) return false;
  return anchor === undefined || anchorsOf(read(path)).includes(anchor);
}

/** Puts a text into the k-th block of a page, wherever that stands by now. */
function rewrite(page: string, k: number, text: string): void {
  const before = blocksOf(read(page))[k];
  const lines = read(page).split('\n');
  lines.splice(before.line - 1, before.text.split('\n').length - 1, ...text.trimEnd().split('\n'));
  writeFileSync(join(ROOT, page), lines.join('\n'));
}

/** A folder of its own with the examples, one of them changed. */
function copyWith(file: string, diff: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mmcheck-docs-'));
  cpSync(join(ROOT, 'docs/examples'), join(folder, 'docs/examples'), { recursive: true });
  writeFileSync(join(folder, file), patched(read(file), diff));
  return folder;
}

describe('the examples', () => {
  const verdicts = (outcome: ReturnType<typeof checkModel>) =>
    outcome.properties.map(({ name, verdict, depth }) => [name, verdict, depth]);

  it('counter loses an update in four steps', () => {
    const outcome = checkModel(counter, {}, counterProperties.properties({}));
    expect(verdicts(outcome)).toEqual([['nothing-lost', 'violated', 4]]);
  });

  it('counter-locked loses none', () => {
    const outcome = checkModel(locked, {}, lockedProperties.properties({}));
    expect(outcome.outcome).toBe('holds');
  });

  it('alloc finds a page for everybody', () => {
    const outcome = checkModel(alloc, {}, allocProperties.properties({}), { reduction: false });
    expect(outcome.outcome).toBe('holds');
    expect(outcome.statistics.states).toBe(334);
  });

  it.each([
    ['get_page', [['assertions', 'violated', 4]]],
    ['get_page_unless_zero', [['assertions', 'holds', undefined]]],
  ])('page-lookup with %s', (get, expected) => {
    expect(verdicts(checkModel(pageLookup, { get }, {}))).toEqual(expected);
  });

  it('pcp-drain loses a page where irqs stay on', () => {
    const values = { irqs: 'on', pages: 1 };
    const outcome = checkModel(pcpDrain.model, values, pcpDrain.properties(values));
    expect(verdicts(outcome)).toEqual([
      ['no-page-lost', 'violated', 8],
      ['list-empty', 'violated', 9],
      ['drained-what-was-there', 'holds', undefined],
      ['no-deadlock', 'holds', undefined],
    ]);
  });
});
