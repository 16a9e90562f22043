// Teeth: a property that no row violates is shown to be able to fail by a change of the model that breaks it. The
// change is text for text, so that a test can make it; a text that is not found in the model, or found twice, is a
// mistake of the spec, or the tooth would rot as the model goes on.

import { ASSERTIONS, isPending } from '../language/claims/property.ts';
import { type ReadRows, rowAt } from './row-at.ts';
import type { SpecDefinition, Tooth } from './spec.ts';

/** The text of the model's file, or of another by its path from there; undefined if there is none. */
export type ModelText = (file?: string) => string | undefined;

/** Where the text of a tooth stands in a model: white space is as good as other white space. */
export function toothPattern({ replace }: Tooth): RegExp {
  const words = replace.trim().split(/\s+/);
  const literal = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(literal.join('\\s+'), 'g');
}

/** A property that cannot fail proves nothing: some row breaks it, or a tooth does. */
export function teethMistakes(
  spec: SpecDefinition,
  read: ReadRows,
  textOf: ModelText | undefined,
): string[] {
  const { rows, unread } = read;
  const properties = rows.flatMap((row) => Object.entries(row.properties));
  const names = [...new Set(properties.map(([name]) => name))];
  const leftOut = rows.flatMap((row) => Object.keys(row.leftOut));
  const expected = unread.flatMap(({ row }) => Object.keys(row.expect ?? {}));
  const isKnown = (name: string): boolean =>
    [ASSERTIONS, ...names, ...leftOut, ...expected].includes(name);
  // A row that could not be read may be the one that violates it.
  const isBroken = (name: string): boolean =>
    expected.includes(name) || rows.some(({ expect }) => expect[name]?.verdict === 'violated');
  const isExempt = (name: string): boolean =>
    properties.some(([known, property]) => known === name && isPending(property));
  return [
    ...names
      .filter((name) => !isBroken(name) && !Object.hasOwn(spec.teeth, name) && !isExempt(name))
      .map(
        (name) =>
          `no row violates '${name}'; add one that does, or say in \`teeth\` which line's removal breaks it`,
      ),
    ...Object.entries(spec.teeth).flatMap(([name, tooth]) => {
      if (!isKnown(name)) return [`\`teeth\` names '${name}', which is no property`];
      const told = [rowMistake(spec, read, name, tooth), textOf && textMistake(tooth, textOf)];
      return told.flatMap((words) => (words ? [`the tooth of '${name}' ${words}`] : []));
    }),
  ];
}

/** The change has to break what holds without it. */
function rowMistake(
  spec: SpecDefinition,
  rows: ReadRows,
  name: string,
  { at }: Tooth,
): string | undefined {
  const row = rowAt(spec, rows, at);
  if (row === undefined) return undefined;
  if (typeof row === 'string') return `is tried at no row: ${row}`;
  const reason = row.leftOut[name];
  if (reason !== undefined) return `is tried at a row that leaves it out: ${reason}`;
  const { verdict } = row.expect[name] ?? { verdict: 'holds' };
  return verdict === 'holds' ? undefined : `is tried at a row in which it is expected '${verdict}'`;
}

function textMistake(tooth: Tooth, textOf: ModelText): string | undefined {
  const { file, replace } = tooth;
  const where = file ?? "the model's file";
  const text = textOf(file);
  const advice = file === undefined ? '; import the model by its whole name, with .ts' : '';
  if (text === undefined) return `is in ${where}, which was not found${advice}`;
  const found = [...text.matchAll(toothPattern(tooth))].length;
  if (found === 1) return undefined;
  const times = found === 0 ? 'does not stand' : `stands ${found} times`;
  return `replaces \`${replace}\`, which ${times} in ${where}; copy as much of it as is there once`;
}
