// Predicates over states: generated code that fills just what the predicate reads from the working state and calls it.
// The first calls of each, and every 4096th after that, are made twice: a predicate that remembers would make the verdict
// depend on the order of the search.

import { lineOf } from '../../base/authors-lines.ts';
import { ModelError } from '../../base/errors.ts';
import { inWords } from '../../base/given.ts';
import { thrownWords } from '../../base/thrown.ts';
import type { Question } from '../../language/claims/questions.ts';
import type { StepAccess } from '../access/access.ts';
import { analyseStep } from '../access/analyse.ts';
import type { Field } from '../layout/field.ts';
import { fieldsOf } from '../layout/slot.ts';
import { Constants } from '../program/emit.ts';
import { cellLeaves, type Leaf, unique } from '../program/leaf.ts';
import { fillLeaves } from '../program/leaf-code.ts';
import type { PropertyViews } from './property-views.ts';

export interface CompiledPredicate<T> {
  /** The author's function. */
  readonly question: Question;
  /** The predicate on the working state. */
  evaluate(): T;
  /** Everything that its answer depends on. */
  readonly reads: ReadonlySet<Field>;
  readonly access: StepAccess;
}

export function compilePredicate<T>(
  // biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
  predicate: (views: any) => T,
  views: PropertyViews,
  state: Int32Array,
  property: string,
): CompiledPredicate<T> {
  const access = accessOfPredicate(predicate, views, property);
  const leaves = readLeaves(access, views);
  return {
    question: predicate,
    evaluate: askedTwice(fillAndCall<T>(predicate, views.views, leaves, state)),
    reads: new Set(leaves.flatMap((leaf) => fieldsOf(leaf.slot))),
    access,
  };
}

/** What a predicate looks at. */
export function accessOfPredicate(
  // biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
  predicate: (views: any) => unknown,
  { shapes }: Pick<PropertyViews, 'shapes'>,
  property: string,
): StepAccess {
  const scope = {
    cells: shapes,
    helpers: {},
    locals: {},
    tools: [],
    readOnly: true,
    viewsMayLeave: true,
  };
  return analyseStep(predicate, scope, { property });
}

const ALWAYS = 64;
const EVERY = 4096;

function askedTwice<T>(evaluate: () => T): () => T {
  let twice = 0;
  let left = 1;
  return () => {
    const answer = evaluate();
    if (--left !== 0) return answer;
    left = ++twice < ALWAYS ? 1 : EVERY;
    if (!isSame(evaluate(), answer)) {
      throw new Error(
        'did not say the same when it was asked twice in the same state. It may use only what its pattern names: no clock, no chance, nothing that a closure remembers',
      );
    }
    return answer;
  };
}

/**
 * Properties answer with true or false, what counts with numbers, or lists of them; any other object is refused anyhow.
 */
function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) {
    return Object.is(one, other) || (typeof one === 'object' && typeof other === 'object');
  }
  return one.length === other.length && one.every((value, k) => isSame(value, other[k]));
}

/** A predicate that must say true or false on the working state. */
export function compileCondition(
  // biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
  predicate: (views: any) => boolean,
  views: PropertyViews,
  state: Int32Array,
  property: string,
): CompiledPredicate<boolean> {
  const { evaluate, ...rest } = compilePredicate(predicate, views, state, property);
  return { ...rest, evaluate: () => yesOrNo(property, evaluate) };
}

/** What a predicate answers, which is neither a view nor anything else that is true by the way. */
export function yesOrNo(property: string, evaluate: () => unknown): boolean {
  const answer = inProperty(property, evaluate);
  if (typeof answer === 'boolean') return answer;
  throw new ModelError(`must say true or false, and said ${inWords(answer)}`, { property });
}

/** Whatever a property throws is the property's mistake. */
export function inProperty<T>(property: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw placed(error, property);
  }
}

export function placed(error: unknown, property: string): ModelError {
  const message = thrownWords(error);
  return new ModelError(message, { ...lineOf(error), property });
}

/** The leaves of cells and processes that an access set reaches. */
export function readLeaves(access: StepAccess, views: PropertyViews): Leaf[] {
  return unique(
    access.accesses.flatMap(({ cell, path }) =>
      cellLeaves(views.slots[cell], views.views[cell], cell, path),
    ),
  );
}

/** Code that fills leaves from the state and calls a function of the context. */
export function fillAndCall<T>(
  fn: (context: never) => T,
  context: object,
  leaves: readonly Leaf[],
  state: Int32Array,
): () => T {
  const constants = new Constants();
  return constants.compile<() => T>(`function evaluate() {
    ${fillLeaves(leaves, constants.name(state), constants)}
    return ${constants.name(fn)}(${constants.name(context)});
  }`);
}
