// JSON that a user names: found, read and parsed, or refused in one message.

import { readFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { existingFile } from '../load/find-file.ts';

/** `instead` says what to name, in words that go on from `name a file that`. */
export function readJson(file: string, instead: string): unknown {
  const text = readText(file, `a file that ${instead}`);
  try {
    // Some editors begin a file with a mark of its encoding, which is none of the JSON.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UsageError(`${file} is not JSON; name a file that ${instead}`);
  }
}

/** The system's own words say enough: no permission, a folder, a device. */
function readText(file: string, what: string): string {
  const path = existingFile(file, undefined, what);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
