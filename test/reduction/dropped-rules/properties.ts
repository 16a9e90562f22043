// Rules about what properties see.

import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import type { Field } from '../../../src/compile/layout/field.ts';
import type { InstancePlan } from '../../../src/compile/layout/layout.ts';
import { fieldsOf } from '../../../src/compile/layout/slot.ts';
import type { CompiledObserver } from '../../../src/compile/monitor/compile-observer.ts';
import type { Monitor } from '../../../src/compile/monitor/monitor.ts';
import type { StateCheck } from '../../../src/compile/monitor/state-checks.ts';
import { expansionBy } from '../../../src/reduction/partial-order/expansion.ts';
import { union } from '../../../src/reduction/partial-order/field-set.ts';
import { type Seen, Visibility } from '../../../src/reduction/partial-order/visibility.ts';
import { SOUND } from '../reduced-search.ts';
import { dropping, type Rules, telling } from './parts.ts';

type Change = (claim: StateCheck) => StateCheck;

const claimsChanged =
  (change: Change) =>
  (monitor: Monitor): Monitor =>
    telling(monitor, { stateProperties: monitor.stateProperties.map(change) });

/** Claims that do not see fields of some sort. */
const blindTo = (isUnseen: (field: Field, instance: InstancePlan) => boolean) =>
  class extends Visibility {
    constructor(...[system, monitor, ...rest]: ConstructorParameters<typeof Visibility>) {
      const { instances } = system.layout;
      const seen = (field: Field): boolean => !instances.some((one) => isUnseen(field, one));
      const change: Change = (claim) => ({
        ...claim,
        reads: new Set([...claim.reads].filter(seen)),
      });
      super(system, claimsChanged(change)(monitor), ...rest);
    }
  };

/** Claims that see another step than the one that is taken; observers see this one. */
const mistaken = (change: (label: FlatLabel) => FlatLabel) =>
  class extends Visibility {
    readonly #observers: Visibility;

    constructor(...[system, monitor, ...rest]: ConstructorParameters<typeof Visibility>) {
      super(system, telling(monitor, { observers: [] }), ...rest);
      this.#observers = new Visibility(system, telling(monitor, { stateProperties: [] }), ...rest);
    }

    override ofStep(instance: InstancePlan, label: FlatLabel, writes: ReadonlySet<Field>): Seen {
      const claims = super.ofStep(instance, change(label), writes);
      const observers = this.#observers.ofStep(instance, label, writes);
      return { ...union([claims, observers]), isSeen: claims.isSeen || observers.isSeen };
    }
  };

/** What handlers write keeps its order, but they read nothing. */
class Unread extends Visibility {
  override ofStep(...given: Parameters<Visibility['ofStep']>): Seen {
    const { writes, isSeen } = super.ofStep(...given);
    return { uses: writes, writes, isSeen };
  }
}

/** Observers of which something else is told. */
const observersChanged =
  (lies: (observer: CompiledObserver) => Partial<CompiledObserver>) =>
  (monitor: Monitor): Monitor => {
    const observers = monitor.observers.map((observer) => telling(observer, lies(observer)));
    return telling(monitor, { observers });
  };

/** The memories of handlers are nobody's business. */
const forgetful = observersChanged((observer) => ({
  touchedAfter(...after) {
    const touched = observer.touchedAfter(...after);
    return touched && { reads: touched.reads, writes: [] };
  },
}));

/** Whether an observer is steady is left to the steps that it touches. */
class Unordered extends Visibility {
  constructor(...[system, monitor, numbers, isSteady]: ConstructorParameters<typeof Visibility>) {
    const mark = (name: string) => (name.startsWith('observer ') ? 0n : numbers.mark(name));
    super(system, monitor, telling(numbers, { mark }), isSteady);
  }
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
  'what claims see': dropping({ watched: (monitor) => telling(monitor, { stateProperties: [] }) }),
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
  'what handlers remember': dropping({ watched: forgetful }),
  'handlers forevery step': dropping({
    watched: observersChanged(() => ({ always: undefined })),
  }),
  'the order of what makes observers steady': dropping({ Seen: Unordered }),
  'whether observers are steady': { ...SOUND, expansion: (sets) => expansionBy(sets, false) },
};
