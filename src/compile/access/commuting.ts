// Operations that commute although both write. What one does is seen in the text of the step and follows from what the
// operation does to the cell, whatever the author may think of it:
//   - adding a positive integer to a number, where no code looks at the result; taking one away, likewise. That two
//     additions leave the domain does not depend on their order; that an addition and a subtraction do may, so those are
//     told apart;
//   - storing the same constant;
//   - adding members to a set, or deleting some, where no code asks whether they were there.
//
// Sound only if the step sees nothing of the cell by the operation itself. If it looks at the cell anywhere else, that is
// an access of its own; and where it may be blocked, that it has changed something is a mistake, which does depend on what
// was there (reduction/partial-order/step-access.ts).

import type { AssignmentExpression, UpdateExpression } from 'acorn';
import type { Shape } from '../../language/cell.ts';

export const ADDS = 'adds';
export const TAKES = 'takes away';

/** Whether the operation leaves nothing as it was: a constant may be stored where it already is. */
export function alwaysChanges(operation: string): boolean {
  return operation === ADDS || operation === TAKES;
}

/** `x++`, `x--`, as statements. */
export function ofUpdate({ operator }: UpdateExpression): string {
  return operator === '++' ? ADDS : TAKES;
}

/** `x += 2`, `x -= 2` as statements, `x = true` anywhere: its value is no news. */
export function ofAssignment(
  { operator, right }: AssignmentExpression,
  isStatement: boolean,
): string | undefined {
  if (right.type !== 'Literal') return undefined;
  if (operator === '=') return `stores ${right.raw}`;
  const isPositive = Number.isInteger(right.value) && Number(right.value) > 0;
  if (!isStatement || !isPositive) return undefined;
  if (operator === '+=') return ADDS;
  return operator === '-=' ? TAKES : undefined;
}

/** Whether an operation is what it looks like on what it is done to: adding to a text is another thing. */
export function isOn(operation: string, shape: Shape): boolean {
  return !alwaysChanges(operation) || (shape.type === 'scalar' && shape.domain.type === 'range');
}

/** `bag.add(k)`, `bag.delete(k)` of a set, as statements. */
export function ofSetMethod(name: string): string | undefined {
  if (name === 'add') return 'adds members';
  return name === 'delete' ? 'deletes members' : undefined;
}
