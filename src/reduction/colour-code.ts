// Colours: a number for each id, computed from what the state says of it and blind to which id it
// is, so that a permutation of the state permutes the colours along. Ids of different colours can
// never be exchanged. Generated code, because it walks all families of a state (colour refinement:
// McKay & Piperno, Practical Graph Isomorphism II, 2014).
//
// What must stay true: the number of an id goes into no colour, only colours of ids, plain values
// and where they stand.

import { maskOf } from '../compile/layout/field.ts';
import { Constants } from '../compile/program/emit.ts';
import { arity, type Family } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';
import { counts, loops, placesOf } from './permute-code.ts';

/** Adds to each id's sum what the families say of it, given the colours of all ids. */
export type AddColours = (state: Int32Array, colours: Int32Array, sums: Int32Array) => void;

/** One step of mixing; Murmur3's multiplier. */
export function mix(h: number, v: number): number {
  const mixed = Math.imul(h ^ v, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ (h >>> 7);
}

/** What is said of an id alone. */
export function generateSeed(families: readonly Family[], group: Group): AddColours {
  return generate(
    families.filter((family) => arity(family) === 1),
    group,
  );
}

/** What ties an id to others. */
export function generateTies(families: readonly Family[], group: Group): AddColours {
  return generate(
    families.filter((family) => arity(family) > 1),
    group,
  );
}

function generate(families: readonly Family[], group: Group): AddColours {
  const constants = new Constants();
  const mixer = constants.name(mix);
  const body = families.map((family, k) => addFamily(family, k, group, mixer, constants));
  return constants.compile<AddColours>(`function add(s, C, A) { ${body.join('\n')} }`);
}

function addFamily(
  family: Family,
  number: number,
  group: Group,
  mixer: string,
  constants: Constants,
): string {
  const { over, fields, content } = family;
  const places = placesOf(fields, constants);
  const value = `const v = (s[${places.words}[f]] >>> ${places.shifts}[f]) & ${maskOf(fields[0].bits)};`;
  const way = over.map(({ offset }, k) => `${offset} + i${k}`);
  const h = mix(0x3c6ef372, number);
  const add = (ids: readonly string[], tag: string): string => addEach(ids, h, tag, mixer);
  const held = (kind: SymmetricKind, code: string): string =>
    add([...way, `${kind.offset} + ${code}`], '0');
  const say = (): string => {
    switch (content.type) {
      case 'plain':
        return `if (v !== 0) { ${add(way, 'v')} }`;
      case 'id':
        return `if (${counts(family, constants, 'f')}) { ${held(content.kind, `v - ${content.shift}`)} }`;
      case 'set':
        return `for (let k = 0; k < ${content.kind.size}; k++) if (v & (1 << k)) { ${held(content.kind, 'k')} }`;
      case 'process': {
        const element = `const e = ${constants.name(group.elementOf)}[v - ${content.shift}];`;
        const first = constants.name(firstInstances(group));
        const tag = `${first}[v - ${content.shift}]`;
        const still = way.length > 0 ? add(way, `~v`) : '';
        return `if (${counts(family, constants, 'f')}) { ${element}
          if (e < 0) { ${still} } else { ${add([...way, 'e'], tag)} } }`;
      }
    }
  };
  return loops(over, `${value} ${say()}`);
}

/** Each of some ids that stand together learns of the others, and where it stands among them. */
function addEach(ids: readonly string[], h: number, tag: string, mixer: string): string {
  const each = ids.map((_, k) => {
    const start = `${mixer}(${mix(h, k)}, ${tag})`;
    const heard = ids.reduce(
      (sum, __, other) =>
        other === k
          ? sum
          : `${mixer}(${sum}, C[e${other}] + (e${other} === e${k} ? ${other + 1} : 0))`,
      start,
    );
    return `A[e${k}] += ${heard};`;
  });
  const names = ids.map((id, k) => `const e${k} = ${id};`);
  return `{ ${names.join(' ')} ${each.join(' ')} }`;
}

/** By number of an instance, the number of its process's first instance. */
function firstInstances({ instances }: Group): Int32Array {
  return Int32Array.from(instances, ({ id, index }) => index - id);
}
