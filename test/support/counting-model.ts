// Random models of a few processes that go round while they count, by a local of their own or by a cell of all: in each run of a
// step or in some, and some of them start again. Most go round for ever, so that whoever waits may be forgotten.

import type { Draw } from './random-model/draw.ts';
import { shortProcesses } from './short-processes.ts';

const UPS = [
  "if (N === 3) return 'blocked'; N++;",
  "if (N === 3) return 'blocked'; N++; x.value = me.v;",
  "if (N > 1) return 'blocked'; N += 2; if (flag.value) return 'TO';",
  "if (N === 3) return 'TO'; N++;",
  "if (N === 3 || flag.value) return 'blocked'; if (me.v === 1) return 'TO'; N++;",
  'if (N < 3) N++;',
  'if (N < 3 && flag.value) N++;',
  'while (N < 2) N++;',
  "if (N === 3) return 'blocked'; N++; if (me.v === 1) N--;",
];
const BACK = [
  "if (N === 0) return 'blocked'; N--;",
  'if (N > 0) N--;',
  'N = 0;',
  'if (flag.value) N = 0;',
  'N = me.v;',
  "if (me.i === 3) return 'blocked'; N = me.i + 1;",
];
const OTHERS = [
  'me.v = 1 - me.v;',
  'me.v = choose([0, 1]);',
  'flag.value = !flag.value;',
  'flag.value = true;',
  'x.value = 1;',
  "if (x.value === 0) return 'blocked';",
];
const NUMBERS = ['me.i', 'me.i', 'me.i', 'n.value', 'row[me.id]', 'row[me.v]'];

const CLAIMS = [
  "make.reachable('', ({ x, flag }) => x.value === 1 && flag.value)",
  "make.reachable('', ({ p0, flag }) => p0.some(({ at }) => isAtRest(at)) && flag.value)",
  "make.unreachable('', ({ p0, p1 }) => [...p0, ...p1].every(({ at }) => !isAtRest(at)))",
  "make.reachable('', ({ n, flag }) => n.value === 3 && flag.value)",
  "make.unreachable('', ({ row, x }) => row[1] === 2 && x.value === 1)",
];

export const countingModel = shortProcesses({
  cells: 'flag: cell(bool), x: cell(upTo(1)), n: cell(upTo(3)), row: array(3, upTo(3)),',
  names: ['flag', 'x', 'n', 'row', 'me', 'choose'],
  claims: CLAIMS,
  locals: 'i: upTo(3),',
  options: (draw) => [
    draw.of(['', '', 'count: 2,', 'count: 2,']),
    draw.once(4) ? "end: ['l0']," : '',
  ],
  body,
});

function body(draw: Draw, target: () => string): string {
  const does = draw.of([UPS, UPS, UPS, BACK, OTHERS, OTHERS]);
  const what = draw.of(does).replaceAll('N', draw.of(NUMBERS)).replaceAll('TO', target());
  return `${what} return '${target()}';`;
}
