// Every tooth bites: with its text replaced in the model, the property that no row violates is violated at the row that
// it names.

import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import { loadChangedSpec, loadSpec } from '../../src/load/load-model.ts';
import { modelText, textFile } from '../../src/load/model-text.ts';
import { filesBelow } from '../../src/load/project-files.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import type { SpecDefinition, Tooth } from '../../src/spec/spec.ts';
import { toothPattern } from '../../src/spec/teeth.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders that have a folder of specs; their models lie in them, or in a folder beside the specs. */
const PROJECTS = ['', 'docs/examples', 'test/fixtures'];
/** By day one tooth of each spec is tried, by night all: each loads the model anew. */
const TEETH = process.env.ALL_ROWS === undefined ? 1 : undefined;

const files = PROJECTS.flatMap((project) =>
  filesBelow(join(root, project, 'specs')).map((file) => [relative(root, file)] as const),
);

describe.each(files)('%s', async (file) => {
  const path = join(root, file);
  const { spec } = await loadSpec(path);
  const teeth = Object.entries(spec.teeth).slice(0, TEETH);

  test('names text that is there', () => {
    expect(() => examineSpec(spec, modelText(path))).not.toThrow();
  });

  test('or a row shows how what its steps assert can fail', () => {
    const rows = examineSpec(spec);
    // Assertions that name a property are claims of that.
    const asserts = rows.some(({ parameters }) => {
      const compiled = new CompiledSystem(spec.model.system(parameters));
      return compiled.asserts() && compiled.asserted().size === 0;
    });
    const fails = rows.some(({ expect }) => expect.assertions?.verdict === 'violated');
    expect(asserts && !fails).toBe(Object.hasOwn(spec.teeth, 'assertions'));
  });

  test.runIf(teeth.length > 0).each(teeth)('%s is violated with %o', async (property, tooth) => {
    const bitten = await withTooth(path, tooth);
    expect(verdictOf(spec, property, tooth)).toBe('holds');
    expect(verdictOf(bitten, property, tooth)).toBe('violated');
  });
});

function verdictOf({ model, properties }: SpecDefinition, property: string, { at }: Tooth) {
  const values = resolveParameters(model, at);
  const { outcome } = checkModel(model, values, properties(values), { only: [property] });
  return outcome;
}

/** The spec, of a model in which the text is replaced. */
function withTooth(path: string, tooth: Tooth): Promise<SpecDefinition> {
  const text = modelText(path)(tooth.file) as string;
  const changed = text.replace(toothPattern(tooth), () => tooth.by ?? '');
  return loadChangedSpec(path, { path: textFile(path, tooth.file) as string, text: changed });
}
