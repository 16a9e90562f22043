// The text of the model that a spec is of, as its author wrote it: what the spec's teeth are changes of. The spec's own
// import says where it is.

import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ModelText } from '../spec/teeth.ts';

/** Reads files by their paths from the model's, and that one itself where no path is given. */
export function modelText(spec: string): ModelText {
  return (file) => {
    const path = textFile(spec, file);
    const isFile = path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile();
    return isFile ? readFileSync(path, 'utf8') : undefined;
  };
}

/** The file of that path from the model's, or the model's own. */
export function textFile(spec: string, file?: string): string | undefined {
  const model = modelFile(spec);
  return file === undefined ? model : model && resolve(dirname(model), file);
}

/** `import model from '../models/zonelists/zonelist-rebuild.ts'`: what a spec imports by default is its model. */
export function modelFile(spec: string): string | undefined {
  const [, path] =
    /^import\s+\w+\s*(?:,\s*\{[^}]*\}\s*)?from\s+['"](\.[^'"]+)['"]/m.exec(
      readFileSync(spec, 'utf8'),
    ) ?? [];
  return path === undefined ? undefined : resolve(dirname(spec), path);
}
