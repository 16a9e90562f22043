// What a function from around a property tells of labels: `walkers.some(({ at }) => isIdle(at))`. It is given every label that
// there is, and tells those apart to which its answers differ; `idle.includes(at)` tells apart what is in the array.
//
// Sound only if the function answers the same each time, as all must that a property calls, and it is the one that is called: a name
// that the property declares itself is not looked up. A name whose value is not known is asked nothing.

import type { AnyNode } from 'acorn';
import { closureOf } from '../../language/source/closure.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { propertyName } from './property-name.ts';

/** The labels that a call tells apart from all others, by what is called with one alone; undefined where that may be all. */
export type LabelsAsked = (callee: AnyNode) => readonly string[] | undefined;

export function labelsAsked(source: Source, labels: readonly string[]): LabelsAsked {
  const valueOf = (node: AnyNode): unknown =>
    node.type === 'Identifier' && !declares(source.arrow, node.name)
      ? closureOf(source.fn)(node.name)?.value
      : undefined;
  return (callee) => {
    const asks = valueOf(callee);
    if (typeof asks === 'function') return toldApart((label) => asks(label), labels);
    if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'includes') return undefined;
    const all = valueOf(callee.object);
    return Array.isArray(all) ? labels.filter((label) => all.includes(label)) : undefined;
  };
}

/** All but those of the most frequent answer. */
function toldApart(
  ask: (label: string) => unknown,
  labels: readonly string[],
): readonly string[] | undefined {
  const byAnswer = new Map<unknown, string[]>();
  for (const label of labels) {
    const answer = answerOf(ask, label);
    if (answer === undefined) return undefined;
    byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), label]);
  }
  const [, ...others] = [...byAnswer.values()].toSorted((a, b) => b.length - a.length);
  return others.flat();
}

/** Undefined where it has none that can be compared. */
function answerOf(ask: (label: string) => unknown, label: string): unknown {
  try {
    const answer = ask(label);
    return ['boolean', 'number', 'string'].includes(typeof answer) ? answer : undefined;
  } catch {
    // The property fails there, too, and says so in its own place.
    return undefined;
  }
}

/** Whether a name is declared in a function, or in one within it. */
function declares(node: AnyNode, name: string): boolean {
  const names = (one: AnyNode): boolean =>
    (one.type === 'Identifier' && one.name === name) || childrenOf(one).some(names);
  if (node.type === 'VariableDeclarator' && names(node.id)) return true;
  if (node.type === 'ArrowFunctionExpression' && node.params.some(names)) return true;
  if (node.type === 'CatchClause' && node.param && names(node.param)) return true;
  return childrenOf(node).some((child) => declares(child, name));
}
