// The files that `mmcheck litmus` is asked for: each by its name, and all below a folder whose names end in `.litmus`.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { existingFile } from './find-file.ts';
import { statsOf } from './source-files.ts';

const ENDING = '.litmus';

export function litmusFiles(named: readonly string[]): string[] {
  const files = named.flatMap((name) =>
    statsOf(name)?.isDirectory() ? below(name) : [checked(name)],
  );
  return [...new Set(files)];
}

function checked(file: string): string {
  existingFile(file, undefined, 'a litmus test');
  return file;
}

function below(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }).map(String);
  const files = names.filter((name) => name.endsWith(ENDING)).sort();
  if (files.length > 0) return files.map((name) => join(folder, name));
  throw new UsageError(`there is no file *${ENDING} in ${folder}; name a file or another folder`);
}

export function litmusText(file: string): string {
  const path = existingFile(file, undefined, 'a litmus test');
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
