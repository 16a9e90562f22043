// The claims about memory-notifier-chain, and what becomes of each.
//
// Fix: dc19f9db3829 "memcg: memory hotplug fix for notifier callback" (2008).

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/memory-notifier-chain.ts';

const holds = {
  'all-are-told': 'holds',
  'told-the-end': 'holds',
  'undoes-what-ran': 'holds',
} as const;
/** A callback refuses, and is then told to undo what it has not done. */
const undone = [
  ['online_pages', 'prepare'],
  ['online_pages', 'cancel_online'],
  ['online_pages', 'undo'],
] as const;

export default defineSpec(model, {
  seed: 'free page reporting vs page isolation (Nov 2019), its notifier; dc19f9db3829 (2008)',
  answer:
    'dc19f9db3829: a callback that is content must not stop the chain. That a rollback reaches just those ' +
    'that prepared is promised by nothing: it reaches all.',
  properties: ({ invariant }) => ({
    'all-are-told': invariant(
      'memory that is online was announced to every callback before',
      ({ online_pages, callbacks }) =>
        online_pages[0].at !== 'online' || callbacks.every(({ state }) => state === 'prepared'),
    ),
    'told-the-end': invariant(
      'a callback that has prepared is told how it ended',
      ({ online_pages, callbacks }) =>
        online_pages[0].at !== 'done' || callbacks.every(({ state }) => state !== 'prepared'),
    ),
    'undoes-what-ran': invariant('nobody is told of an end who has not prepared', ({ callbacks }) =>
      callbacks.every(({ state }) => state !== 'unprepared'),
    ),
  }),
  teeth: {
    /** Those that prepared are told nothing. */
    'told-the-end': {
      replace: "else chain.begin('CANCEL_ONLINE');",
      at: { variant: 'memory-notify' },
    },
  },
  rows: [
    {
      set: { variant: 'slub-stops' },
      expect: {
        ...holds,
        'all-are-told': violated([['online_pages', 'prepare']]),
        'undoes-what-ran': violated(undone),
      },
    },
    {
      set: { variant: 'memory-notify' },
      expect: { ...holds, 'undoes-what-ran': violated(undone) },
      note:
        'memory_notify() has never said who is to be told of the rollback: callbacks must bear a ' +
        'MEM_CANCEL_ONLINE without MEM_GOING_ONLINE.',
    },
    { set: { variant: 'robust' }, expect: holds },
    { set: { variant: 'robust', callbacks: 3 }, expect: holds },
    {
      set: { variant: 'memory-notify', callbacks: 3 },
      expect: { ...holds, 'undoes-what-ran': violated(undone) },
    },
  ],

  history: [
    {
      commit: 'dc19f9db3829',
      subject: 'memcg: memory hotplug fix for notifier callback',
      year: 2008,
      property: 'all-are-told',
      before: { variant: 'slub-stops' },
      after: { variant: 'memory-notify' },
    },
  ],
});
