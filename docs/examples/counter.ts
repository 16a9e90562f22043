import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';

const counter = defineModel('counter', {
  system: () =>
    system({ count: cell(upTo(2)) }, ({ process }) => ({
      task: process({
        count: 2,
        locals: { seen: upTo(2) },
        start: 'load',
        steps: {
          load: ({ count, me }) => {
            me.seen = count.value;
            return 'store';
          },
          store: ({ count, me }) => {
            count.value = me.seen + 1;
            return 'done';
          },
        },
      }),
    })),
});
export default counter;

export const properties = defineProperties(counter, ({ invariant }) => ({
  'nothing-lost': invariant(
    'when both tasks are done, both increments count',
    ({ count, task }) => !task.every(({ at }) => at === 'done') || count.value === 2,
  ),
}));
