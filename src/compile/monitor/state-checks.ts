// State properties as something that is asked of the working state: what is wrong with it, in words.

import type { PropertyDefinition } from '../../language/claims/property.ts';
import { type CompiledPredicate, inProperty, yesOrNo } from './compile-predicate.ts';
import { miscounted, misplaced } from './conservation.ts';

/** A state property: words on what is wrong with the working state, or undefined. */
export interface StateCheck extends Omit<CompiledPredicate<unknown>, 'evaluate'> {
  readonly name: string;
  problem(): string | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Compile = <T>(fn: (views: any) => T) => CompiledPredicate<T>;

/** One, or none of a kind that something else decides: what is not decided would be reported to hold. */
export function stateChecks(
  name: string,
  property: PropertyDefinition,
  compile: Compile,
): readonly StateCheck[] {
  switch (property.kind) {
    case 'invariant':
      return [booleanCheck(name, property.about, compile(property.holds), false)];
    case 'reachable':
    case 'unreachable':
      return [booleanCheck(name, property.about, compile(property.when), true)];
    case 'conservation': {
      const { of } = property;
      const { evaluate, ...predicate } = compile(property.count);
      const problem = () =>
        typeof of === 'object' ? misplaced(of, evaluate()) : miscounted(of, evaluate());
      return [{ ...predicate, name, problem: () => inProperty(name, problem) }];
    }
    // By the steps themselves.
    case 'assertion':
    // By what it objects to after a step (CompiledObserver).
    case 'observer':
    // By lock-order/, of every step that is taken.
    case 'lock-order':
    // By decide/, of the finished graph.
    case 'at-end':
    case 'deadlock':
    case 'always-possible':
    case 'liveness':
    // By nothing: it is pending.
    case 'memory-model':
      return [];
  }
}

/** A predicate whose answer `bad` is what the search looks for. */
export function booleanCheck(
  name: string,
  about: string,
  { evaluate, ...predicate }: CompiledPredicate<boolean>,
  bad: boolean,
): StateCheck {
  const problem = (): string | undefined => (yesOrNo(name, evaluate) === bad ? about : undefined);
  return { ...predicate, name, problem };
}
