// The places in the kernel: docs/kernel-places.md has those of the models and no others, and what looks them up in a
// source finds what is there, and says what is not.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { CSource } from '../../tools/check-kernel/c-source.ts';
import { compare } from '../../tools/check-kernel/compare.ts';
import { OLD_PLACES } from '../../tools/check-kernel/old-places.ts';
import { placesIn } from '../../tools/check-kernel/places.ts';
import { allPlaces } from '../../tools/check-kernel/shipped.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const places = allPlaces(ROOT);

test('the page has the places of the models, and no others', () => {
  const page = readFileSync(join(ROOT, 'docs/kernel-places.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(.*)` \| /gm)].map(([, text]) =>
    text.replaceAll('\\|', '|'),
  );
  expect(rows.sort()).toEqual([...new Set(places.map(({ text }) => text))].sort());
  expect(places.length).toBeGreaterThan(300);
});

test('every old place is one that a model names', () => {
  const unused = Object.keys(OLD_PLACES).filter(
    (name) => !places.some(({ text }) => text.startsWith(name)),
  );
  expect(unused).toEqual([]);
});

const C = `
/* static void commented(void) { } */
#define for_each_thing(t) \\
	for (t = first_thing(); t; t = next_thing(t))
static int __init noinline
setup(struct zone *zone,
      int (*func)(void))
{
	if (zone) {
		prepare("not_called()");
	}
	return 0;
}
SYSCALL_DEFINE1(sync, int, fd)
{
	setup(NULL, NULL);
}
static int declared(void);
struct ops ops = { .run = setup, };
`;

describe('a place is looked up in a source', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mmcheck-kernel-'));
    mkdirSync(join(folder, 'mm'));
    writeFileSync(join(folder, 'mm/slub.c'), C);
    writeFileSync(join(folder, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const verdict = (text: string): string => {
    const [place] = placesIn('models/a.ts', `          at: { a: '${text}' },`);
    const found = compare(new CSource(folder), place);
    return found.type === 'wrong' ? found.why : found.type;
  };

  it('knows its release', () => expect(new CSource(folder).version).toBe('6.1.7'));
  it.each([
    ['mm/slub.c setup()', 'found'],
    ['mm/slub.c setup() prepare()', 'found'],
    ['mm/slub.c setup() prepare(MEM_ONLINE)', 'found'],
    ['mm/slub.c sync() setup()', 'found'],
    ['mm/slub.c for_each_thing() next_thing()', 'found'],
    ['mm/slub.c setup(), sync(): words', 'found'],
    ['mm/slub.c setup(), without missing()', 'found'],
    ['mm/slub.c, in words', 'found'],
    ['mm/slub.c declared()', 'mm/slub.c defines no declared()'],
    ['mm/slub.c commented()', 'mm/slub.c defines no commented()'],
    ['mm/slub.c setup() not_called()', 'setup() does not name not_called()'],
    ['mm/slub.c setup() setup()', 'setup() does not name setup()'],
    ['mm/slab.c setup()', 'there is no mm/slab.c'],
    ['setup()', 'names no file'],
    ['fs/file.c open()', 'unseen'],
    ['mm/slub.c slab_cpuup_callback()', 'old'],
  ])('%s: %s', (text, expected) => expect(verdict(text)).toBe(expected));

  it('sees the notes of steps', () => {
    const source =
      "  x: { at: 'f()', thread: 'T: 1', does },\n  y: {\n    at:\n      'mm/b.c g()',\n    thread: 'T' },";
    expect(placesIn('m', source).map(({ text, line }) => [text, line])).toEqual([
      ['f()', 1],
      ['mm/b.c g()', 4],
    ]);
  });

  it('sees the notes of a model over several lines, and texts that are none', () => {
    const source =
      "const a = 'mm/a.c f()';\n  at: {\n    x: 'mm/b.c g()',\n    y: 'h()',\n  },\n'plain'";
    expect(placesIn('m', source).map(({ text, line }) => [text, line])).toEqual([
      ['mm/a.c f()', 1],
      ['mm/b.c g()', 3],
      ['h()', 4],
    ]);
  });
});
