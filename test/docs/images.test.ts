// The pictures of the documentation say what the tool says today. Their words are compared, not where Graphviz puts them.
// `UPDATE_DOCS=1 npx vitest run test/docs` draws those anew that say something else.

import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { mmcheck, project } from '../cli/mmcheck.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['docs/images', 'docs/gallery'];

/** Each picture, with the page that shows it and the command there that finds its run; `explained` by `mmcheck explain`. */
const PICTURES = [
  {
    image: 'docs/images/zonelist.svg',
    explained: true,
    page: 'README.md',
    command: 'check zonelist-rebuild --set update=in-place --property no-premature-oom',
  },
  {
    image: 'docs/gallery/zonelist-shrink.svg',
    explained: true,
    page: 'docs/gallery/README.md',
    command: 'check zonelist-rebuild --set update=in-place --property no-premature-oom',
  },
  {
    image: 'docs/gallery/seqlock-deadlock.svg',
    explained: true,
    page: 'docs/gallery/README.md',
    command: 'check zonelist-seqlock-deadlock --set guard=none --property no-deadlock',
  },
  {
    image: 'docs/gallery/drain-once.svg',
    page: 'docs/gallery/README.md',
    command: 'check offline-pcp-drain --set offline=isolate-drain-test --property offline-ends',
  },
  {
    image: 'docs/gallery/early-mask.svg',
    page: 'docs/gallery/README.md',
    command:
      'check pcp-drain-ipi-vs-cpu-hotplug --set variant=early-mask hotplug=cpu_down --property deadlock',
  },
  {
    image: 'docs/gallery/hotplug-lock-order.svg',
    explained: true,
    page: 'docs/gallery/README.md',
    command:
      'check cpu-vs-mem-hotplug-lock-order --set order=mem-then-cpu cpuHotplug=slab-callback writerPreference=true --property no-deadlock',
  },
  {
    image: 'docs/gallery/slub-fastpath.svg',
    explained: true,
    page: 'docs/gallery/README.md',
    command: 'check slub-fastpath-flush --set check=nobody --property no-null-page',
  },
];

const wordsIn = (picture: string): string[] =>
  [...readFileSync(picture, 'utf8').matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, text]) => text);

it('each picture is made by a command', () => {
  const shown = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.svg'))
      .map((name) => `${folder}/${name}`),
  );
  expect(shown.sort()).toEqual(PICTURES.map(({ image }) => image).sort());
});

it.each(PICTURES)('$image', async ({ image, page, command, explained = false }) => {
  expect(readFileSync(join(ROOT, page), 'utf8')).toContain(`npx mmcheck ${command}\n`);
  const folder = project({});
  const drawn = join(folder, basename(image));
  const run = join(folder, 'run.json');
  await mmcheck([...command.split(' '), ...(explained ? ['--trace', run] : ['--svg', drawn])], {
    cwd: ROOT,
  });
  if (explained) await mmcheck(['explain', run, '--svg', drawn], { cwd: ROOT });
  const shipped = join(ROOT, image);
  const words = wordsIn(drawn);
  const isNew = !existsSync(shipped) || `${words}` !== `${wordsIn(shipped)}`;
  if (process.env.UPDATE_DOCS !== undefined && isNew) copyFileSync(drawn, shipped);
  expect(words.length).toBeGreaterThan(0);
  expect(wordsIn(shipped)).toEqual(words);
});
