// Storing: an id goes where an id of its kind belongs, a plain value where a plain one does.

import type { AnyNode } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import type { Type } from './types.ts';

/** Puts a value where one of a type is expected. */
export function store(c: Context, expected: Type, value: Type, node: AnyNode, at: At): void {
  if (expected.type === 'id') c.setting.choices?.belongs(value, expected.kind);
  if (isStorable(expected, value)) return;
  const why =
    expected.type === 'plain'
      ? 'keeps an id where a plain value belongs'
      : 'puts a value that is no id of the same kind where an id belongs';
  c.refuseTypes([expected, value], node, at, why);
}

export function isStorable(expected: Type, value: Type): boolean {
  if (value.type === 'absent') return true;
  if (expected.type === 'plain') return value.type === 'plain';
  if (expected.type === 'id') return value.type === 'id' && value.kind === expected.kind;
  return expected.type === 'process' && value.type === 'process';
}
