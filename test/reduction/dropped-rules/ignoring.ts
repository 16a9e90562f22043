// Rules that keep steps from being pruned forever.

import type { StepAccess } from '../../../src/compile/access/access.ts';
import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import { readField } from '../../../src/compile/layout/field.ts';
import { targetsOf } from '../../../src/reduction/partial-order/label-graph.ts';
import { StubbornSets } from '../../../src/reduction/partial-order/stubborn.ts';
import { Chosen, dropping, type Parts, type Rules } from './parts.ts';

/** Labels are sticky only if `counts` says so of one that is. */
const lessSticky = (counts: (label: FlatLabel, access: StepAccess) => boolean): Parts => ({
  Sets: (system, ...given) => {
    const { instances } = system.layout;
    return new (class extends StubbornSets {
      override isSticky(k: number, code: number): boolean {
        const label = instances[k].process.flat.labels[code];
        return super.isSticky(k, code) && counts(label, system.accessOf(instances[k], label));
      }
    })(...given);
  },
});

const isLoop = (label: FlatLabel, access: StepAccess): boolean =>
  targetsOf(label, access).includes(label.code);

/** A step that ends in a failed assertion is taken for one that leads on. */
const failingProviso: Parts = {
  Sets: ({ layout: { instances } }, ...given) =>
    new (class extends Chosen {
      override choose(enabled: number): number {
        const satisfiesProviso = instances.filter(
          ({ label }, k) =>
            (enabled & (1 << k)) !== 0 && !this.isSticky(k, readField(this.state, label)),
        );
        return super.choose(
          enabled,
          satisfiesProviso.reduce((bits, { index }) => bits | (1 << index), 0),
        );
      }
    })(...given),
};

export const IGNORING: Rules = {
  'sticky labels': dropping(lessSticky(() => false)),
  'steps that lead back to where they began': dropping(
    lessSticky((label, access) => !isLoop(label, access)),
  ),
  'cycles of several labels': dropping(lessSticky(isLoop)),
  'that a failed assertion leads nowhere': dropping(failingProviso),
};
