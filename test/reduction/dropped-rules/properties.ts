// Rules about what properties see.

import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import type { Field } from '../../../src/compile/layout/field.ts';
import type { InstancePlan } from '../../../src/compile/layout/layout.ts';
import { fieldsOf } from '../../../src/compile/layout/slot.ts';
import type { Monitor, StateCheck } from '../../../src/compile/monitor/monitor.ts';
import { type Touched, union } from '../../../src/reduction/partial-order/field-set.ts';
import { Visibility } from '../../../src/reduction/partial-order/visibility.ts';
import { dropping, type Rules, telling } from './parts.ts';

type Change = (claim: StateCheck) => StateCheck;

const claimsChanged =
  (change: Change) =>
  (monitor: Monitor): Monitor =>
    telling(monitor, { claims: monitor.claims.map(change) });

/** Claims that do not see fields of some sort. */
const blindTo = (isUnseen: (field: Field, instance: InstancePlan) => boolean) =>
  class extends Visibility {
    constructor(...[system, monitor, numbers]: ConstructorParameters<typeof Visibility>) {
      const { instances } = system.layout;
      const seen = (field: Field): boolean => !instances.some((one) => isUnseen(field, one));
      const change: Change = (claim) => ({
        ...claim,
        reads: new Set([...claim.reads].filter(seen)),
      });
      super(system, claimsChanged(change)(monitor), numbers);
    }
  };

/** Claims that see another step than the one that is taken; observers see this one. */
const mistaken = (change: (label: FlatLabel) => FlatLabel) =>
  class extends Visibility {
    readonly #observers: Visibility;

    constructor(...[system, monitor, numbers]: ConstructorParameters<typeof Visibility>) {
      super(system, telling(monitor, { observers: [] }), numbers);
      this.#observers = new Visibility(system, telling(monitor, { claims: [] }), numbers);
    }

    override ofStep(instance: InstancePlan, label: FlatLabel, writes: ReadonlySet<Field>): Touched {
      return union([
        super.ofStep(instance, change(label), writes),
        this.#observers.ofStep(instance, label, writes),
      ]);
    }
  };

/** Observers keep their steps in order, but their handlers read nothing. */
class Unread extends Visibility {
  override ofStep(...given: Parameters<Visibility['ofStep']>): Touched {
    const { writes } = super.ofStep(...given);
    return { uses: writes, writes };
  }
}

/** Observers react to the steps that they have a handler for, and to no others. */
function withoutAlways(monitor: Monitor): Monitor {
  const observers = monitor.observers.map((observer) =>
    telling(observer, {
      readsAfter(instance, label) {
        const handlers = observer.definition.on[instance.process.name];
        const isHandled = typeof handlers === 'function' || handlers?.[label] !== undefined;
        return isHandled ? observer.readsAfter(instance, label) : undefined;
      },
    }),
  );
  return telling(monitor, { observers });
}

/** A code that is no label's. */
const NOWHERE = -1;

const leadsNowhere = ({ targets, enters, ...label }: FlatLabel): FlatLabel => ({
  ...label,
  ...(enters && { enters: { ...enters, code: NOWHERE } }),
  targets: Object.fromEntries(
    Object.entries(targets).map(([to, target]) => [to, { ...target, code: NOWHERE }]),
  ),
});

export const PROPERTIES: Rules = {
  'what claims see': dropping({ watched: (monitor) => telling(monitor, { claims: [] }) }),
  'labels in claims': dropping({ Seen: blindTo((field, { label }) => field === label) }),
  'the label at which a step ends': dropping({ Seen: mistaken(leadsNowhere) }),
  'the label at which a step begins': dropping({
    Seen: mistaken((label) => ({ ...label, name: 'nowhere' })),
  }),
  'locals in claims': dropping({
    Seen: blindTo((field, { frames }) =>
      Object.values(frames['']).flatMap(fieldsOf).includes(field),
    ),
  }),
  'what observers see': dropping({ watched: (monitor) => telling(monitor, { observers: [] }) }),
  'what handlers read': dropping({ Seen: Unread }),
  'handlers for every step': dropping({ watched: withoutAlways }),
};
