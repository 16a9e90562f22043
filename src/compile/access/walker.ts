// The walk over a step, as its parts see it (calls, targets, statements): they go back to it for what lies within,
// and to what it has found out so far.

import type {
  AnyNode,
  ArrowFunctionExpression,
  Expression,
  ForInStatement,
  ForOfStatement,
  Pattern,
  VariableDeclaration,
  VariableDeclarator,
} from 'acorn';
import type { Source } from '../../language/source/source.ts';
import type { AccessSetBuilder } from './access-set-builder.ts';
import type { Bindings } from './bindings.ts';
import type { ListEnds } from './list-ends.ts';
import type { Scope } from './pattern.ts';
import type { Place } from './place.ts';
import type { Places } from './places.ts';

/** What a walk is given. */
export interface WalkParts {
  readonly source: Source;
  readonly scope: Scope;
  readonly bindings: Bindings;
  readonly places: Places;
  readonly recorder: AccessSetBuilder;
  readonly ends: ListEnds;
}

export interface Walker extends WalkParts {
  body(node: ArrowFunctionExpression): void;
  value(node: AnyNode): void;
  test(node: AnyNode): void;
  discard(node: AnyNode): void;
  chain(node: AnyNode): void;
  spread(argument: Expression): void;
  target(node: AnyNode, alsoRead?: boolean, commutes?: string): void;
  destructure(pattern: Pattern, place: Place): void;
  declarator(declarator: VariableDeclarator, kind: VariableDeclaration['kind']): void;
  forOf(statement: ForOfStatement): void;
  forIn(statement: ForInStatement): void;
}
