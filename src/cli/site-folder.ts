// The folder of a site. What must stay true: only files that an earlier run has written there are replaced or removed, and
// all of the new ones are on the disk before the first of the old ones goes.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import type { SiteFile } from '../report/html/site.ts';
import { jsonText } from '../report/json/json-text.ts';

/** Lists what mmcheck has written there. */
export const OWN_FILES = 'mmcheck-site.json';

/** Writes all files, in place of those of an earlier site. */
export function putInPlace(folder: string, files: readonly SiteFile[]): void {
  const isNew = !existsSync(folder);
  if (isNew) mkdirSync(folder);
  const staged = join(folder, `.mmcheck-${process.pid}.part`);
  try {
    const own = ownFiles(folder);
    const foreign = files.find(({ file }) => !own.has(file) && existsSync(join(folder, file)));
    if (foreign) throw new UsageError(`${foreign.file} is there, and not of an earlier site`);
    for (const { file, text } of files) write(join(staged, file), text);
    const names = files.map(({ file }) => file);
    write(join(staged, OWN_FILES), listText(new Set([...own, ...names])));
    for (const name of [OWN_FILES, ...names]) move(join(staged, name), join(folder, name));
    for (const name of own) if (!names.includes(name)) remove(folder, name);
    write(join(staged, OWN_FILES), listText(new Set(names)));
    move(join(staged, OWN_FILES), join(folder, OWN_FILES));
  } finally {
    rmSync(staged, { recursive: true, force: true });
    if (isNew && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

function listText(files: ReadonlySet<string>): string {
  return jsonText({ schema: 1, files: [...files].sort() });
}

/** Nothing but pages and pictures in the folder, whatever the list says. */
function ownFiles(folder: string): ReadonlySet<string> {
  const list = join(folder, OWN_FILES);
  if (!existsSync(list)) return new Set();
  const { files } = parsed(readFileSync(list, 'utf8'));
  if (!Array.isArray(files))
    throw new UsageError(`${OWN_FILES} there is damaged; remove the folder`);
  return new Set(files.filter((file) => isOwnName(file)));
}

function parsed(text: string): { readonly files?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function isOwnName(file: unknown): file is string {
  return typeof file === 'string' && /\.(?:html|svg)$/.test(file) && !/^\/|(?:^|\/)\.\./.test(file);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

/** With the folders that are empty then. */
function remove(folder: string, name: string): void {
  rmSync(join(folder, name), { force: true });
  for (let above = dirname(name); above !== '.'; above = dirname(above)) {
    const path = join(folder, above);
    if (!existsSync(path) || readdirSync(path).length > 0) return;
    rmdirSync(path);
  }
}
