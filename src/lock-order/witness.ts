// A run that shows a fact: to the state in which it was first seen, and the step, or the attempt, that shows it there.
//
// Under symmetry the run ends in another state of the orbit, in which another process may be the one to look at: so
// the steps out of the state where the run really ends are tried again, until one shows the fact.

import type { InstancePlan } from '../compile/layout/layout.ts';
import { firstStep, pathTo } from '../counterexample/path.ts';
import type { Path } from '../counterexample/run.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import { type Fact, keyOf } from '../outcome/lock-order.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { LockOrder } from './lock-order.ts';

export interface Witness {
  readonly path: Path;
  /** `kmem_cache_create asks for mem_hotplug_lock and holds cpu_hotplug_lock as a reader`. */
  readonly words: string;
}

export function witnessOf(order: LockOrder, graph: ExploredGraph, fact: Fact): Witness {
  const path = pathTo(graph, { state: order.sightingOf(fact).state });
  const { stepper } = graph;
  const end = path.steps.at(-1)?.state ?? path.initial;
  let showing = -1;
  let attempt = -1;
  order.listen((instance, moved, facts) => {
    if (!facts.some((one) => keyOf(one) === keyOf(fact))) return;
    if (moved) showing = instance;
    else if (attempt < 0) attempt = instance;
  });
  // A visitor hears of a move right after the listener does.
  const step = firstStep(stepper, end, ({ instance }) => {
    const isShown = showing === instance;
    showing = -1;
    return isShown;
  });
  const { instances } = stepper.system.layout;
  if (step) {
    const words = factWords(fact, instances[step.instance]);
    return { path: { ...path, steps: [...path.steps, step] }, words };
  }
  if (attempt < 0) throw notRepeatable();
  const label = instances[attempt].process.labelNames[stepper.labelOf(end, attempt)];
  return { path, words: `${factWords(fact, instances[attempt])}: at ${label}, where it waits` };
}

function factWords(fact: Fact, { name }: InstancePlan): string {
  switch (fact.type) {
    case 'dependency': {
      const asked = fact.asked === 'R' ? ' as a recursive reader' : '';
      const held = fact.held === 'S' ? ' as a reader' : '';
      return `${name} asks for ${fact.to}${asked} and holds ${fact.from}${held}`;
    }
    case 'in-irq':
      return `${name} asks for ${fact.lock} in a ${fact.irq}`;
    case 'irqs-on':
      return `${name} holds ${fact.lock} with ${fact.irq}s on`;
    case 'sleep':
      return `${name} asks for ${fact.lock} ${fact.where}`;
  }
}
