// Random models of a few short processes that send and receive over lists: with and without asking first whether there is
// room or a value, once or twice, at either end, or as who looks at a whole list. Some make mistakes.
//
// The source is a file as a user writes it. Same seeds, same source.

import fc from 'fast-check';
import { Draw, type Seeds, seeds, upTo } from './random-model/draw.ts';
import type { RandomModel } from './random-model.ts';

const MOST_PROCESSES = 3;
const MOST_LABELS = 4;

export const channelModel: fc.Arbitrary<RandomModel> = fc
  .noBias(
    fc.record({
      processes: fc.array(seeds(60), { minLength: 2, maxLength: MOST_PROCESSES }),
      claims: seeds(10),
    }),
  )
  .map(({ processes, claims }) => {
    const source = sourceOf(processes, claims);
    return { source, [fc.toStringMethod]: () => source };
  });

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

const NAMES = ['flag', 'q', 'x', 'row', 'me', 'choose'];

function sourceOf(processes: readonly Seeds[], claims: Seeds): string {
  const draw = new Draw(claims);
  const wanted = CLAIMS.filter(() => draw.once(3));
  return `import { array, bool, cell, defineModel, defineProperties, list, system, upTo } from 'mmcheck';

const model = defineModel('channels', {
  system: () =>
    system({
      flag: cell(bool), q: list(2, upTo(1)), x: cell(upTo(1)), row: array(2, list(2, upTo(1))),
    }, ({ process }) => ({
${processes.map((given, k) => processSource(`p${k}`, new Draw(given))).join('\n')}
    })),
});

export const properties = defineProperties(model, (make) => ({
  deadlock: make.deadlock(),
${wanted.map((claim, k) => `  claim${k}: ${claim},`).join('\n')}
}));
export default model;
`;
}

function processSource(name: string, draw: Draw): string {
  const labels = upTo(1 + draw.below(MOST_LABELS)).map((k) => `l${k}`);
  const steps = labels.map((label, k) => `${label}: ${stepSource(draw, labels, k)},`);
  const more = [
    draw.once(6) ? 'count: 2,' : '',
    draw.once(4) ? "end: ['l0']," : '',
    draw.once(8) ? 'guard: ({ q }) => !q.isEmpty,' : '',
  ];
  return `${name}: process({ ${more.join(' ')} locals: { v: upTo(1) }, start: 'l0', steps: {
${steps.join('\n')}
} }),`;
}

function stepSource(draw: Draw, labels: readonly string[], k: number): string {
  const target = (): string => draw.of(['done', ...labels, labels[(k + 1) % labels.length]]);
  const does = draw.of([SENDS, RECEIVES, SENDS, RECEIVES, OTHERS]);
  const what = draw.of(does).replaceAll('Q', draw.of(LISTS)).replaceAll('R', draw.of(LISTS));
  const then = draw.once(4) ? draw.of(OTHERS).replaceAll('Q', draw.of(LISTS)) : '';
  const body = [what, then, `return '${target()}';`].join(' ');
  const named = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `({ ${named.join(', ')} }) => { ${body} }`;
}
