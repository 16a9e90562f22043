// Leader election in a ring where messages go one way (Dolev, Klawe and Rodeh, "An O(n log n) unidirectional distributed
// algorithm for extrema finding in a circle", Journal of Algorithms 1982), step by step as SPIN takes the model that it
// ships as Examples/leader0.pml: what its verifier merges is one step here, and processes end in the order in which SPIN
// lets them, the last one first.

import {
  array,
  bool,
  cell,
  defaultTo,
  defineModel,
  defineProperties,
  list,
  range,
  system,
  upTo,
} from 'mmcheck';

const model = defineModel('leader', {
  parameters: { N: defaultTo(range(2, 6), 5) },
  system: ({ N }) => {
    const size = 2 * N;
    const right = (id: number) => (id + 1) % N;
    const numberOf = (id: number) => ((N + 2 - id) % N) + 1;
    // A message is its number and what it is: 'one', 'two' or 'winner'.
    const two = 1 + N;
    const winner = 2 * two;
    return system(
      {
        inbox: array(N, list(size, upTo(winner + N))),
        leaders: cell(upTo(N)),
        hasEnded: array(N, bool),
      },
      ({ process }) => ({
        node: process({
          count: N,
          locals: {
            active: bool,
            knowsWinner: bool,
            nr: upTo(N),
            maximum: upTo(N),
            neighbour: upTo(N),
          },
          start: 'begin',
          end: ['receive'],
          steps: {
            begin: ({ me }) => {
              me.active = true;
              me.maximum = numberOf(me.id);
              return 'introduce';
            },
            introduce: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(numberOf(me.id));
              return 'receive';
            },
            receive: ({ inbox, me }) => {
              if (inbox[me.id].isEmpty) return 'blocked';
              const message = inbox[me.id].shift();
              me.nr = message % two;
              if (message < two) return 'one';
              return message < winner ? 'two' : 'winner';
            },

            one: ({ me }) => (me.active ? 'compareOne' : 'passOne'),
            compareOne: ({ me }) => (me.nr !== me.maximum ? 'sendTwo' : 'foundWinner'),
            passOne: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(me.nr);
              return 'receive';
            },
            sendTwo: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(two + me.nr);
              me.neighbour = me.nr;
              return 'receive';
            },
            foundWinner: ({ me, assert }) => {
              assert(me.nr === N, 'the largest number wins');
              me.knowsWinner = true;
              return 'announce';
            },
            announce: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(winner + me.nr);
              return 'receive';
            },

            two: ({ me }) => (me.active ? 'compareTwo' : 'passTwo'),
            compareTwo: ({ me }) => {
              if (me.neighbour <= me.nr || me.neighbour <= me.maximum) return 'yield';
              me.nr = 0;
              me.maximum = me.neighbour;
              return 'sendOne';
            },
            passTwo: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(two + me.nr);
              return 'receive';
            },
            sendOne: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(me.neighbour);
              return 'receive';
            },
            yield: ({ me }) => {
              me.active = false;
              return 'receive';
            },

            winner: ({ me }) => (me.nr === numberOf(me.id) ? 'won' : 'known'),
            won: () => 'lead',
            lead: ({ leaders }) => {
              leaders.value++;
              return 'led';
            },
            led: ({ leaders, assert }) => {
              assert(leaders.value === 1, 'one node leads');
              return 'known';
            },
            known: ({ me }) => {
              if (!me.knowsWinner) return 'passWinner';
              me.knowsWinner = false;
              return 'end';
            },
            passWinner: ({ inbox, me }) => {
              const to = right(me.id);
              if (inbox[to].length >= size) return 'blocked';
              inbox[to].push(winner + me.nr);
              return 'end';
            },
            end: ({ hasEnded, me }) => {
              if (me.id + 1 < N && !hasEnded[right(me.id)]) return 'blocked';
              hasEnded[me.id] = true;
              return 'done';
            },
          },
        }),
      }),
    );
  },
});

export default model;
export const properties = defineProperties(model, ({ deadlock }) => ({ deadlock: deadlock() }));
