import {
  array,
  defineModel,
  defineProperties,
  kind,
  list,
  none,
  orNone,
  set,
  system,
} from 'mmcheck';

const zone = kind('zone', ['Normal', 'Movable']);
const page = kind('page', 3);
const homeOf = (p: number) => zone.ids[p === 0 ? 0 : 1];

const model = defineModel('alloc', {
  about: 'Two tasks take pages from free lists, first without and then with direct reclaim.',
  system: () =>
    system(
      {
        free: array(zone, list(3, page)),
        cached: set(page),
      },
      // Helpers: named like cells, called with their arguments.
      {
        isFree: ({ free }, z: number) => !free[z].isEmpty,
      },
      ({ process, procedure, call }) => {
        const getPage = procedure('get_page_from_freelist', {
          locals: { zone: orNone(zone) },
          results: { got: orNone(page) },
          returns: ['page', 'nothing'],
          start: 'watermark',
          steps: {
            watermark: {
              atomic: 'a racy look at both lists; take looks again, under the lock',
              does: ({ isFree, me }) => {
                const found = zone.ids.find((z) => isFree(z));
                me.zone = found ?? none;
                return found === undefined ? 'nothing' : 'take';
              },
            },
            take: ({ free, me }) => {
              if (me.zone === none || free[me.zone].isEmpty) return 'watermark';
              me.got = free[me.zone].shift();
              return 'page';
            },
          },
        });
        return {
          alloc_pages: process({
            count: 2,
            locals: { page: orNone(page) },
            start: 'fast',
            steps: {
              fast: call(
                getPage,
                () => ({}),
                { page: 'done', nothing: 'reclaim' },
                { got: 'page' },
              ),
              reclaim: {
                atomic: 'under lru_lock and zone->lock',
                does: ({ cached, free, choose }) => {
                  if (cached.isEmpty) return 'failed';
                  const p = choose(cached.values());
                  cached.delete(p);
                  free[homeOf(p)].push(p);
                  return 'slow';
                },
              },
              slow: call(
                getPage,
                () => ({}),
                { page: 'done', nothing: 'reclaim' },
                { got: 'page' },
              ),
              failed: { at: 'mm/page_alloc.c warn_alloc()', does: () => 'done' },
            },
          }),
        };
      },
      // The initial states: each page is on its free list or in the page cache.
      ({ free, cached, choose }) => {
        for (const p of page.ids) {
          if (choose([true, false])) cached.add(p);
          else free[homeOf(p)].push(p);
        }
      },
    ),
});
export default model;

export const properties = defineProperties(model, ({ conservation, deadlock, unreachable }) => ({
  'each-page-somewhere': conservation(
    'each page is free, cached or held by a task',
    page,
    ({ free, cached, alloc_pages }) => [
      free[0],
      free[1],
      cached,
      ...alloc_pages.map(({ page }) => page),
    ],
  ),
  'no-failure': unreachable(
    'no allocation fails: there are three pages for two',
    ({ alloc_pages }) => alloc_pages.some(({ at }) => at === 'failed'),
  ),
  'no-deadlock': deadlock(),
}));
