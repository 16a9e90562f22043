// A check of a system's lock order alone, and its facts as the reference writes them.

import { Progress } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { defineModel } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { LockOrder } from '../../src/lock-order/lock-order.ts';
import type { Fact } from '../../src/outcome/lock-order.ts';
import type { PropertyOutcome } from '../../src/outcome/outcome.ts';
import type { Canonicalizer } from '../../src/reduction/canonical.ts';

const about = 'locks are taken in one order';

/** The outcome of `lock-order`, with a reduction where there is one unless it is turned off. */
export function orderOf(
  definition: SystemDefinition,
  others: Properties = {},
  options: Parameters<typeof checkModel>[3] = {},
): Required<Pick<PropertyOutcome, 'verdict' | 'lockOrder'>> {
  const model = defineModel('tested', { system: () => definition as never });
  const properties = { 'lock-order': { kind: 'lock-order', about }, ...others } as const;
  const { properties: outcomes } = checkModel(model, {}, properties, options);
  const { verdict, lockOrder } = outcomes[0];
  if (!lockOrder) throw new Error('there is no lock order in the outcome');
  return { verdict, lockOrder };
}

/** The messages of what is wrong. */
export function problemsOf(definition: SystemDefinition): string[] {
  return orderOf(definition).lockOrder.problems.map(({ message }) => message);
}

/** Every fact that the engine sees, and its problems; undefined beyond `maxStates`. */
export function factsOf(
  definition: SystemDefinition,
  maxStates: number,
  symmetry?: Canonicalizer,
): { readonly facts: string[]; readonly kinds: string[] } | undefined {
  const system = new CompiledSystem(definition);
  const order = new LockOrder(system);
  const search = new Search(
    system,
    new Monitor(system, {}),
    {},
    {
      order: 'bfs',
      maxStates,
      maxDepth: Number.POSITIVE_INFINITY,
      memoryBytes: 2 ** 24,
      progress: new Progress(),
      exhaustive: true,
      watch: order,
      quotient: symmetry,
    },
  );
  const { limit } = search.run();
  if (limit) return undefined;
  return { facts: order.facts.map(textOf).sort(), kinds: order.problems.map(({ kind }) => kind) };
}

/** A fact as src/reference/lock-order.ts writes it. */
function textOf(fact: Fact): string {
  switch (fact.type) {
    case 'dependency':
      return `order ${fact.from} ${fact.held} ${fact.to} ${fact.asked}`;
    case 'in-irq':
      return `in ${fact.irq} ${fact.lock} ${fact.as} ${fact.asked}`;
    case 'irqs-on':
      return `on ${fact.irq} ${fact.lock} ${fact.held}`;
    case 'sleep':
      return `sleep ${fact.lock} ${fact.where}`;
  }
}
