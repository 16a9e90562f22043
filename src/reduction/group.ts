// The symmetry group of a system: all permutations of the ids of its interchangeable kinds, each
// kind on its own (scalarsets: Ip & Dill, Better Verification Through Symmetry, FMSD 1996). An
// instance of a process that is counted by a kind is moved along with its id.
//
// The ids of all kinds are numbered through as elements, so that one array of images describes a
// permutation: the image of id i of a kind is `image[kind.offset + i]`, again an id of the kind.

import type { InstancePlan, Layout, ProcessPlan } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import type { ValueDomain } from '../language/domain.ts';

export interface SymmetricKind {
  /** `zone`, or `process alloc` for the instances of a process that is counted by a number. */
  readonly name: string;
  readonly size: number;
  /** The element of its first id. */
  readonly offset: number;
}

export class Group {
  readonly kinds: readonly SymmetricKind[];
  readonly elements: number;
  /** How many permutations there are, as far as numbers go. */
  readonly size: number;
  readonly instances: readonly InstancePlan[];
  /** By number of the instance: the element that it moves with; -1 if it never moves. */
  readonly elementOf: Int32Array;

  constructor(layout: Layout, kinds: readonly { name: string; size: number }[]) {
    let elements = 0;
    this.kinds = kinds.map(({ name, size }) => {
      const kind = { name, size, offset: elements };
      elements += size;
      return kind;
    });
    this.elements = elements;
    const size = kinds.reduce((product, kind) => product * factorial(kind.size), 1);
    this.size = Math.min(size, Number.MAX_VALUE);
    this.instances = layout.instances;
    this.elementOf = Int32Array.from(layout.instances, ({ process, id }) => {
      const kind = this.find(countedBy(process));
      return kind ? kind.offset + id : -1;
    });
  }

  find(name: string | undefined): SymmetricKind | undefined {
    return name === undefined ? undefined : this.kinds.find((kind) => kind.name === name);
  }

  /** A permutation as it moves instances: `into[k]` is the number of the image of instance k. */
  moveInstances(image: Int32Array, into: Int32Array): void {
    for (let k = 0; k < into.length; k++) {
      const element = this.elementOf[k];
      into[k] = element < 0 ? k : k - this.instances[k].id + image[element];
    }
  }
}

/** The kind whose ids the instances of a process have. */
export function countedBy(process: ProcessPlan): string {
  return process.kind ? process.kind.name : `process ${process.name}`;
}

export function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n && product < Number.POSITIVE_INFINITY; k++) product *= k;
  return product;
}

/** All kinds of a system that might be interchangeable, with those that cannot be and why. */
export function candidateKinds(layout: Layout): {
  readonly kinds: readonly { readonly name: string; readonly size: number }[];
  readonly excluded: ReadonlyMap<string, string>;
} {
  const sizes = new Map<string, number>();
  const excluded = new Map<string, string>();
  const meet = (name: string, size: number, named: boolean): void => {
    if (named) excluded.set(name, 'its ids have names');
    else if ((sizes.get(name) ?? size) !== size)
      excluded.set(name, 'there are two kinds of this name');
    sizes.set(name, size);
  };
  const slots = [
    ...Object.values(layout.cells),
    ...layout.instances.flatMap(({ frames }) => Object.values(frames).flatMap(Object.values)),
    ...Object.values(layout.observers).flatMap(Object.values),
  ];
  for (const slot of slots as Slot[]) {
    eachKind(slot, ({ name, size, names }) => meet(name, size, names !== undefined));
  }
  for (const process of layout.processes) {
    const { kind, count } = process;
    if (kind) meet(kind.name, kind.size, kind.names !== undefined);
    else meet(countedBy(process), count, false);
  }
  for (const [name, size] of sizes) {
    if (size < 2 && !excluded.has(name)) excluded.set(name, 'there is only one');
  }
  const kinds = [...sizes].filter(([name]) => !excluded.has(name));
  return { kinds: kinds.map(([name, size]) => ({ name, size })), excluded };
}

type AnyKind = Extract<ValueDomain, { type: 'id' }>;

function eachKind(slot: Slot, visit: (kind: AnyKind) => void): void {
  switch (slot.type) {
    case 'scalar':
    case 'list': {
      const domain = slot.domain.type === 'orNone' ? slot.domain.inner : slot.domain;
      if (domain.type === 'id') visit(domain);
      return;
    }
    case 'set':
      if (slot.kind) visit(slot.kind);
      return;
    case 'array':
      if (slot.kind) visit(slot.kind);
      for (const element of slot.elements) eachKind(element, visit);
      return;
    case 'record':
      for (const field of Object.values(slot.fields)) eachKind(field, visit);
  }
}
