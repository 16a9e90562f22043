// Loads the source of a model as a user's file is loaded: from the disk, by jiti, with 'mmcheck' as
// its only import. The library that it imports is another copy than the test's; the two must
// understand each other nevertheless.

import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import type { ModelProperties } from '../../src/language/claims/makers.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';

export interface ModelFile {
  readonly model: ModelDefinition;
  readonly properties: ModelProperties;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'node_modules', '.tmp-models');
const jiti = createJiti(import.meta.url, {
  alias: { mmcheck: join(root, 'src/index.ts') },
  interopDefault: true,
  fsCache: false,
});

export async function loadSource(source: string): Promise<ModelFile> {
  const name = createHash('sha1').update(source).digest('hex');
  const file = join(folder, `${name}-${process.pid}.ts`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, source);
  try {
    const loaded = await jiti.import<{ default: ModelDefinition; properties: ModelProperties }>(
      file,
    );
    return { model: loaded.default, properties: loaded.properties };
  } finally {
    rmSync(file);
  }
}
