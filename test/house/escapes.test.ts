// Escapes are counted: what is pending, what is atomic and why, and which rows may be inconclusive stand in one list that
// changes only on purpose. `npx vitest run test/house/escapes.test.ts -u` writes it anew.

import { expect, test } from 'vitest';
import { expandProcess } from '../../src/compile/layout/expand.ts';
import { isPending } from '../../src/language/claims/property.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import type { ExaminedRow } from '../../src/spec/row-at.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';
import { imported, shippedNames } from '../support/shipped-files.ts';

test('the escapes are those of the list', async () => {
  const lines: string[] = [];
  for (const name of shippedNames('specs')) {
    const { default: spec } = await imported<{ default: SpecDefinition }>('specs', name);
    const rows = examineSpec(spec);
    const found = [...pending(rows), ...inconclusive(rows), ...atomic(spec, rows)];
    lines.push(...[...new Set(found)].sort().map((words) => `${spec.model.name}: ${words}`));
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/escapes.txt');
});

function pending(rows: readonly ExaminedRow[]): string[] {
  return rows.flatMap(({ properties }) =>
    Object.entries(properties)
      .filter(([, property]) => isPending(property))
      .map(([name, { kind }]) => `pending ${kind} '${name}'`),
  );
}

function inconclusive(rows: readonly ExaminedRow[]): string[] {
  return rows.flatMap(({ expect: expected, row }) =>
    Object.entries(expected)
      .filter(([, { verdict }]) => verdict === 'inconclusive')
      .map(([name]) => `inconclusive '${name}' at ${JSON.stringify(row.set)}`),
  );
}

function atomic({ model }: SpecDefinition, rows: readonly ExaminedRow[]): string[] {
  return rows.flatMap(({ parameters }) =>
    Object.entries(model.system(parameters).processes).flatMap(([process, definition]) =>
      expandProcess(process, definition)
        .labels.filter((label) => label.atomic !== undefined)
        .map((label) => `atomic ${process}/${label.name}: ${label.atomic}`),
    ),
  );
}
