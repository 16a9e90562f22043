// What a piece of generated code may name, and what it has named: its parameter pattern is made of
// the latter, as the language demands.

import type { ListShape, ScalarShape, SetShape, Shape } from '../../../src/language/cell.ts';
import type { Kind, ValueDomain } from '../../../src/language/domain.ts';
import type { Draw } from './draw.ts';
import { sameDomain } from './shapes.ts';

/** A cell, a local, or a field of something else that code can name. */
export interface Root {
  /** What stands in the parameter pattern: `flags`, `me`. */
  readonly name: string;
  /** How the view is reached: `flags`, `me.seen`, `worker[0].seen`. */
  readonly text: string;
  readonly shape: Shape;
  readonly writable: boolean;
  /** A scalar cell is seen through `.value`; a scalar local is not. */
  readonly boxed: boolean;
}

/** An expression that can index arrays of at least `length` elements, or those over a kind. */
export interface Index {
  readonly text: string;
  readonly name?: string;
  readonly length: number;
  readonly kind?: Kind;
}

/** An expression that is ready to use: a call of a helper, a claim about labels. */
export interface Ready {
  readonly text: string;
  readonly names: readonly string[];
}

export type LeafShape = ScalarShape | SetShape | ListShape | { readonly type: 'lock' };

/** A leaf of a root, its indices still open: between the parts stands one index for each of `over`. */
export interface Leaf<S extends LeafShape = LeafShape> {
  readonly root: Root;
  readonly shape: S;
  readonly parts: readonly string[];
  readonly over: readonly { readonly length: number; readonly kind?: Kind }[];
}

/** A value that code can name besides places: `me.id` where it is of the domain. */
export interface Value extends Ready {
  readonly domain: ValueDomain;
}

export interface ScopeOptions {
  readonly roots: readonly Root[];
  readonly indices?: readonly Index[];
  readonly conditions?: readonly Ready[];
  readonly actions?: readonly Ready[];
  readonly values?: readonly Value[];
  /** `choose` and `assert`, where they are handed out. */
  readonly tools?: readonly string[];
}

export class Scope {
  roots: readonly Root[];
  readonly conditions: readonly Ready[];
  readonly actions: readonly Ready[];
  readonly values: readonly Value[];
  readonly tools: readonly string[];
  readonly #indices: Index[];
  readonly #named = new Set<string>();

  constructor({ roots, indices, conditions, actions, values, tools }: ScopeOptions) {
    this.roots = roots;
    this.conditions = conditions ?? [];
    this.actions = actions ?? [];
    this.values = values ?? [];
    this.tools = tools ?? [];
    this.#indices = [...indicesOf(roots), ...(indices ?? [])];
  }

  name(name: string): void {
    this.#named.add(name);
  }

  /** `{ flags, me }`, or nothing where nothing is named. */
  pattern(): string {
    return this.#named.size === 0 ? '' : `{ ${[...this.#named].join(', ')} }`;
  }

  /** A ready-made expression, with the names it needs. */
  ready({ text, names }: Ready): string {
    for (const name of names) this.name(name);
    return text;
  }

  /** What `generate` makes where one more index is known, as in the body of a loop. */
  within<T>(index: Index, generate: () => T): T {
    this.#indices.push(index);
    const made = generate();
    this.#indices.pop();
    return made;
  }

  /** What `generate` makes where nothing but this root is in reach. */
  only<T>(root: Root, generate: () => T): T {
    const { roots } = this;
    this.roots = [root];
    const made = generate();
    this.roots = roots;
    return made;
  }

  leaves<T extends LeafShape['type']>(
    type: T,
    writable = false,
  ): Leaf<Extract<LeafShape, { type: T }>>[] {
    return this.roots
      .filter((root) => root.writable || !writable)
      .flatMap((root) => leavesOf(root, root.shape, [root.text], []))
      .filter((leaf): leaf is Leaf<Extract<LeafShape, { type: T }>> => leaf.shape.type === type);
  }

  /** Places that hold exactly the values of a domain. */
  placesOf(domain: ValueDomain, writable = false): Leaf<ScalarShape>[] {
    return this.leaves('scalar', writable).filter((leaf) => sameDomain(leaf.shape.domain, domain));
  }

  /** The source of a leaf, its indices drawn; names what it takes. */
  place(draw: Draw, leaf: Leaf): string {
    this.name(leaf.root.name);
    const [first, ...rest] = leaf.parts;
    const text = rest.reduce(
      (all, part, k) => `${all}[${this.index(draw, leaf.over[k])}]${part}`,
      first,
    );
    return leaf.root.boxed ? `${text}.value` : text;
  }

  index(draw: Draw, { length, kind }: { length: number; kind?: Kind }): string {
    const literals = Array.from({ length }, (_, k) => ({ text: String(k), name: undefined }));
    const others = this.#indices.filter(
      (index) => (kind !== undefined && index.kind === kind) || (!kind && index.length <= length),
    );
    const { text, name } = draw.of([
      ...literals,
      { text: 'FIRST', name: undefined },
      ...others,
      ...others,
    ]);
    if (name !== undefined) this.name(name);
    return text;
  }
}

function leavesOf(root: Root, shape: Shape, parts: readonly string[], over: Leaf['over']): Leaf[] {
  switch (shape.type) {
    case 'scalar':
    case 'set':
    case 'list':
      return [{ root, shape, parts, over }];
    case 'array':
      return leavesOf(root, shape.element, [...parts, ''], [...over, shape]);
    case 'record': {
      if (shape.methods !== undefined) return [{ root, shape: { type: 'lock' }, parts, over }];
      const last = parts.length - 1;
      return Object.entries(shape.fields).flatMap(([name, field]) =>
        leavesOf(root, field, [...parts.slice(0, last), `${parts[last]}.${name}`], over),
      );
    }
  }
}

/** The indices that scalar roots offer: ids of a kind, and numbers that start at 0. */
function indicesOf(roots: readonly Root[]): Index[] {
  return roots.flatMap(({ name, text, shape, boxed }): Index[] => {
    if (shape.type !== 'scalar') return [];
    const { domain } = shape;
    const value = boxed ? `${text}.value` : text;
    if (domain.type === 'id') return [{ text: value, name, length: domain.size, kind: domain }];
    if (domain.type === 'range' && domain.low === 0) {
      return [{ text: value, name, length: domain.high + 1 }];
    }
    return [];
  });
}
