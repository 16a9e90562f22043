// Rows that differ in one parameter and build the same system: the variant may be declared and not implemented, and the
// verdict of the second row says nothing that the first has not said. Where the two expect different verdicts, the run
// itself shows that one of them is wrong.

import { fingerprintOf } from '../language/fingerprint.ts';
import { isSameCode } from '../language/same-system.ts';
import type { SystemDefinition } from '../language/system.ts';
import { type ExaminedRow, rowAt } from './row-at.ts';
import type { SpecDefinition } from './spec.ts';

/** Doubts about each row, beside those before it. */
export function sameSystems(
  spec: SpecDefinition,
  rows: readonly ExaminedRow[],
): readonly (readonly string[])[] {
  const built = new Map<ExaminedRow, Built>();
  const buildOf = (row: ExaminedRow): Built => {
    const known = built.get(row) ?? buildRow(spec, row);
    built.set(row, known);
    return known;
  };
  const isSame = (one: ExaminedRow, other: ExaminedRow): boolean =>
    isBuiltAlike(buildOf(one), buildOf(other)) && isSameCode(one.properties, other.properties);
  const isMeant = (one: ExaminedRow, other: ExaminedRow): boolean => {
    const { sameAs } = one.row;
    return sameAs !== undefined && rowAt(spec, { rows, unread: [] }, sameAs) === other;
  };
  return rows.map((row, k) =>
    rows.slice(0, k).flatMap((before) => {
      const [name, ...others] = differences(before, row);
      if (name === undefined || others.length > 0 || !expectsTheSame(before, row)) return [];
      if (isMeant(before, row) || isMeant(row, before) || !isSame(before, row)) return [];
      const [one, other] = [before, row].map(({ parameters }) => `${name}=${parameters[name]}`);
      return [
        `${one} and ${other} build the same system; is one of them not implemented? If it is meant, say so by 'sameAs'`,
      ];
    }),
  );
}

interface Built {
  readonly system: SystemDefinition;
  readonly fingerprint: string;
}

/** Whether two rows build the same system, by their data and the text of their steps. */
export function isSameSystem(spec: SpecDefinition, one: ExaminedRow, other: ExaminedRow): boolean {
  return isBuiltAlike(buildRow(spec, one), buildRow(spec, other));
}

function buildRow({ model }: SpecDefinition, { parameters }: ExaminedRow): Built {
  const system = model.system(parameters);
  return { system, fingerprint: fingerprintOf(system) };
}

function isBuiltAlike(one: Built, other: Built): boolean {
  return one.fingerprint === other.fingerprint && isSameCode(one.system, other.system);
}

function expectsTheSame({ expect: one }: ExaminedRow, { expect: other }: ExaminedRow): boolean {
  return Object.keys(one).every((name) => one[name].verdict === other[name]?.verdict);
}

function differences(one: ExaminedRow, other: ExaminedRow): string[] {
  return Object.keys(one.parameters).filter(
    (name) => one.parameters[name] !== other.parameters[name],
  );
}
