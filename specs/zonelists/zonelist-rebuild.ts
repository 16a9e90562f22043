// The claims about zonelist-rebuild, and what becomes of each.

import { array, bool, defineSpec, type Id, none, type SetView, set } from 'mmcheck';
import { machineOf } from '../../models/zonelists/zonelist-rebuild/machine.ts';
import model from '../../models/zonelists/zonelist-rebuild.ts';
import { rows } from './zonelist-rebuild/rows.ts';

type Zone = Id<'zone'>;

export default defineSpec(model, {
  seed:
    '[PATCH 7/9] mm, page_alloc: remove stop_machine from build_all_zonelists (Jul 2017); ' +
    '9d3be21bf9c0, 11cd8638c37f (4.14), 3d36424b3b58 (6.0)',
  answer:
    'Hocko, that a zone is always visible (9d3be21bf9c0), and that stop_machine() did not keep walks ' +
    'whole. But a racing walk can end in an OOM beside free memory, with either, until 3d36424b3b58 ' +
    '(2022).',
  properties: ({ observer, terminates }, values) => {
    const { task, zone, idxOf, highest, isEligible, hot } = machineOf(values);
    const zonesOfTasks = array(task, set(zone));
    const flagOfTasks = array(task, bool);
    /** No rebuild is under way: a zone that is coming or going counts only then. */
    const isIdle = (at: string) =>
      at === 'offline_pages' || at === 'online_pages' || at === 'undo_isolate' || at === 'done';
    const isListed = (z: Zone, at: string) => z !== hot || isIdle(at);
    /** A pass that begins must not miss it. */
    const isDue = (z: Zone, gfp: string, at: string) => isListed(z, at) && isEligible(gfp, z);

    // What an observer remembers of a pass: the zones that belong, as it begins; fewer as it goes on.
    const fill = (zones: SetView<Zone>, belongs: (z: Zone) => boolean): void => {
      zones.clear();
      for (const z of zone.ids) if (belongs(z)) zones.add(z);
    };
    const drop = (zones: SetView<Zone>, belongs: (z: Zone) => boolean): void => {
      for (const z of zones.values()) if (belongs(z)) zones.delete(z);
    };

    return {
      'never-empty': observer('no pass finds the zonelist empty', {
        state: {},
        on: {
          alloc_pages: {
            visit: ({ me, assert }) =>
              assert(me.zone !== none || me.i > 0, 'the zonelist is empty'),
            usable: ({ step, me, assert }) =>
              assert(step.to !== 'nopage' || me.i > 0, 'the zonelist is empty'),
          },
        },
      }),

      'no-missed-zone': observer(
        'a pass from index 0 visits every eligible zone that is listed before and after',
        {
          state: { missing: zonesOfTasks },
          always: ({ hotplug, my }) => {
            if (!isIdle(hotplug[0].at)) for (const t of task.ids) my.missing[t].delete(hot);
          },
          on: {
            alloc_pages: {
              first: 'get_page',
              get_page: ({ managed, hotplug, my, me }) =>
                fill(
                  my.missing[me.id],
                  (z) => me.i === 0 && managed[z] > 0 && isDue(z, me.gfp, hotplug[0].at),
                ),
              visit: ({ step, my, me, assert }) => {
                if (step.to === 'visit') return;
                if (me.zone !== none) my.missing[me.id].delete(me.zone);
                else {
                  assert(my.missing[me.id].isEmpty, 'the pass missed a zone');
                  my.missing[me.id].clear();
                }
              },
              take: ({ step, my, me }) => {
                if (step.to === 'done') my.missing[me.id].clear();
              },
            },
          },
        },
      ),

      'no-double-visit': observer('no pass visits a zone twice', {
        state: { visited: zonesOfTasks },
        on: {
          alloc_pages: {
            visit: ({ step, my, me, assert }) => {
              if (step.to === 'visit') return;
              if (me.zone === none) {
                my.visited[me.id].clear();
                return;
              }
              assert(!my.visited[me.id].has(me.zone), 'the pass visits a zone again');
              my.visited[me.id].add(me.zone);
            },
            take: ({ step, my, me }) => {
              if (step.to === 'done') my.visited[me.id].clear();
            },
          },
        },
      }),

      // Two decisions can be premature: to call the OOM killer, judged by the last pass before its check, and to
      // fail, judged by the last pass of all. What the last attempt overlooks after the check has a claim of its own.
      'no-premature-oom': observer(
        'no request turns to the OOM killer, or fails, though a page for it was free all through its last complete pass',
        {
          state: { lasting: zonesOfTasks, overlooked: flagOfTasks, premature: flagOfTasks },
          always: ({ free, hotplug, my }) => {
            for (const t of task.ids) {
              drop(my.lasting[t], (z) => free[z] === 0 || !isListed(z, hotplug[0].at));
            }
          },
          on: {
            alloc_pages: {
              first: ({ free, hotplug, my, me }) =>
                fill(
                  my.lasting[me.id],
                  (z) => me.pass === 'fast' && free[z] > 0 && isDue(z, me.gfp, hotplug[0].at),
                ),
              get_page: ({ free, hotplug, my, me }) => {
                my.premature[me.id] = me.pass === 'last' && my.overlooked[me.id];
                my.overlooked[me.id] = false;
                fill(my.lasting[me.id], (z) => free[z] > 0 && isDue(z, me.gfp, hotplug[0].at));
              },
              visit: ({ step, my, me }) => {
                if (step.to === 'visit' || step.to === 'watermark') return;
                my.overlooked[me.id] = !my.lasting[me.id].isEmpty;
                my.lasting[me.id].clear();
              },
              take: ({ step, my, me }) => {
                if (step.to !== 'done') return;
                my.premature[me.id] = false;
                my.lasting[me.id].clear();
              },
              out_of_memory: ({ my, me, assert }) => {
                assert(!my.premature[me.id], 'OOM kill although a page was free all along');
                my.premature[me.id] = false;
              },
              nopage: ({ step, my, me, assert }) => {
                assert(
                  step.to !== 'done' || !my.overlooked[me.id],
                  'the request fails although a page was free all along',
                );
                my.overlooked[me.id] = false;
              },
            },
          },
        },
      ),

      'no-blind-last-attempt': observer(
        'the last attempt before the OOM killer misses no free page',
        {
          state: { lasting: zonesOfTasks },
          always: ({ free, hotplug, my }) => {
            for (const t of task.ids) {
              drop(my.lasting[t], (z) => free[z] === 0 || !isListed(z, hotplug[0].at));
            }
          },
          on: {
            alloc_pages: {
              get_page: ({ free, hotplug, my, me }) => {
                if (me.pass !== 'last') return;
                fill(my.lasting[me.id], (z) => free[z] > 0 && isDue(z, me.gfp, hotplug[0].at));
              },
              visit: ({ step, my, me, assert }) => {
                if (step.to !== 'out_of_memory') return;
                assert(my.lasting[me.id].isEmpty, 'the last attempt missed a page');
                my.lasting[me.id].clear();
              },
              take: ({ step, my, me }) => {
                if (step.to === 'done') my.lasting[me.id].clear();
              },
            },
          },
        },
      ),

      'zone-constraint': observer('the page comes from a zone that suits the request', {
        state: {},
        on: {
          alloc_pages: {
            take: ({ step, me, assert }) =>
              assert(
                step.to !== 'done' || idxOf(me.zone) <= highest[me.gfp],
                'page from a zone above the highest',
              ),
          },
        },
      }),

      'no-stale-zone': observer(
        'no pass that began after the rebuild visits a zone without pages',
        {
          state: { gone: zonesOfTasks },
          always: ({ managed, my }) => {
            for (const t of task.ids) drop(my.gone[t], (z) => managed[z] > 0);
          },
          on: {
            alloc_pages: {
              first: 'get_page',
              get_page: ({ managed, hotplug, my, me }) => {
                const isRebuilt = hotplug[0].rebuilt > 0 && isIdle(hotplug[0].at);
                fill(my.gone[me.id], (z) => isRebuilt && managed[z] === 0);
              },
              visit: ({ step, my, me, assert }) => {
                if (step.to === 'visit') return;
                if (me.zone === none) my.gone[me.id].clear();
                else assert(!my.gone[me.id].has(me.zone), 'the pass visits a zone that is gone');
              },
              take: ({ step, my, me }) => {
                if (step.to === 'done') my.gone[me.id].clear();
              },
            },
          },
        },
      ),

      'every-request-ends': terminates(
        'every request ends, if hotplug and tasks are scheduled',
        'alloc_pages',
      ),
    };
  },
  rows,

  teeth: {
    /** The count stays odd, and read_seqbegin() spins for ever. */
    'every-request-ends': {
      replace: 'nextSequence(); me.k = 0;',
      by: 'me.k = 0;',
      file: './zonelist-rebuild/hotplug.ts',
      at: { update: 'seqcount-slowpath', event: 'shrink' },
    },
  },

  history: [
    {
      commit: '9d3be21bf9c0',
      subject: 'mm, page_alloc: simplify zonelist initialization',
      year: 2017,
      property: 'never-empty',
      before: { update: 'zero-then-refill', event: 'shrink' },
      after: { update: 'in-place', event: 'shrink' },
    },
    {
      commit: '11cd8638c37f',
      subject: 'mm, page_alloc: remove stop_machine from build_all_zonelists',
      year: 2017,
      property: 'no-premature-oom',
      before: { update: 'stop-machine', event: 'grow' },
      after: { update: 'in-place', event: 'grow' },
    },
    {
      commit: '3d36424b3b58',
      subject: 'mm/page_alloc: fix race condition between build_all_zonelists and page allocation',
      year: 2022,
      property: 'no-premature-oom',
      before: { update: 'in-place', event: 'shrink' },
      after: { update: 'seqcount-slowpath', event: 'shrink' },
    },
  ],
});
