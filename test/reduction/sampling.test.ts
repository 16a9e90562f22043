// What is pruned of a state is sampled, to see whether it is reached all the same (adaptive.ts). A look at where it
// leads is no search: a mistake of the model that it comes upon is left to the search, which knows how it got there.

import { expect, test } from 'vitest';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { initialStates } from '../../src/compile/program/initial-states.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import { defineProperties } from '../../src/language/claims/makers.ts';
import type { AdaptiveSwitch } from '../../src/reduction/partial-order/adaptive.ts';
import { PartialOrder } from '../../src/reduction/partial-order/expansion.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';
import { Stepper } from '../../src/transition/stepper.ts';

/** One who keeps to himself, and two of whom each, after a look at what they share, adds something to a local. */
const model = defineModel('left-out', {
  parameters: { added: upTo(2) },
  system: ({ added }) =>
    system({ own: cell(upTo(1)), shared: cell(upTo(1)) }, ({ process }) => ({
      loner: process({
        start: 'once',
        steps: {
          once: ({ own }) => {
            own.value = 1;
            return 'done';
          },
        },
      }),
      worker: process({
        count: 2,
        locals: { sum: upTo(1) },
        start: 'look',
        steps: {
          look: ({ shared }) => {
            shared.value = 1 - shared.value;
            return 'add';
          },
          add: ({ me }) => {
            me.sum += added;
            return 'done';
          },
        },
      }),
    })),
});

/** The states that are told when the initial one is expanded. */
function toldOf(added: number): number {
  const { properties } = defineProperties(model, ({ reachable }) => ({
    seen: reachable('one has looked', ({ shared }) => shared.value === 1),
  }));
  const wanted = properties({ added });
  const compiled = new CompiledSystem(model.system({ added }), observerShapes(wanted));
  const monitor = new Monitor(compiled, wanted);
  let told = 0;
  const adaptive = {
    begin: () => {},
    tried: () => {},
    pruned: () => told++,
    isDisabled: false,
    isSampling: true,
  } as unknown as AdaptiveSwitch;
  const stepper = new Stepper(compiled, monitor);
  const partialOrder = new PartialOrder(
    stepper,
    stubbornSets(compiled, monitor, false),
    false,
    adaptive,
  );
  for (const initial of initialStates(compiled, observerShapes(wanted))) {
    compiled.state.set(initial);
    const moved: string[] = [];
    partialOrder.expand({
      moved: (instance) => moved.push(compiled.layout.instances[instance].name),
      stayed: () => {},
      violated: () => {},
    });
    expect(moved).toEqual(['loner']);
  }
  return told;
}

test('both transitions that are pruned are told, by the ends of their chains', () => {
  expect(toldOf(1)).toBe(2);
});

test('a mistake of the model on their ways is not', () => {
  expect(toldOf(2)).toBe(0);
});
