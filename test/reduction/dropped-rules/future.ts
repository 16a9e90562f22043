// Rules about what a process may still do.

import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import { readField } from '../../../src/compile/layout/field.ts';
import type { InstancePlan } from '../../../src/compile/layout/layout.ts';
import type { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { NOTHING, union } from '../../../src/reduction/partial-order/field-set.ts';
import { FutureAccesses } from '../../../src/reduction/partial-order/future-accesses.ts';
import { LabelGraph } from '../../../src/reduction/partial-order/label-graph.ts';
import { ProcessStates } from '../../../src/reduction/partial-order/process-states.ts';
import type { StepAccesses, ValueOf } from '../../../src/reduction/partial-order/step-access.ts';
import { dropping, type Rules, telling } from './parts.ts';

const unknown: ValueOf = () => undefined;

/** Process states whose future has only those labels to come that `counts` keeps. */
function shortSighted(
  counts: (from: FlatLabel, later: FlatLabel) => boolean,
): typeof ProcessStates {
  return class extends ProcessStates {
    readonly #instances: readonly InstancePlan[];
    readonly #accesses: StepAccesses;
    readonly #graphs: readonly LabelGraph[];
    readonly #changed = new Set<number>();

    constructor(system: CompiledSystem, accesses: StepAccesses) {
      super(system, accesses);
      this.#accesses = accesses;
      this.#instances = system.layout.instances;
      this.#graphs = this.#instances.map(
        (one) => new LabelGraph(one.process.flat, (label) => system.accessOf(one, label)),
      );
    }

    override of(state: Int32Array, k: number): number {
      const number = super.of(state, k);
      if (number < 0 || this.#changed.has(number)) return number;
      this.#changed.add(number);
      const { now } = this.all[number];
      const instance = this.#instances[k];
      const { labels } = instance.process.flat;
      const from = readField(state, instance.label);
      const future = new FutureAccesses(this.#graphs[k], from, (code) => ({
        touched: union([
          counts(labels[from], labels[code])
            ? this.#accesses.of(instance, labels[code], unknown)
            : NOTHING,
          ...(code === from ? [now] : []),
        ]),
        guards: this.#accesses.guards(instance, labels[code], unknown),
      }));
      this.all[number] = { ...this.all[number], future };
      return number;
    }
  };
}

/** Locals that a later step assigns are taken for what they are now. */
class Steadfast extends ProcessStates {
  constructor(system: CompiledSystem, accesses: StepAccesses) {
    super(telling(system, { ownWrites: () => [] }), accesses);
  }
}

export const FUTURE: Rules = {
  'later labels': dropping({ Known: shortSighted(() => false) }),
  'labels that come by going round': dropping({
    Known: shortSighted((from, later) => later.code > from.code),
  }),
  'labels of procedures': dropping({ Known: shortSighted((_, later) => later.frame.name === '') }),
  'labels after a procedure': dropping({
    Known: shortSighted((from, later) => from.frame.name === '' || later.frame === from.frame),
  }),
  'locals that are assigned': dropping({ Known: Steadfast }),
};
