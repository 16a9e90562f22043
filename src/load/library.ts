// What a user's file may import by name, and where that stands: .ts in the source tree, .js once compiled. And what is
// said of a name that is not among it, which jiti finds out only when the name is called.

import { extname } from 'node:path';
import { didYouMean } from '../base/near-name.ts';

export type Exports = Readonly<Record<string, unknown>>;

const PUBLIC_NAMES = { mmcheck: '../index', 'mmcheck/kernel': '../kernel/index' };

export const publicUrls: ReadonlyMap<string, string> = new Map(
  Object.entries(PUBLIC_NAMES).map(([name, file]) => [
    name,
    new URL(file + extname(import.meta.url), import.meta.url).href,
  ]),
);

export async function library(): Promise<Record<string, Exports>> {
  const loaded = [...publicUrls].map(async ([name, url]) => [name, await import(url)] as const);
  return Object.fromEntries(await Promise.all(loaded));
}

/** `(0 , _mmcheck.refcount) is not a function`, as its author would say it, and a name that should have been imported. */
export async function inAuthorsWords(words: string): Promise<string> {
  const called = /\(0 , _mmcheck\d*\.(\w+)\) is not a function/.exec(words);
  const { mmcheck = {} } = called ? await library() : {};
  if (called && !Object.hasOwn(mmcheck, called[1])) {
    return words.replace(called[0], `mmcheck exports no '${called[1]}'${await hint(called[1])}`);
  }
  const written = words.replace(/\(0 , _\w+\.(\w+)\)/g, '$1').replace(/\b_mmcheck\./g, '');
  return written + (await forgottenImport(written));
}

/** `bool is not defined`, of the engine, and `there is no 'bool'`, of a step. */
async function forgottenImport(words: string): Promise<string> {
  const name = /(\w+) is not defined$/.exec(words)?.[1] ?? /there is no '(\w+)'/.exec(words)?.[1];
  if (name === undefined) return '';
  if (GIVEN.includes(name)) {
    return `; it is given to the functions of steps, and to that of a call's arguments: \`({ ${name} }) => ...\``;
  }
  const from = await exporter(name);
  return from === undefined ? '' : `; import it: \`import { ${name} } from '${from}';\``;
}

/** What stands in the pattern of a step beside cells. */
const GIVEN = ['me', 'choose', 'assert'];

/** Where a name is that mmcheck itself does not export, or which one is meant. */
export async function hint(name: string): Promise<string> {
  const other = await exporter(name);
  if (other !== undefined) return `; '${other}' does`;
  return didYouMean(name, Object.values(await library()).flatMap(Object.keys));
}

/** Which module exports a name. */
async function exporter(name: string): Promise<string | undefined> {
  const known = Object.entries(await library());
  return known.find(([, exported]) => Object.hasOwn(exported, name))?.[0];
}
