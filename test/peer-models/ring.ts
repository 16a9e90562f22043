// Leader election in a ring with the largest number: each node sends its own on, and then only those that are larger
// (Chang and Roberts, "An improved algorithm for decentralized extrema-finding", CACM 1979). Who gets its own back leads.

import {
  array,
  cell,
  defaultTo,
  defineModel,
  defineProperties,
  list,
  range,
  system,
  upTo,
} from 'mmcheck';

const model = defineModel('ring', {
  parameters: { N: defaultTo(range(2, 8), 5) },
  system: ({ N }) => {
    const right = (id: number) => (id + 1) % N;
    return system({ inbox: array(N, list(N, upTo(N))), leaders: cell(upTo(N)) }, ({ process }) => ({
      node: process({
        count: N,
        locals: { nr: upTo(N) },
        start: 'begin',
        end: ['receive'],
        steps: {
          begin: ({ inbox, me }) => {
            const to = right(me.id);
            if (inbox[to].length >= N) return 'blocked';
            inbox[to].push(me.id + 1);
            return 'receive';
          },
          receive: ({ inbox, me }) => {
            if (inbox[me.id].isEmpty) return 'blocked';
            me.nr = inbox[me.id].shift();
            return 'compare';
          },
          compare: ({ leaders, me }) => {
            if (me.nr > me.id + 1) return 'send';
            if (me.nr === me.id + 1) leaders.value++;
            me.nr = 0;
            return 'receive';
          },
          send: ({ inbox, me }) => {
            const to = right(me.id);
            if (inbox[to].length >= N) return 'blocked';
            inbox[to].push(me.nr);
            me.nr = 0;
            return 'receive';
          },
        },
      }),
    }));
  },
});

export default model;
export const properties = defineProperties(model, ({ invariant }) => ({
  'one-leader': invariant('at most one node leads', ({ leaders }) => leaders.value <= 1),
}));
