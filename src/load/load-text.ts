// A model of which there is no file: its text was made from something else. The names 'mmcheck' and 'mmcheck/kernel' are all
// that it may import.

import { join } from 'node:path';
import { isA } from '../base/given.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { createJiti } from './compiled.ts';
import { type Exports, library } from './library.ts';

/** Throws what the text throws: who made it has to answer for that. */
export async function loadModelText(text: string): Promise<ModelDefinition> {
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: await library(),
  });
  const { default: model } = (await jiti.evalModule(text, {
    filename: join(import.meta.dirname, 'made.ts'),
    async: true,
  })) as Exports;
  if (isA<ModelDefinition>('mmcheck/model', model)) return model;
  throw new Error('the text of a model exports none');
}
