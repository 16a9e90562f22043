// The parameter pattern of a step: its declaration of what it touches. Flat, so that every name in it is one cell,
// helper or tool and nothing comes in by another way.

import type { Pattern } from 'acorn';
import { suggest } from '../../base/near-name.ts';
import type { Shape } from '../../language/cell.ts';
import type { Source } from '../../language/source/source.ts';
import type { HelperAccess } from './access.ts';

/** What the names in a pattern mean. */
export interface Scope {
  /** Cells, and in properties also processes, as arrays of records. */
  readonly cells: Readonly<Record<string, Shape>>;
  /** Helpers that are already analysed. */
  readonly helpers: Readonly<Record<string, HelperAccess>>;
  /** Locals, which `me` shows; empty where there is no `me`. */
  readonly locals: Readonly<Record<string, Shape>>;
  /** An observer's own state, which `my` shows. */
  readonly own?: Readonly<Record<string, Shape>>;
  /** The reserved names that are allowed here. */
  readonly tools: readonly string[];
  /** What a step may return. */
  readonly labels?: readonly string[];
  /** In properties and observers: cells and locals are read, never written. */
  readonly readOnly: boolean;
  /** The code of a guard, which is blocked where it answers false. */
  readonly isGuard?: boolean;
  /** The code of an observer's handler, whose result nothing uses. */
  readonly isHandler?: boolean;
  /** In predicates, whose result is used at once: a view may be returned or put into a list. */
  readonly viewsMayLeave?: boolean;
}

export type NameKind = 'cell' | 'helper' | 'tool';
/** A name of the pattern: what it is called in the scope, and what it is there. */
export interface Named {
  readonly kind: NameKind;
  readonly key: string;
}

/** From the names that the code uses (after renaming) to what they mean. */
export function readPattern(
  pattern: Pattern | undefined,
  scope: Scope,
  source: Source,
): ReadonlyMap<string, Named> {
  const names = new Map<string, Named>();
  if (!pattern) return names;
  if (pattern.type !== 'ObjectPattern') {
    source.fail(pattern, 'destructure what you touch: ({ free, me }) => ...');
  }
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed || property.value.type !== 'Identifier') {
      source.fail(
        property,
        'the parameter pattern must be flat: names, possibly renamed ({ free: f }), without defaults, rest or nesting',
      );
    }
    const { key, value } = property;
    const name =
      key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    const kind = kindOf(name, scope);
    if (!kind) {
      const known = [...Object.keys(scope.cells), ...Object.keys(scope.helpers), ...scope.tools];
      if (scope.tools.length === 0 && TOOLS.includes(name)) source.fail(property, noTool(name));
      if (name === 'me' && scope.tools.includes('my')) source.fail(property, NO_ME);
      source.fail(property, `no cell '${name}'; ${suggest(name, known)}`);
    }
    names.set(value.name, { kind, key: name });
  }
  return names;
}

/** What steps get besides cells. */
const TOOLS: readonly string[] = ['me', 'choose', 'assert', 'my', 'step'];

const NO_ME =
  "'me' is not to be had in always, which runs after the steps of all processes; step.process and step.id say whose it was";

function noTool(name: string): string {
  return `'${name}' is not to be had here; a helper gets cells, and whatever else it needs as arguments: ({ free }, ${name === 'me' ? 'who' : 'value'}) => ...`;
}

export function kindOf(name: string, scope: Scope): NameKind | undefined {
  if (scope.tools.includes(name)) return 'tool';
  if (Object.hasOwn(scope.helpers, name)) return 'helper';
  return Object.hasOwn(scope.cells, name) ? 'cell' : undefined;
}
