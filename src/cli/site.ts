// `run --html DIR`: the result as a site of plain files.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { UsageError } from '../base/errors.ts';
import type { Picture, SiteFile } from '../report/html/site.ts';
import type { RunSummary, SpecRun } from '../spec/run-outcome.ts';
import { leadsTo, mayWrite, troubleWithFolder, type Unwritten } from './output-files.ts';
import type { Session } from './session.ts';
import { OWN_FILES, putInPlace } from './site-folder.ts';
import { Painter, Undrawn } from './svg.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

export function siteOption(): Option {
  return new Option('--html <dir>', 'write a site of all rows into this folder, as plain files');
}

/** Throws a UsageError where a site cannot be written, or would take what is there. Leaves nothing behind. */
export function checkSite(folder: string | undefined, others: readonly string[]): void {
  if (folder === undefined) return;
  const trouble = troubleWith(folder);
  if (trouble !== undefined) throw new UsageError(`cannot write a site to ${folder}: ${trouble}`);
  const inside = others.find((file) => isInside(folder, file));
  if (inside === undefined) return;
  throw new UsageError(`cannot write ${inside}: it is in the folder of the site; name another`);
}

function troubleWith(folder: string): string | undefined {
  if (folder === '') return 'the name of a folder is empty';
  if (!existsSync(folder)) {
    const above = dirname(folder);
    if (!existsSync(above)) return `there is no folder ${above}`;
    return troubleWithFolder(above);
  }
  if (!statSync(folder).isDirectory()) return 'it is no folder';
  if (!mayWrite(folder)) return 'it is write-protected';
  const files = readdirSync(folder);
  if (files.length === 0 || files.includes(OWN_FILES)) return undefined;
  return 'other files are there; name a new folder, an empty one, or one of an earlier site';
}

function isInside(folder: string, file: string): boolean {
  const way = relative(leadsTo(folder), leadsTo(file));
  return way !== '..' && !way.startsWith(`..${sep}`);
}

interface Found {
  readonly specs: readonly SpecRun[];
  readonly summary: RunSummary;
}

/** None where no spec could be read: a site of nothing would take the place of an earlier one. */
export async function writeSite(
  folder: string | undefined,
  { specs, summary }: Found,
  terminal: Terminal,
  session: Session,
): Promise<readonly Unwritten[]> {
  if (folder === undefined) return [];
  if (specs.length > 0 && specs.every(({ model }) => model === '')) {
    terminal.message(`mmcheck: no site is written to ${folder}: no spec could be read`);
    return [];
  }
  const { Site } = await import('../report/html/site.ts');
  const site = new Site(specs);
  const pictures = await draw(site.pictures(), terminal, session);
  const drawn = new Set(pictures.map(({ file }) => file));
  try {
    putInPlace(folder, [...pictures, ...site.pages(summary, drawn, packageVersion(), assets())]);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError) && !isOfSystem(error)) throw error;
    terminal.message(`mmcheck: cannot write a site to ${folder}: ${error.message}`);
    return ['failed'];
  }
}

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** Those that can be drawn before the session is stopped. */
async function draw(
  pictures: readonly Picture[],
  terminal: Terminal,
  session: Session,
): Promise<SiteFile[]> {
  const painter = new Painter(session);
  const drawn: SiteFile[] = [];
  const troubles: string[] = [];
  for (const [k, { file, dot }] of pictures.entries()) {
    if (session.stopped !== undefined) break;
    session.about = `picture ${k + 1} of ${pictures.length}  `;
    try {
      drawn.push({ file, text: await painter.draw(dot()) });
    } catch (error) {
      if (!(error instanceof Undrawn || error instanceof UsageError)) throw error;
      troubles.push(error.message);
    }
  }
  painter.close();
  const lacking = pictures.length - drawn.length;
  if (lacking > 0) {
    const why = troubles[0] ?? 'the command was stopped';
    terminal.message(`mmcheck: the site lacks ${lacking} of ${pictures.length} pictures: ${why}`);
  }
  return drawn;
}

/** What was made with the package's code, in a folder beside it. */
function assets(): { style: string; script: string } {
  const text = (name: string): string =>
    readFileSync(fileURLToPath(new URL(`../page/${name}`, import.meta.url)), 'utf8');
  return { style: text('theme.css') + text('site.css'), script: text('site.js') };
}
