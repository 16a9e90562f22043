// Random models of a few processes that go round while they take from lists and add to them, in each run of a step or in
// some: most for ever, so that whoever waits may be forgotten.

import type { Draw } from './random-model/draw.ts';
import { shortProcesses } from './short-processes.ts';

const TAKES = [
  "if (Q.isEmpty) return 'blocked'; me.v = Q.shift();",
  "if (Q.isEmpty) return 'blocked'; Q.shift(); x.value = me.v;",
  "if (Q.isEmpty || flag.value) return 'blocked'; const taken = Q.shift(); if (taken === 1) return 'l0';",
  "if (Q.isEmpty) return 'blocked'; if (flag.value) Q.shift();",
  "if (Q.isEmpty) return 'blocked'; if (me.v === 1) return 'l0'; me.v = Q.shift();",
  "if (Q.isEmpty) return 'blocked'; x.value = Q.first === 1 ? 1 : 0;",
  "if (Q.isEmpty || R.length >= 2) return 'blocked'; R.push(Q.shift());",
];
const ADDS = [
  "if (Q.length >= 2) return 'blocked'; Q.push(me.v);",
  "const to = (me.id + 1) % 3; if (row[to].length >= 2) return 'blocked'; row[to].push(me.v);",
  "if (Q.length >= 2) return 'blocked'; Q.push(1); if (me.v === 1) return 'l0';",
  "if (Q.length >= 2) return 'blocked'; if (me.v === 0) Q.push(1);",
  'if (Q.length < 2) Q.push(1);',
];
const OTHERS = [
  'me.v = 1 - me.v;',
  'me.v = choose([0, 1]);',
  'flag.value = !flag.value;',
  'x.value = 1;',
  'Q.clear();',
  'if (Q.isEmpty) Q.push(0);',
];
const LISTS = ['row[me.id]', 'row[me.id]', 'row[(me.id + 1) % 3]', 'row[0]', 'row[me.v]'];

const CLAIMS = [
  "make.reachable('', ({ x, flag }) => x.value === 1 && flag.value)",
  "make.reachable('', ({ p0, flag }) => p0.some(({ at }) => isAtRest(at)) && flag.value)",
  "make.unreachable('', ({ p0, p1 }) => [...p0, ...p1].every(({ at }) => !isAtRest(at)))",
  "make.reachable('', ({ row, flag }) => row[0].length === 2 && flag.value)",
  "make.unreachable('', ({ row, x }) => row[1].isEmpty && x.value === 1)",
];

export const ringModel = shortProcesses({
  cells: 'flag: cell(bool), x: cell(upTo(1)), row: array(3, list(2, upTo(1), [1])),',
  names: ['flag', 'x', 'row', 'me', 'choose'],
  claims: CLAIMS,
  options: (draw) => [
    draw.of(['', 'count: 2,', 'count: 2,', 'count: 3,']),
    draw.once(4) ? "end: ['l0']," : '',
  ],
  body,
});

function body(draw: Draw, target: () => string): string {
  const does = draw.of([TAKES, TAKES, ADDS, ADDS, OTHERS]);
  const what = draw.of(does).replaceAll('Q', draw.of(LISTS)).replaceAll('R', draw.of(LISTS));
  return `${what} return '${target()}';`;
}
