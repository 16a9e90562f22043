import { defineSpec, upTo, violated } from 'mmcheck';
import model from '../pcp-drain.ts';

export default defineSpec(model, {
  properties: ({ conservation, deadlock, invariant, observer }, { pages }) => ({
    'no-page-lost': conservation(
      'every page is held, on the list or in the buddy allocator',
      pages + 1,
      ({ free_page, pcp, buddy }) => free_page[0].held + pcp.value + buddy.value,
    ),
    'list-empty': invariant(
      'once the drain is done, the list is empty',
      ({ drain, pcp }) => drain[0].at !== 'done' || pcp.value === 0,
    ),
    'drained-what-was-there': observer('the drain returns what was on the list when it began', {
      state: { listed: upTo(pages + 1) },
      on: {
        drain: {
          send: ({ pcp, my }) => {
            my.listed = pcp.value;
          },
          wait: ({ buddy, my, assert }) => {
            assert(buddy.value >= my.listed, 'a page of the list is not in the buddy allocator');
          },
        },
      },
    }),
    'no-deadlock': deadlock(),
  }),
  rows: [
    {
      set: { irqs: 'off' },
      expect: {
        'no-page-lost': 'holds',
        'list-empty': 'violated',
        'drained-what-was-there': 'holds',
        'no-deadlock': 'holds',
      },
      note: 'the list may fill again behind the drain: it says what was true once, not what is',
    },
    {
      set: { irqs: 'on' },
      expect: {
        'no-page-lost': violated([
          ['free_page', 'load'],
          ['handler', 'drain'],
          ['free_page', 'store'],
        ]),
        'list-empty': 'violated',
        'drained-what-was-there': 'holds',
        'no-deadlock': 'holds',
      },
    },
  ],
  teeth: {
    'drained-what-was-there': { replace: 'buddy.value += pcp.value;', at: { irqs: 'off' } },
    'no-deadlock': { replace: 'ipi.value = false;', at: { irqs: 'off' } },
  },
});
