// memory-notifier-chain: who is told that memory comes online, and who is told that it does not.
//
// Callbacks prepare at MEM_GOING_ONLINE, in the order of their priority, and one may refuse. In
// 2008 SLUB's told the chain to stop even when all was well, so that page_cgroup's, behind it,
// was never called (dc19f9db3829). At stake beside that: memory_notify(MEM_CANCEL_ONLINE) goes to
// everybody, so a callback may have to undo what it never did.

import { defineModel, kind, oneOf, parameter, range, system, table } from 'mmcheck';
import { notifierChain } from 'mmcheck/kernel';

export default defineModel('memory-notifier-chain', {
  about:
    'Memory hotplug asks callbacks in order of priority, and one may refuse: is everybody ' +
    'told, and does the rollback reach exactly those that prepared? dc19f9db3829 (2008).',
  parameters: {
    variant: parameter(
      "SLUB's callback stops the chain; it does not; and only those that prepared are cancelled.",
      oneOf('slub-stops', 'memory-notify', 'robust'),
    ),
    callbacks: parameter('Callbacks in the chain: slub, page_cgroup, and a driver.', range(2, 3)),
  },

  system: ({ variant, callbacks }) => {
    const callback = kind('callback', ['slub', 'page_cgroup', 'driver'].slice(0, callbacks));
    const [slub] = callback.ids;
    return system(
      {
        chain: notifierChain(callbacks, ['GOING_ONLINE', 'ONLINE', 'CANCEL_ONLINE']),
        callbacks: table(callback, {
          state: oneOf('idle', 'prepared', 'refused', 'online', 'cancelled', 'unprepared'),
        }),
      },
      ({ process }) => ({
        online_pages: process({
          start: 'going_online',
          steps: {
            going_online: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_GOING_ONLINE)',
              thread: 'callbacks in priority order, GOING_x',
              does: ({ chain }) => {
                chain.begin('GOING_ONLINE');
                return 'prepare';
              },
            },
            prepare: {
              at: 'kernel/notifier.c notifier_call_chain()',
              thread: 'callbacks in priority order, GOING_x',
              atomic: 'a callback is one step: the chain is what is looked at',
              does: ({ chain, callbacks, choose }) => {
                const accepts = choose([true, false]);
                const stops = variant === 'slub-stops' && chain.at === slub;
                callbacks[chain.at].state = accepts ? 'prepared' : 'refused';
                chain.answer(accepts && !stops);
                if (!accepts) return 'cancel_online';
                return chain.isRunning() ? 'prepare' : 'online';
              },
            },
            online: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_ONLINE)',
              thread: 'x',
              does: ({ chain }) => {
                chain.begin('ONLINE');
                return 'finish';
              },
            },
            finish: {
              at: 'kernel/notifier.c notifier_call_chain()',
              thread: 'x',
              atomic: 'a callback is one step',
              does: ({ chain, callbacks }) => {
                const { at } = chain;
                const prepared = callbacks[at].state === 'prepared';
                callbacks[at].state = prepared ? 'online' : 'unprepared';
                chain.answer(!(variant === 'slub-stops' && at === slub));
                return chain.isRunning() ? 'finish' : 'done';
              },
            },
            cancel_online: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_CANCEL_ONLINE)',
              thread: 'CANCEL_x',
              does: ({ chain }) => {
                if (variant === 'robust') chain.begin('CANCEL_ONLINE', chain.passed);
                else chain.begin('CANCEL_ONLINE');
                return chain.isRunning() ? 'undo' : 'done';
              },
            },
            undo: {
              at: 'kernel/notifier.c notifier_call_chain()',
              thread: 'CANCEL_x',
              atomic: 'a callback is one step',
              does: ({ chain, callbacks }) => {
                const { at } = chain;
                const prepared = callbacks[at].state === 'prepared';
                callbacks[at].state = prepared ? 'cancelled' : 'unprepared';
                chain.answer(!(variant === 'slub-stops' && at === slub));
                return chain.isRunning() ? 'undo' : 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
