// Dining philosophers, every one left fork first: deadlocks. 3^N - 1 reachable states (after BEEM's phils).

import {
  array,
  bool,
  defaultTo,
  defineModel,
  defineProperties,
  kind,
  range,
  system,
} from 'mmcheck';

const model = defineModel('phils', {
  parameters: { N: defaultTo(range(2, 20), 5) },
  system: ({ N }) => {
    const phil = kind('phil', N);
    const right = (id: number) => (id + 1) % N;
    return system({ fork: array(N, bool) }, ({ process }) => ({
      phil: process({
        count: phil,
        start: 'think',
        steps: {
          think: ({ fork, me }) => {
            if (fork[me.id]) return 'blocked';
            fork[me.id] = true;
            return 'one';
          },
          one: ({ fork, me }) => {
            if (fork[right(me.id)]) return 'blocked';
            fork[right(me.id)] = true;
            return 'eat';
          },
          eat: ({ fork, me }) => {
            fork[me.id] = false;
            return 'finish';
          },
          finish: ({ fork, me }) => {
            fork[right(me.id)] = false;
            return 'think';
          },
        },
      }),
    }));
  },
});

export default model;
export const properties = defineProperties(model, ({ deadlock }) => ({ deadlock: deadlock() }));
