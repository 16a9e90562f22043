// Addresses of the site, which are quoted in mails and have to last: a spec's page by its group and file, a row by the
// parameters in which it differs from the model's defaults, so that another row, or another parameter, changes none.

import { createHash } from 'node:crypto';
import type { ParameterValues } from '../../language/define-model.ts';
import type { SpecRun } from '../../spec/run-outcome.ts';

export const CATALOGUE = 'index.html';

/** Each spec's page, `zonelists/zonelist-rebuild.html`, from the root of the site. */
export function pagesOf(specs: readonly SpecRun[]): ReadonlyMap<SpecRun, string> {
  const taken = new Set([CATALOGUE]);
  return new Map(
    specs.map((spec) => {
      const name = pageName(spec);
      let page = `${name}.html`;
      for (let k = 2; taken.has(page); k++) page = `${name}~${k}.html`;
      taken.add(page);
      return [spec, page];
    }),
  );
}

function pageName({ spec, about }: SpecRun): string {
  const stem = (spec.split('/').at(-1) ?? '').replace(/\.[cm]?[jt]s$/, '');
  const folders = (about?.group ?? '').split('/').filter((name) => name !== '');
  return [...folders, stem].map(plain).join('/');
}

/** `update=in-place,tasks=2`. */
export function rowAddress(parameters: ParameterValues, defaults: ParameterValues = {}): string {
  const set = Object.entries(parameters).filter(([name, value]) => value !== defaults[name]);
  const words = set.map(([name, value]) => `${plain(name)}=${plain(String(value))}`);
  return words.join(',') || 'defaults';
}

/** `update=in-place/no-missed-zone`. */
export function verdictAddress(row: string, property: string): string {
  return `${row}/${plain(property)}`;
}

/** The picture of a run, in a folder beside the page; of several, each its own. */
export function pictureFile(page: string, verdict: string, k = 0): string {
  const folder = page.replace(/\.html$/, '');
  const number = k === 0 ? '' : `~${k + 1}`;
  return `${folder}/${verdict.split('/').map(shortened).join('/')}${number}.svg`;
}

/** How a file of the site is named in a page: from the page's own folder. */
export function linkFrom(page: string, file: string): string {
  return '../'.repeat(page.split('/').length - 1) + file;
}

/** Letters that mean the same in a file's name, an address and an attribute; others by their codes. */
function plain(text: string): string {
  const shown = text.replace(
    /[^A-Za-z0-9._-]/gu,
    (letter) => `~${letter.codePointAt(0)?.toString(16)}~`,
  );
  // Neither hidden nor a way up.
  return shown.replace(/^\./, '~2e~');
}

/** Names of files have at most 255 bytes. */
const LONGEST = 200;

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const rest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, LONGEST)}~${rest}`;
}
