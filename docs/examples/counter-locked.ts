import { bool, cell, defineModel, defineProperties, system, upTo } from 'mmcheck';

const counter = defineModel('counter-locked', {
  system: () =>
    system({ count: cell(upTo(2)), locked: cell(bool) }, ({ process }) => ({
      task: process({
        count: 2,
        locals: { seen: upTo(2) },
        start: 'lock',
        steps: {
          lock: ({ locked }) => {
            if (locked.value) return 'blocked';
            locked.value = true;
            return 'load';
          },
          load: ({ count, me }) => {
            me.seen = count.value;
            return 'store';
          },
          store: ({ count, me }) => {
            count.value = me.seen + 1;
            return 'unlock';
          },
          unlock: ({ locked }) => {
            locked.value = false;
            return 'done';
          },
        },
      }),
    })),
});
export default counter;

export const properties = defineProperties(counter, ({ invariant, deadlock }) => ({
  'nothing-lost': invariant(
    'when both tasks are done, both increments count',
    ({ count, task }) => !task.every(({ at }) => at === 'done') || count.value === 2,
  ),
  'no-deadlock': deadlock(),
}));
