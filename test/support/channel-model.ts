// Random models of a few short processes that send and receive over lists: with and without asking first whether there is
// room or a value, once or twice, at either end, or as who looks at a whole list. Some make mistakes.

import type { Draw } from './random-model/draw.ts';
import { shortProcesses } from './short-processes.ts';

/** What is asked of one of the lists, or two, and what is done with them then; Q and R stand for lists, which may be one. */
const SENDS = [
  "if (Q.length >= 2) return 'blocked'; Q.push(1);",
  "if (Q.length === 2) return 'blocked'; Q.push(me.v);",
  "if (Q.length > 0) return 'blocked'; Q.push(0);",
  "if (Q.length >= 2 || flag.value) return 'blocked'; Q.push(0);",
  "if (Q.length >= 2) return 'blocked'; if (me.v === 1) { Q.push(0); } else { Q.push(1); }",
  "if (Q.length >= 2) return 'blocked'; for (const k of [0, 1]) if (k === me.v) Q.push(k);",
  "if (Q.length >= 2 || R.length >= 2) return 'blocked'; Q.push(1); R.push(0);",
  "if (flag.value && Q.length >= 2) return 'blocked'; if (Q.length < 2) Q.push(1);",
];
const RECEIVES = [
  "if (Q.isEmpty) return 'blocked'; me.v = Q.shift();",
  "if (!(Q.length > 0)) return 'blocked'; me.v = Q.shift();",
  "if (Q.length < 2) return 'blocked'; me.v = Q.shift();",
  "if (Q.isEmpty) return 'blocked'; x.value = Q.first === 1 ? 1 : 0;",
  "if (Q.isEmpty) return 'blocked'; me.v = Q.shift(); if (Q.first === 1) x.value = 1;",
  "if (Q.isEmpty || flag.value) return 'blocked'; Q.shift();",
  "if (Q.isEmpty || R.isEmpty) return 'blocked'; me.v = Q.shift(); R.shift();",
  "if (Q.isEmpty || R.isEmpty) return 'blocked'; me.v = Q.shift(); if (R.first === 1) x.value = 1;",
  "if (Q.first === 1 || Q.isEmpty) return 'blocked'; x.value = 1;",
  "if (Q.isEmpty || R.length >= 2) return 'blocked'; R.push(Q.shift());",
];
const OTHERS = [
  'flag.value = Q.isEmpty;',
  'flag.value = true;',
  'flag.value = false;',
  'x.value = Q.length > 1 ? 1 : 0;',
  'Q.clear();',
  "if (Q.length >= 2) return 'blocked'; Q.unshift(0);",
  "if (Q.isEmpty) return 'blocked'; me.v = Q.pop();",
  'me.v = 1 - me.v;',
  'me.v = choose([0, 1]);',
  'if (Q.includes(1)) x.value = 1;',
  "if (x.value === 1) return 'blocked';",
  'Q.push(1);',
];
const LISTS = ['q', 'q', 'row[me.v]', 'row[0]', 'row[1 - me.v]'];

const CLAIMS = [
  "make.reachable('', ({ q, x }) => q.length === 2 && x.value === 1)",
  "make.reachable('', ({ q, flag }) => q.first === 1 && flag.value)",
  "make.unreachable('', ({ p0, p1 }) => p0.every(({ at }) => at === 'done') && p1.some(({ v }) => v === 1))",
  "make.observer('', { state: { odd: bool }, on: { p0: { l0: ({ my }) => { my.odd = !my.odd; } } } })",
];

export const channelModel = shortProcesses({
  cells:
    'flag: cell(bool), q: list(2, upTo(1)), x: cell(upTo(1)), row: array(2, list(2, upTo(1))),',
  names: ['flag', 'q', 'x', 'row', 'me', 'choose'],
  claims: CLAIMS,
  options: (draw) => [
    draw.once(6) ? 'count: 2,' : '',
    draw.once(4) ? "end: ['l0']," : '',
    draw.once(8) ? 'guard: ({ q }) => !q.isEmpty,' : '',
  ],
  body,
});

function body(draw: Draw, target: () => string): string {
  const does = draw.of([SENDS, RECEIVES, SENDS, RECEIVES, OTHERS]);
  const what = draw.of(does).replaceAll('Q', draw.of(LISTS)).replaceAll('R', draw.of(LISTS));
  const then = draw.once(4) ? draw.of(OTHERS).replaceAll('Q', draw.of(LISTS)) : '';
  return [what, then, `return '${target()}';`].join(' ');
}
