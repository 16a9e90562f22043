// What the analysis refuses, because its accesses could not be seen, and what it says then.

import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../src/base/errors.ts';
import { analyseStep } from '../../../src/compile/access/analyse.ts';
import { analyse, parse, SCOPE } from './support.ts';

describe('the form of a step', () => {
  it.for<[string, RegExp]>([
    ['function ({ free }) { return 1 }', /not an arrow function/],
    ['Math.max', /not an arrow function/],
    ['async ({ free }) => 1', /runs at once/],
    ['(cells) => 1', /destructure what you touch/],
    ['({ free }, x) => 1', /one parameter/],
    ['({ fre }) => 1', /no cell 'fre'; did you mean 'free'\?/],
    ['({ xyzzy }) => 1', /no cell 'xyzzy'; there are free, grid/],
    ['({ my }) => 1', /no cell 'my'/],
    [
      '({ pages }) => { if (pages[0].ref === null) return "next" }',
      /is never null: what is empty is none/,
    ],
    [
      '({ me }) => { if (!me.who) return "next" }',
      /`me.who`: is no condition: none counts as true/,
    ],
    ['({ me }) => { if (me.who) return "next" }', /write me.who !== none/],
    ['({ me }) => (me.who || me.i === 1 ? "a" : "b")', /is no condition/],
    ['({ me }) => { while (me.who && 1) return "a" }', /is no condition/],
    ['({ pages }) => { if (undefined !== pages[0].ref) return "next" }', /is never null/],
    ['({ seq }) => { seq.value ??= 1 }', /`seq.value`: is never null/],
    ['({ me, seq }) => { seq.value = me.i ?? 1 }', /`me.i`: is never null/],
    [
      '({ queue }) => { const copy = [...queue] }',
      /only arrays can be spread; use queue.values\(\)/,
    ],
    ['({ toString }) => 1', /no cell 'toString'/],
    ['({ free = [] }) => 1', /flat/],
    ['({ ...rest }) => 1', /flat/],
    ['({ zone: { count } }) => 1', /flat/],
    ["({ ['free']: f }) => 1", /flat/],
    ['() => this.x', /no `this`/],
    ["() => eval('free')", /no `eval`/],
    ['() => function () { return arguments }', /arrow functions/],
    ['() => ({ get x() { return 1 } })', /arrow functions/],
    ['() => { class A {} }', /no classes/],
    ['() => { var x = 1 }', /const or let/],
    ['() => { try { f() } catch {} }', /must not catch/],
    ["() => import('x')", /runs at once/],
    ['class Step {}', /^`class Step {}`: not an arrow function/],
    ['function* () { yield 1 }', /not an arrow function/],
    ['async function () {}', /not an arrow function/],
    ['() => async () => 1', /runs at once/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it('names the process and the step, and quotes the source', () => {
    const error = caught('({ free }) => { free.push(1) }') as ModelError;
    expect(error).toBeInstanceOf(ModelError);
    expect(error.place).toEqual({ process: 'p', step: 's' });
    expect(error.message).toContain('`free.push`');
  });

  it('refuses a method', () => {
    const { step } = {
      step({ free }: { free: number[] }) {
        return free[0];
      },
    };
    expect(() => analyse(step)).toThrow(/not an arrow function/);
  });
});

describe('names', () => {
  it.for<[string, RegExp]>([
    ['({ free }) => { { let free } }', /named in the parameter pattern/],
    ['({ free }) => f((free) => 1)', /named in the parameter pattern/],
    ['({ free }) => f(({ a: [free] }) => 1)', /named in the parameter pattern/],
    ['({ free }) => { for (const free of f()); }', /named in the parameter pattern/],
    ['({ free }) => { free = [] }', /'free' itself cannot be assigned/],
    ['({ free }) => { [free] = [] }', /'free' itself cannot be assigned/],
    ['({ seq }) => { seq++ }', /'seq' itself cannot be assigned/],
    ['() => { counter++ }', /must not change 'counter'/],
    ['() => { ({ a: [counter = 1] } = f()) }', /must not change 'counter'/],
    ['() => { counters[0] = 1 }', /must not change 'counters'/],
    ['() => { counters.of.pages ||= 1 }', /must not change 'counters'/],
    ['() => { for (counter of f()); }', /must not change 'counter'/],
    ['({ choose }) => f(choose)', /'choose' can only be called/],
    ['({ assert }) => { const a = assert }', /'assert' can only be called/],
    ['({ choose }) => choose`x`', /'choose' can only be called/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

describe('names that nothing declares', () => {
  const inPattern = (pattern: string) =>
    `comes in by the parameter pattern, which does not name it; write (${pattern}) => ...`;
  it.for<[string, string]>([
    ['({ free }) => { seq.value++ }', `'seq' ${inPattern('{ free, seq }')}`],
    ['({ free: f }) => seq.value + f[0]', `'seq' ${inPattern('{ free: f, seq }')}`],
    ['() => { seq.value = 1 }', `'seq' ${inPattern('{ seq }')}`],
    ['() => { me.i = 1 }', `'me' ${inPattern('{ me }')}`],
    ["() => { assert(false, 'x') }", `'assert' ${inPattern('{ assert }')}`],
    ['() => f(help(1))', `'help' ${inPattern('{ help }')}`],
    ['() => `${held}`', `'held' ${inPattern('{ held }')}`],
    ['() => { pagse[0].ref++ }', "there is no 'pagse'; did you mean 'pages'?"],
    ['() => xyzzy', "`xyzzy`: there is no 'xyzzy'"],
    ['() => put', "there is no 'put'; write 'put' in quotes"],
  ])('%s', ([step, message]) => {
    const scope = {
      ...SCOPE,
      helpers: {
        help: { helpers: [], accesses: [], impossible: [], calls: [], takes: 1, answers: true },
      },
      labels: ['put', 'next'],
    };
    expect(() => analyse(step, scope)).toThrow(message);
  });

  it('cannot be remembered by a property but in an observer', () => {
    const count = () => analyseStep(parse('() => { counter++ }'), SCOPE, { property: 'p' });
    expect(count).toThrow(
      "a property must not change 'counter', which lives outside the property: a run could not be repeated; keep it in an observer's `state`",
    );
  });

  it('are not changed by a method, where they are arrays, maps or sets', () => {
    const seen: number[] = [];
    const kept = { known: new Map<number, boolean>() };
    const tally = { add: (x: number) => x };
    const mustNot = (name: string) => `a step must not change '${name}', which lives outside`;
    expect(() => analyse(() => seen.push(1))).toThrow(mustNot('seen'));
    expect(() => analyse(() => kept.known.set(1, true))).toThrow(mustNot('kept.known'));
    expect(() => analyse(() => seen.includes(tally.add(1)) || kept.known.get(1))).not.toThrow();
    expect(() => analyse(() => [3, 1].sort())).not.toThrow();
  });

  it('are usable where something around the step declares them', () => {
    const seq = { value: 7 };
    expect(() => analyse(() => seq.value + Number('1') + Math.max(seq.value, 2))).not.toThrow();
  });

  it('are a mistake where that is the cell as it was made', () => {
    const seq = { shape: SCOPE.cells.seq, value: 7 };
    expect(() => analyse(() => seq.value)).toThrow(/'seq' comes in by the parameter pattern/);
  });
});

describe('cells', () => {
  it.for<[string, RegExp]>([
    ['({ seq }) => seq + 1', /use seq.value/],
    ['({ seq }) => seq === 1', /compare seq.value/],
    ['({ seq }) => seq.valeu', /use seq.value/],
    ['({ free }) => { free.push(1) }', /its length never changes/],
    ['({ free }) => { free.length = 0 }', /cannot be assigned/],
    ['({ free }) => { free.sort() }', /methods some/],
    ['({ free }) => free[0]()', /no function/],
    ['({ free }) => free()', /no function/],
    ['({ free }) => { delete free[0] }', /nothing of a step can be deleted/],
    ['({ pages }) => pages[0].stat', /no 'stat'; did you mean 'state'/],
    ['({ pages }) => pages[0].xyzzy', /there are state, ref, holders/],
    ['({ pages }) => { pages[0] = pages[1] }', /view must not leave/],
    ['({ pages }) => { pages[0] = { ref: 1 } }', /assign its fields one by one/],
    ['({ pages, me }) => pages[0][f()]', /name the field/],
    ['({ held }) => held.mask', /has no 'mask'/],
    ['({ held }) => { held.add = 1 }', /cannot be assigned/],
    ['({ held }) => { const f = held.add }', /'add' can only be called/],
    ['({ held }) => { for (const x of held); }', /held.values\(\)/],
    ['({ held }) => held.union(1)', /has no 'union'/],
    ['({ held }) => { counters.held = 1 }', /must not change 'counters'/],
    ['({ queue }) => queue.items', /has no 'items'/],
    [
      '({ queue }) => { queue[0] = 1 }',
      /queue is a list and has no \[index\]; it has at, .* shift/,
    ],
    ['({ queue }) => { for (const k in queue); }', /copy the values: queue.values\(\)/],
    ['({ held }) => held[0]', /held is a set and has no \[index\]; it has has, values/],
    ['({ pages }) => pages.ref', /pages is an array; its elements have 'ref': pages\[0\].ref/],
    ['({ pages }) => pages.holders', /pages\[0\].holders/],
    ['({ lock, me }) => lock.aquire(me)', /did you mean 'acquire'/],
    ['({ lock }) => lock.acquire', /'acquire' can only be called/],
    ['({ lock, seq }) => lock.acquire(seq)', /use seq.value/],
    ['({ me }) => me.zoone', /did you mean 'zone'/],
    ['({ me }) => { me.id = 1 }', /can only be read/],
    ['({ me }) => { me.self++ }', /can only be read/],
    ['({ me }) => f(me)', /through its members/],
    ['({ me }) => { const m = me }', /under its own name/],
    ['({ me }) => me.constructor', /no 'constructor'/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

describe('what would be lost without a word', () => {
  it.for<[string, RegExp]>([
    ['({ queue }) => { queue.push(1, 2) }', /push takes one value/],
    ['({ queue }) => { queue.shift(1) }', /shift takes nothing/],
    ['({ held }) => { held.add(1, 2) }', /add takes one value/],
    ['({ held }) => { held.clear(1) }', /clear takes nothing/],
    ['({ free }) => free.at(9)', /an array cell has \[index\]/],
    ['({ free }) => { const [, , , , , , , , a] = free }', /elements there/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

describe('what a step cannot repeat', () => {
  it.for<[string, RegExp]>([
    ['({ seq }) => { seq.value = Date.now() % 3 }', /'Date' is a clock/],
    ['() => new Date().getSeconds()', /'Date' is a clock/],
    ['() => performance.now()', /'performance' is a clock/],
    ['() => Math.random() < 0.5', /'Math.random' is chance/],
    ['() => Math["random"]()', /'Math.random' is chance/],
    ['() => { const { random } = Math }', /'Math' is many things at once; name the one/],
    ['() => { const M = Math; return M.random() }', /'Math' is many things at once/],
    ['({ me }) => Math[f(me.i)]()', /'Math' is many things at once/],
    ['() => globalThis.Math.random()', /'globalThis' is many things at once/],
    ['() => global["Date"].now()', /'global' is many things at once/],
    ['({ seq }) => { queueMicrotask(() => { seq.value = 1 }) }', /runs later/],
    ['({ seq }) => { setTimeout(() => { seq.value = 1 }) }', /runs later/],
    ['({ seq }) => { Promise.resolve().then(() => { seq.value = 1 }) }', /runs later/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it('may have a name of its own for something else', () => {
    expect(() => analyse('() => { const Date = 3; return Math.max(Date, 2) }')).not.toThrow();
  });
});

describe('views that would leave', () => {
  it.for<string>([
    '({ pages }) => pages[0]',
    '({ pages }) => { return pages }',
    '({ pages }) => { let p; p = pages[0] }',
    '({ pages }) => { let p = pages[0] }',
    '({ pages }) => { const p = f() ? pages[0] : pages[1] }',
    '({ pages }) => { const p = pages[0] ?? 1 }',
    '({ pages }) => { const p = f() && pages[0] }',
    '({ pages }) => { const p = (f(), pages[0]) }',
    '({ free }) => { let a; const v = ([a] = free); v[0] = 1 }',
    '({ pages }) => { const all = [...pages] }',
    '({ pages }) => { const p = { ...pages[0] } }',
    '({ pages }) => { const o = { pages } }',
    '({ pages }) => { const o = [pages[0]] }',
    '({ pages }) => { const [p] = pages }',
    '({ pages }) => { const { ...p } = pages[0] }',
    '({ pages }) => { const { holders } = pages[0] }',
    '({ pages }) => { throw pages[0] }',
    '({ pages }) => `${pages[0]}`',
    '({ pages }) => tag`${pages[0]}`',
    '({ pages }) => Object.assign(pages[0], {})',
    '({ free }) => JSON.stringify(free)',
    '({ pages }) => list.push(pages[0])',
    '({ pages }) => new Foo(pages)',
    '({ pages }) => ((p) => { p.ref = 1 })(pages[0])',
    '({ pages }) => pages.map((p) => p)',
    '({ pages }) => pages.reduce((a, p) => (a.ref > p.ref ? a : p))',
    '({ pages }) => pages.some(outside)',
    '({ pages }) => pages.forEach((...all) => 1)',
    '({ free }) => free.forEach((...all) => 1)',
    '({ free }) => free.forEach((n, k, [a]) => 1)',
    '({ free }) => free.forEach((n, k, all = []) => 1)',
    '({ pages }) => pages.forEach((p = f()) => 1)',
    '({ pages }) => { for (let p of pages) p.ref = 1 }',
    '({ pages }) => { let p; for (p of pages) p.ref = 1 }',
    '({ pages }) => pages.forEach.call(pages, (p) => 1)',
    '({ pages }) => { const f = (p = pages[0]) => p }',
    '({ pages }) => { const f = () => pages[0] }',
    "({ pages }) => 'state' in pages[0]",
    '({ pages }) => typeof pages[0]',
    '({ pages }) => pages[0] === pages[1]',
    '({ free }) => free == 1',
    '({ choose, free }) => choose(free)',
    '({ free }) => free[free]',
    '({ pages }) => pages.values()',
    '({ pages }) => pages.entries()',
    '({ pages, me }) => { me.i = pages[0] }',
  ])('%s', (step) => {
    expect(() => analyse(step)).toThrow(ModelError);
  });
});

function caught(step: string): unknown {
  try {
    analyse(step, SCOPE);
  } catch (error) {
    return error;
  }
  return undefined;
}
