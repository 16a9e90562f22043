// `npm run check:kernel -- SOURCE_DIR`: looks up every place that the models name in an unpacked kernel, and says which
// are not there. `--write` writes docs/kernel-places.md anew. Not part of CI, which has no kernel; that the page has the
// places of the models, and no others, is a test (test/docs/kernel-places.test.ts).

import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { CSource } from './c-source.ts';
import { compare, type Verdict } from './compare.ts';
import { type Looked, page } from './page.ts';
import { allPlaces } from './shipped.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Options {
  readonly release?: string;
  readonly write?: boolean;
}

function main(folder: string, { release, write }: Options): void {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  const source = new CSource(folder);
  const version = release ?? source.version;
  if (version === undefined) {
    throw new Error(`${folder} has no Makefile to read the release from; say --release 6.1.192`);
  }
  const looked: Looked[] = allPlaces(root).map((place) => {
    return { place, verdict: compare(source, place) };
  });
  for (const { place, verdict } of looked) {
    const mistake = mistakeIn(verdict);
    if (mistake === undefined) continue;
    console.log(`${place.model}:${place.line}: ${place.text}: ${mistake}`);
    process.exitCode = 1;
  }
  const count = (type: Verdict['type']): number =>
    looked.filter(({ verdict }) => verdict.type === type).length;
  console.log(
    `Linux ${version}: of ${looked.length} places ${count('found')} found, ${count('old')} of older kernels, ${count('unseen')} in folders that are not unpacked, ${count('wrong')} wrong`,
  );
  if (write) writeFileSync(`${root}docs/kernel-places.md`, page(version, looked));
}

function mistakeIn(verdict: Verdict): string | undefined {
  if (verdict.type === 'wrong') return verdict.why;
  // What stands among the old places without need could hide a mistake later.
  return verdict.type === 'old' && verdict.found
    ? 'is said to be of an older kernel, and is there'
    : undefined;
}

new Command('npm run check:kernel --')
  .description('look up the places that the models name in an unpacked kernel')
  .argument('<folder>', 'the unpacked source')
  .option('--release <release>', 'its release, where its Makefile was not unpacked')
  .option('--write', 'write docs/kernel-places.md')
  .action(main)
  .parse();
