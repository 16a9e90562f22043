// The pictures of the documentation say what the tool says today. Their words are compared, not where Graphviz puts them.
// `UPDATE_DOCS=1 npx vitest run test/docs` draws those anew that say something else.

import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { mmcheck, project } from '../cli/mmcheck.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const IMAGES = join(ROOT, 'docs/images');

/** Each picture, with the page that shows it and the command there that makes it. */
const PICTURES = [
  {
    image: 'zonelist.svg',
    page: 'README.md',
    command: 'check zonelist-rebuild --set update=in-place --property no-premature-oom',
  },
];

const wordsIn = (picture: string): string[] =>
  [...readFileSync(picture, 'utf8').matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, text]) => text);

it('each picture is made by a command', () => {
  expect(readdirSync(IMAGES)).toEqual(PICTURES.map(({ image }) => image));
});

it.each(PICTURES)('$image', async ({ image, page, command }) => {
  expect(readFileSync(join(ROOT, page), 'utf8')).toContain(`npx mmcheck ${command}\n`);
  const drawn = join(project({}), image);
  await mmcheck([...command.split(' '), '--svg', drawn], { cwd: ROOT });
  const shipped = join(IMAGES, image);
  const words = wordsIn(drawn);
  if (process.env.UPDATE_DOCS !== undefined && `${words}` !== `${wordsIn(shipped)}`) {
    copyFileSync(drawn, shipped);
  }
  expect(words.length).toBeGreaterThan(0);
  expect(wordsIn(shipped)).toEqual(words);
});
