// Random models whose processes ask where others stand: in steps, guards and helpers, by some, by every and by their own
// number, across a call of a procedure.

import fc from 'fast-check';

const LABELS = ['a', 'b', 'c'] as const;
const NAMES = ['x', 'y', 'pAt', 'qAt', 'rAt', 'me', 'anyAt'] as const;

const label = fc.constantFrom(...LABELS);
const asked = fc.oneof(label, fc.constant('done'));

/** What holds of the others, or of the cells. */
const condition = (process: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('true') },
    asked.map((at) => `pAt.some((one) => one === '${at}')`),
    asked.map((at) => `!pAt.every((one) => one !== '${at}')`),
    asked.map((at) => `qAt[0] !== '${at}'`),
    fc.oneof(asked, fc.constant('c/in')).map((at) => `rAt[0] === '${at}'`),
    asked.map((at) => `anyAt('${at}')`),
    fc.constant('x.value < 2'),
    ...(process === 'p' ? [asked.map((at) => `pAt[me.id] === '${at}' || y.value`)] : []),
  );

const effect = (process: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    fc.constant('x.value = (x.value + 1) % 4;'),
    fc.constant('y.value = !y.value;'),
    condition(process).map((when) => `if (${when}) x.value = 0;`),
    condition(process).map((when) => `y.value = ${when};`),
  );

const step = (process: string): fc.Arbitrary<string> =>
  fc
    .record({
      when: condition(process),
      does: effect(process),
      to: fc.oneof(label, fc.constant('done')),
    })
    .map(({ when, does, to }) => {
      const body = `{ if (!(${when})) return 'blocked'; ${does} return '${to}'; }`;
      return arrow(body);
    });

/** A function whose pattern has the names that its text has. */
function arrow(body: string): string {
  const named = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `({ ${named.join(', ')} }) => ${body}`;
}

const process = (name: string, count: string): fc.Arbitrary<string> =>
  fc
    .record({
      steps: fc.tuple(...LABELS.map(() => step(name))),
      guard: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, condition(name)),
      calls: fc.boolean(),
      ends: fc.boolean(),
    })
    .map(({ steps, guard, calls, ends }) => {
      const code = LABELS.map((one, k) => {
        const isCall = name === 'r' && calls && one === 'c';
        return `${one}: ${isCall ? "call(pass, () => ({}), { out: 'a' })" : steps[k]}`;
      });
      return `${name}: process({ ${count} start: 'a', ${ends ? "end: ['b']," : ''} ${
        guard === undefined ? '' : `guard: ${arrow(guard)},`
      } steps: { ${code.join(', ')} } })`;
    });

export const watchingModel: fc.Arbitrary<string> = fc
  .record({
    p: process('p', 'count: worker,'),
    q: process('q', ''),
    r: process('r', ''),
    seen: asked,
    most: fc.integer({ min: 1, max: 3 }),
  })
  .map(
    ({ p, q, r, seen, most }) => `
import { bool, cell, defineModel, defineProperties, kind, labelsOf, system, upTo } from 'mmcheck';
const worker = kind('worker', 2);
const model = defineModel('watching', {
  system: () => system(
    {
      x: cell(upTo(3)),
      y: cell(bool),
      pAt: labelsOf('p', 'a', 'b', 'c'),
      qAt: labelsOf('q', 'a', 'b', 'c'),
      rAt: labelsOf('r', 'a', 'b', 'c'),
    },
    { anyAt: ({ pAt, qAt }, at) => qAt[0] === at || pAt.some((one) => one === at) },
    ({ process, procedure, call }) => {
      const pass = procedure('pass', { returns: ['out'], start: 'in', steps: { in: ({ x }) => (x.value === 3 ? 'blocked' : 'out') } });
      return { ${p}, ${q}, ${r} };
    },
  ),
});
export default model;
export const properties = defineProperties(model, (make) => ({
  below: make.invariant('x stays small', ({ x }) => x.value <= ${most}),
  apart: make.invariant('never both', ({ p, q }) => !(q[0].at === '${seen}' && p.every(({ at }) => at === 'b'))),
  stuck: make.deadlock(),
  end: make.atTheEnd('y at the end', ({ y }) => y.value),
  goal: make.reachable('all there', ({ p, r }) => r[0].at === 'c' && p.some(({ at }) => at === '${seen}')),
  back: make.alwaysPossible('x comes back', ({ x }) => x.value === 0),
}));
`,
  );
