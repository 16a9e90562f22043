// The models and specs that come with mmcheck, each by its name, such as `slub/slub-fastpath-flush.ts`.

import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { filesBelow, type Kind } from '../../src/load/project-files.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function shippedNames(kind: Kind): string[] {
  return filesBelow(`${ROOT}${kind}`).map((file) => relative(`${ROOT}${kind}`, file));
}

/** What a file exports. */
export async function imported<T>(kind: Kind, name: string): Promise<T> {
  return (await import(pathToFileURL(`${ROOT}${kind}/${name}`).href)) as T;
}
