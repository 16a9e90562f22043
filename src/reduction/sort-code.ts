// The canonical representative where it is easiest: a kind whose ids are never tied to each other
// or to those of other kinds, so that what the state says of an id is one row of bits of its own
// (its process's label and locals, its array elements, whether a cell holds it, which sets and list
// positions). Two states are in one orbit exactly if the same rows stand in another order, so the
// rows are sorted and written back (Ip & Dill 1996, section 5; Rumur's and Murphi's
// canonicalisation of scalarset-indexed arrays).
//
// Sound only if every family that mentions the kind is in the rows: then the result is a
// permutation of the state.

import { type Field, maskOf } from '../compile/layout/field.ts';
import { Constants } from '../compile/program/emit.ts';
import type { Condition, Family } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';

/** Sorts the rows of a kind in the state; where `image` is given, sets where each id went. */
export type SortKind = (state: Int32Array, image: Int32Array | undefined) => void;

/** One column of the rows: some bits of each id. */
interface Column {
  readonly bits: number;
  /** The expression of the bits of id `i`. */
  read(i: number): string;
  /** Statements that write the column back; `bits(i)` is the expression of the sorted bits. */
  write(bits: (i: number) => string): string;
}

export function generateSort(
  kind: SymmetricKind,
  families: readonly Family[],
  group: Group,
): SortKind {
  const columns = families.flatMap((family) => columnsOf(family, kind, group));
  const chunks = chunksOf(columns);
  const width = chunks.length + 1;
  const constants = new Constants();
  const rows = constants.name(new Int32Array(kind.size * width));
  const row = constants.name(new Int32Array(width));
  const ids = Array.from({ length: kind.size }, (_, i) => i);
  const load = ids.flatMap((i) => [
    ...chunks.map((chunk, c) => `${rows}[${i * width + c}] = ${readChunk(chunk, i)};`),
    `${rows}[${i * width + chunks.length}] = ${i};`,
  ]);
  const later = chunks.reduceRight(
    (rest, _, c) => `(R[j + ${c}] > r[${c}] || (R[j + ${c}] === r[${c}] && ${rest}))`,
    'false',
  );
  const shiftRow = Array.from({ length: width }, (_, c) => `R[j + ${width + c}] = R[j + ${c}];`);
  const takeRow = Array.from({ length: width }, (_, c) => `r[${c}] = R[i + ${c}];`);
  const putRow = Array.from({ length: width }, (_, c) => `R[j + ${width + c}] = r[${c}];`);
  const store = chunks.flatMap((chunk, c) =>
    chunk.map(({ column, at }) =>
      column.write((i) => `(R[${i * width + c}] >>> ${at} & ${maskOf(column.bits)})`),
    ),
  );
  return constants.compile<SortKind>(`function sort(s, p) {
    const R = ${rows}; const r = ${row};
    ${load.join('\n')}
    let moved = false;
    for (let i = ${width}; i < ${kind.size * width}; i += ${width}) {
      ${takeRow.join(' ')}
      let j = i - ${width};
      while (j >= 0 && ${later}) { ${shiftRow.join(' ')} j -= ${width}; moved = true; }
      ${putRow.join(' ')}
    }
    if (p !== undefined) for (let i = 0; i < ${kind.size}; i++) {
      p[${kind.offset} + R[i * ${width} + ${chunks.length}]] = i;
    }
    if (!moved) return;
    ${store.join('\n')}
  }`);
}

interface Placed {
  readonly column: Column;
  readonly at: number;
}

/** Columns in words of 32 bits. */
function chunksOf(columns: readonly Column[]): Placed[][] {
  const chunks: Placed[][] = [];
  let used = 32;
  for (const column of columns) {
    if (used + column.bits > 32) {
      chunks.push([]);
      used = 0;
    }
    chunks[chunks.length - 1].push({ column, at: used });
    used += column.bits;
  }
  return chunks;
}

function readChunk(chunk: readonly Placed[], i: number): string {
  return chunk.map(({ column, at }) => `((${column.read(i)}) << ${at})`).join(' | ') || '0';
}

function columnsOf(family: Family, kind: SymmetricKind, group: Group): Column[] {
  const { over, fields, content } = family;
  if (over.length > 0) return [ownColumn(fields)];
  const [field] = fields;
  const [condition] = family.conditions;
  switch (content.type) {
    case 'plain':
      return [];
    case 'set':
      return [memberColumn(field)];
    case 'id':
      return [holderColumn(field, kind, content.shift, condition)];
    case 'process':
      return processesOf(group, kind).map((first) =>
        instanceColumn(field, kind, first + content.shift, condition),
      );
  }
}

/** A field that each id has. */
function ownColumn(fields: readonly Field[]): Column {
  return {
    bits: fields[0].bits,
    read: (i) => read(fields[i]),
    write: (bits) => fields.map((field, i) => write(field, bits(i))).join(' '),
  };
}

/** Whether a set has the id. */
function memberColumn(field: Field): Column {
  return {
    bits: 1,
    read: (i) => `${read(field)} >>> ${i} & 1`,
    write: (bits) => {
      const members = Array.from({ length: field.bits }, (_, i) => `${bits(i)} << ${i}`);
      return write(field, `(${members.join(' | ')})`);
    },
  };
}

/** Whether a cell holds the id. */
function holderColumn(
  field: Field,
  { size }: SymmetricKind,
  shift: number,
  condition: Condition | undefined,
): Column {
  return {
    bits: 1,
    read: (i) => `${read(field)} === ${i + shift}${holds(condition)} ? 1 : 0`,
    write: (bits) => {
      const code = Array.from({ length: size }, (_, i) => `${bits(i)} * ${i + shift}`);
      // A code that stands for nothing is 0, and so is the sum of no bits.
      return write(field, `(${code.join(' + ')})`);
    },
  };
}

/**
 * Whether a cell holds the instance of the id; `first` is the code of the process's first instance.
 */
function instanceColumn(
  field: Field,
  { size }: SymmetricKind,
  first: number,
  condition: Condition | undefined,
): Column {
  return {
    bits: 1,
    read: (i) => `${read(field)} === ${i + first}${holds(condition)} ? 1 : 0`,
    write: (bits) => {
      const code = Array.from({ length: size }, (_, i) => `${bits(i)} * ${i + first + 1}`);
      return `{ const c = ${code.join(' + ')}; if (c !== 0) { ${write(field, '(c - 1)')} } }`;
    },
  };
}

/** The numbers of the first instances of the processes that a kind counts. */
function processesOf({ instances, elementOf }: Group, kind: SymmetricKind): number[] {
  return instances
    .filter(({ id, index }) => id === 0 && elementOf[index] === kind.offset)
    .map(({ index }) => index);
}

function read({ word, shift, bits }: Field): string {
  return `(s[${word}] >>> ${shift} & ${maskOf(bits)})`;
}

function write({ word, shift, bits }: Field, value: string): string {
  return `s[${word}] = (s[${word}] & ${~(maskOf(bits) << shift)}) | (${value} << ${shift});`;
}

function holds(condition: Condition | undefined): string {
  if (condition === undefined) return '';
  const codes = [...condition.codes].flatMap((counts, code) => (counts ? [code] : []));
  const tests = codes.map((code) => `${read(condition.field)} === ${code}`);
  return ` && (${tests.join(' || ') || 'false'})`;
}
