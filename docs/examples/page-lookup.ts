import { bool, cell, defineModel, oneOf, system, upTo } from 'mmcheck';

export default defineModel('page-lookup', {
  parameters: { get: oneOf('get_page', 'get_page_unless_zero') },
  system: ({ get }) =>
    system({ cached: cell(bool, true), ref: cell(upTo(2), 1) }, ({ process }) => ({
      lookup: process({
        start: 'find',
        steps: {
          find: ({ cached }) => (cached.value ? 'get' : 'done'),
          get: ({ ref, assert }) => {
            if (get === 'get_page_unless_zero' && ref.value === 0) return 'find';
            assert(ref.value > 0, 'a page that has been freed gets a reference');
            ref.value++;
            return 'done';
          },
        },
      }),
      truncate: process({
        start: 'remove',
        steps: {
          remove: ({ cached }) => {
            cached.value = false;
            return 'put';
          },
          put: ({ ref }) => {
            ref.value--;
            return 'done';
          },
        },
      }),
    })),
});
