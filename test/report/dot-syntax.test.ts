// Names and labels of a picture are what they are in the model, whatever letters they have and however long they are.

import { renderGraphFromSource } from 'graphviz-cli';
import { OrderedMap, Repeat } from 'immutable';
import { expect, test } from 'vitest';
import { leftAligned, named, node, quoted } from '../../src/report/dot/syntax.ts';
import { stateLabel } from '../../src/report/text/state.ts';

async function drawn(name: string, label: string): Promise<string> {
  const input = `digraph ${named(name)} {\n${node(named(name), { label })}\n}\n`;
  return renderGraphFromSource({ input }, { format: 'svg' });
}

const plain = (svg: string): string =>
  svg.replaceAll('&#45;', '-').replaceAll('&#39;', "'").replaceAll('&quot;', '"');

test.each([
  ['C:\\page', 'C:\\page'],
  ['a\\\\b', 'a\\\\b'],
  ['say "x"', 'say "x"'],
  ['R&D &copy;', 'R&amp;D &amp;copy;'],
  ['\\N\\l', '\\N\\l'],
  // A backslash before a quote cannot be written alone.
  ['end\\', 'end\\\\'],
  ['a\\"b', 'a\\\\"b'],
  ['a\\\\"b', 'a\\\\"b'],
])('the tooltip of %s', async (name, shown) => {
  const svg = plain(await drawn(name, quoted('x')));
  const titles = [...svg.matchAll(/<title>(.*)<\/title>/g)].map(([, title]) => title);
  expect(titles).toEqual([shown, shown]);
});

const LONG = 2 ** 14;

test.each([
  ['letters', 'm'.repeat(LONG)],
  ['backslashes', '\\'.repeat(LONG)],
  ['quotes', '"'.repeat(LONG)],
  ['letters of two code units', '\u{1f600}'.repeat(LONG)],
])('no row of %s is longer than Debian takes', async (_, text) => {
  for (const one of [quoted(text), named(text), leftAligned([text, text])]) {
    const rows = one.split('\n');
    expect(Math.max(...rows.map((row) => Buffer.byteLength(row)))).toBeLessThan(16_381);
    for (const row of rows.slice(0, -1)) expect(row).toMatch(/(?<!\\)(?:\\\\)*\\$/);
    // Each row goes on where the one before it ended.
    expect(rows.map((row, k) => (k < rows.length - 1 ? row.slice(0, -1) : row)).join('')).toBe(
      one.replaceAll('\\\n', ''),
    );
  }
});

test('a long name is drawn as a whole', async () => {
  const svg = await drawn('m'.repeat(LONG), quoted('n'.repeat(LONG)));
  expect(svg).toContain(`<title>${'m'.repeat(LONG)}</title>`);
  expect(svg).toContain(`>${'n'.repeat(LONG)}<`);
});

test('a state with a long cell has lines that can be read', () => {
  const block = Repeat('MIGRATE_RECLAIMABLE', 1024).toList();
  const label = stateLabel({
    cells: OrderedMap({ block }),
    processes: OrderedMap({ steal: OrderedMap({ at: 's' }) }),
    observers: OrderedMap(),
  });
  const lines = label.split('\n');
  expect(lines.length).toBeGreaterThan(100);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(lines.at(-1)).toBe('steal at s');
});
