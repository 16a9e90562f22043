// Random models of a few short processes that write the same cells by operations of which many commute: constants,
// members of sets, counts that may leave their domain. Steps that stay at their label, that are blocked, or that look at
// what others write stand between them.

import { type Draw, upTo } from './random-model/draw.ts';
import { shortProcesses } from './short-processes.ts';

const STATEMENTS = [
  '',
  'flag.value = true;',
  'flag.value = true;',
  'flag.value = false;',
  'bag.add(0);',
  'bag.add(1);',
  'bag.delete(0);',
  'bag.delete(1);',
  'count.value++;',
  'count.value--;',
  'x.value = 1;',
  'x.value = 0;',
  'row[0] = true;',
  'row[1] = true;',
  'row[me.v] = true;',
  'row[me.v] = false;',
  'me.v = 1;',
  'me.v = 1 - me.v;',
  'me.v = choose([0, 1]);',
  'flag.value = row[0];',
  'log.value = bag.has(0);',
  'if (x.value === 1) flag.value = true;',
  'if (me.v === 1) bag.add(0);',
  'if (me.v === 0) count.value++;',
];

const WAITS = [
  '',
  '',
  '',
  "if (!flag.value) return 'blocked';",
  "if (!bag.has(0)) return 'blocked';",
  "if (row[me.v]) return 'blocked';",
];

const CLAIMS = [
  "make.reachable('', ({ flag, count }) => flag.value && count.value === 2)",
  "make.invariant('', ({ x, bag }) => !(x.value === 1 && bag.has(1)))",
  "make.unreachable('', ({ p0, p1 }) => p0.every(({ at }) => at === 'done') && p1.some(({ v }) => v === 1))",
  "make.observer('', { state: { odd: bool }, on: { p0: { l0: ({ my }) => { my.odd = !my.odd; } } } })",
  "make.observer('', { state: { seen: bool }, always: ({ my, bag }) => { if (bag.has(1)) my.seen = true; }, on: {} })",
];

export const commutingModel = shortProcesses({
  cells:
    'flag: cell(bool), bag: set(2), x: cell(upTo(1)), row: array(2, bool), count: cell(upTo(3), 1), log: cell(bool),',
  names: ['flag', 'bag', 'x', 'row', 'count', 'log', 'me', 'choose'],
  claims: CLAIMS,
  options: (draw) => [
    draw.once(4) ? 'count: 2,' : '',
    draw.once(4) ? "end: ['l0']," : '',
    draw.once(6) ? `guard: ({ x }) => x.value === ${draw.below(2)},` : '',
  ],
  body,
});

function body(draw: Draw, target: () => string): string {
  const statements = upTo(draw.below(3)).map(() => draw.of(STATEMENTS));
  const next = draw.once(4)
    ? `return ${draw.of(['me.v === 1', 'x.value === 1'])} ? '${target()}' : '${target()}';`
    : `return '${target()}';`;
  return [draw.of(WAITS), ...statements, next].join(' ');
}
