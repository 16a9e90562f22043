// Permuting a state: generated code that writes the image of a state under a permutation of ids
// into another vector. Words are copied with the fields of all families cleared; then each field of
// each family is read, mapped and put where its image stands.

import { type Field, maskOf } from '../compile/layout/field.ts';
import { Constants } from '../compile/program/emit.ts';
import type { Family } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';

/** Writes the image of `state` into `into`; `instances` is room for the images of the instances. */
export type Permute = (
  state: Int32Array,
  image: Int32Array,
  instances: Int32Array,
  into: Int32Array,
) => void;

export function generatePermute(words: number, families: readonly Family[], group: Group): Permute {
  const constants = new Constants();
  const kept = new Int32Array(words).fill(-1);
  for (const { word, shift, bits } of families.flatMap(({ fields }) => fields)) {
    kept[word] &= ~(maskOf(bits) << shift);
  }
  const copies = [...kept].map((mask, w) => `t[${w}] = s[${w}] & ${mask};`);
  const moves = families.map((family) => moveFamily(family, constants));
  return constants.compile<Permute>(`function permute(s, p, q, t) {
    ${constants.name(group)}.moveInstances(p, q);
    ${copies.join(' ')}
    ${moves.join('\n')}
  }`);
}

function moveFamily(family: Family, constants: Constants): string {
  const { over, fields } = family;
  const places = placesOf(fields, constants);
  const mask = maskOf(fields[0].bits);
  const value = `let v = (s[${places.words}[f]] >>> ${places.shifts}[f]) & ${mask};`;
  const put = `t[${places.words}[d]] |= v << ${places.shifts}[d];`;
  const to = over.reduce(
    (d, { size, offset }, k) => `(${d}) * ${size} + p[${offset} + i${k}]`,
    '0',
  );
  return loops(over, `${value} ${mapped(family, constants, 'f')} const d = ${to}; ${put}`);
}

/** Nested loops over the ids on the way to a field; `f` counts the fields. */
export function loops(over: readonly SymmetricKind[], body: string): string {
  const heads = over.map(({ size }, k) => `for (let i${k} = 0; i${k} < ${size}; i${k}++)`);
  return `{ let f = 0; ${heads.join(' ')} { ${body} f++; } }`;
}

/** Where each field of a family is, as two constant arrays. */
export function placesOf(
  fields: readonly Field[],
  constants: Constants,
): { words: string; shifts: string } {
  return {
    words: constants.name(Int32Array.from(fields, ({ word }) => word)),
    shifts: constants.name(Int32Array.from(fields, ({ shift }) => shift)),
  };
}

/** A condition that says whether `v` counts as an id at all. */
export function counts({ content, conditions }: Family, constants: Constants, f: string): string {
  const real = 'shift' in content && content.shift === 1 ? ['v !== 0'] : [];
  if (conditions.length === 0) return real.join('') || 'true';
  const { words, shifts } = placesOf(
    conditions.map(({ field }) => field),
    constants,
  );
  const mask = maskOf(conditions[0].field.bits);
  const codes = constants.name(conditions[0].codes);
  return [...real, `${codes}[(s[${words}[${f}]] >>> ${shifts}[${f}]) & ${mask}] === 1`].join(
    ' && ',
  );
}

/** A statement that maps the contents `v` of a field. */
function mapped(family: Family, constants: Constants, f: string): string {
  const { content } = family;
  switch (content.type) {
    case 'plain':
      return '';
    case 'id': {
      const { kind, shift } = content;
      return `if (${counts(family, constants, f)}) v = p[v + ${kind.offset - shift}] + ${shift};`;
    }
    case 'process': {
      const { shift } = content;
      return `if (${counts(family, constants, f)}) v = q[v - ${shift}] + ${shift};`;
    }
    case 'set': {
      const { offset, size } = content.kind;
      const bit = `if (v & (1 << k)) m |= 1 << p[${offset} + k];`;
      return `{ let m = 0; for (let k = 0; k < ${size}; k++) ${bit} v = m; }`;
    }
  }
}
