// For each rule about what properties see, a model that shows why. There is nothing shared but what the property looks
// at: without it, the steps of the two processes could be taken in any order.

import { array, bool, cell, system, upTo } from 'mmcheck';
import type { Properties } from '../../../src/language/claims/property.ts';
import { somewhere } from '../../kernel/verdicts.ts';
import type { RuleModel } from './rule-model.ts';

/** Each of two processes sets its own element, and a local, and comes to the same labels. */
function apart(properties: Properties): RuleModel {
  const definition = system({ own: array(2, bool) }, ({ process }) => ({
    worker: process({
      count: 2,
      locals: { k: upTo(1) },
      start: 'write',
      end: ['rest'],
      steps: {
        write: ({ own, me }) => {
          own[me.id] = true;
          return 'next';
        },
        count: ({ me }) => {
          me.k = 1;
          return 'next';
        },
        rest: () => 'blocked',
      },
    }),
  }));
  return { system: definition, properties };
}

/** An observer of the second process's first step: what it finds there of the first one's. */
const observed = (on: object, always?: object, state: object = { first: bool }): Properties =>
  ({ seen: { kind: 'observer', about: '', state, on, always } }) as Properties;

// biome-ignore lint/suspicious/noExplicitAny: the cells of a system, and an observer's tools
type Names = any;

/** Lost where the first process always goes first, and stays at its end. */
const restsFirst = apart({
  seen: somewhere(({ worker }) => worker[1].at === 'rest' && worker[0].at !== 'rest'),
});

export const PROPERTY_MODELS: Readonly<Record<string, RuleModel>> = {
  'what claims see': apart({ seen: somewhere(({ own }) => own[1] && !own[0]) }),
  'labels in claims': restsFirst,
  'the label at which a step ends': restsFirst,
  'the label at which a step begins': apart({
    seen: somewhere(({ worker }) => worker[1].at !== 'write' && worker[0].at === 'write'),
  }),
  'locals in claims': apart({
    seen: somewhere(({ worker }) => worker[1].k === 1 && worker[0].k === 0),
  }),
  'what observers see': apart(
    observed({
      worker: {
        write: ({ step, my, assert }: Names) => {
          assert(my.first || step.id === 0, 'the second comes first');
          my.first = true;
        },
      },
    }),
  ),
  'what handlers read': {
    system: system({ x: cell(bool), y: cell(bool) }, ({ process }) => ({
      writer: process({
        start: 'write',
        steps: {
          write: ({ x }) => {
            x.value = true;
            return 'done';
          },
        },
      }),
      other: process({
        start: 'write',
        steps: {
          write: ({ y }) => {
            y.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: observed({
      other: ({ x, assert }: Names) => {
        assert(x.value, 'not yet written');
      },
    }),
  },
  'handlers forevery step': apart(
    observed({}, ({ own, assert }: Names) => {
      assert(own[0] || !own[1], 'the second comes first');
    }),
  ),
  'what handlers remember': apart(
    observed({
      worker: {
        write: ({ step, my, assert }: Names) => {
          assert(my.first || step.id === 0, 'the second comes first');
          my.first = true;
        },
      },
    }),
  ),
  // Each writes an element of its own, so they would commute; what is said after every step depends on both.
  'the order of what makes observers steady': apart(
    observed(
      {
        worker: {
          write: ({ my, me }: Names) => {
            my.came[me.id] = true;
          },
        },
      },
      ({ my, assert }: Names) => {
        assert(my.came[0] || !my.came[1], 'the second comes first');
      },
      { came: array(2, bool) },
    ),
  ),
  // The bystander's step meets nobody, and so is taken first: before there is anything to say after it.
  'whether observers are steady': {
    system: system({ idle: cell(bool), over: cell(bool) }, ({ process }) => ({
      bystander: process({
        start: 'go',
        steps: {
          go: ({ idle }) => {
            idle.value = true;
            return 'done';
          },
        },
      }),
      worker: process({
        start: 'begin',
        steps: {
          begin: () => 'next',
          end: ({ over }) => {
            over.value = true;
            return 'done';
          },
        },
      }),
    })),
    properties: observed(
      {
        worker: {
          begin: ({ my }: Names) => {
            my.first = true;
          },
        },
      },
      ({ over, my, assert }: Names) => {
        assert(over.value || !my.first, 'somebody steps in between');
      },
    ),
  },
};
