// A process that is over has left every context, and owns no mutex: no `cpus[k].task`, `.softirq` or `.irq` names it, and
// no mutex's `owner`. Over is whoever is done;
// a process of a pool is so where it waits to be spawned again.

import type { List } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { Shape } from '../language/cell.ts';
import type { Contents, Fields, Instance, Stack, State, World } from './state.ts';

export function checkEnd({ definition }: World, state: State, instance: Instance): void {
  const { pool, start } = instance.definition;
  const stack = state.processes.get(instance.self) as Stack;
  if (stack.size > 1 || stack.first()?.label !== (pool === undefined ? 'done' : start)) return;
  for (const [name, { shape }] of Object.entries(definition.cells)) {
    checkLeft(shape, state.cells.get(name) as Contents, name, instance.self);
  }
}

function checkLeft(shape: Shape, contents: Contents, path: string, self: number): void {
  if (shape.type === 'array') {
    for (const [k, element] of (contents as List<Contents>).entries()) {
      checkLeft(shape.element, element, `${path}[${k}]`, self);
    }
  }
  if (shape.type !== 'record') return;
  const fields = contents as Fields;
  const naming = shape.context ? ['task', 'softirq', 'irq'] : [];
  if (shape.lock?.type === 'mutex') naming.push('owner');
  const named = naming.find((one) => fields.get(one) === self);
  if (named) throw new ModelError(`ended while ${path}.${named} names it`);
  for (const [name, inner] of Object.entries(shape.fields)) {
    checkLeft(inner, fields.get(name) as Contents, `${path}.${name}`, self);
  }
}
