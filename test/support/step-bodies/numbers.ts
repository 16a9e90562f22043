// Expressions that are numbers: counts, ranks, sums.

import type { Author, IdKind } from './author.ts';
import { argumentsOf } from './calls.ts';
import { whileCounting } from './conditions.ts';
import { IDS } from './world.ts';

export function number(a: Author): string {
  if (a.slip()) return wrongNumber(a);
  const { random } = a;
  const deep = a.depth > 5;
  const variables = a.of('num');
  const literal = (): string => String(random.of([0, 0, 1, 1, 2, 3]));
  const named = (): string => (variables.length > 0 ? random.of(variables).name : literal());
  const called = (): string => {
    const known = a.functions.filter(({ returns }) => returns === 'num');
    if (known.length === 0) return literal();
    const fn = random.of(known);
    return `${fn.name}(${argumentsOf(a, fn)})`;
  };
  if (a.isOutside) {
    return random.weighted([
      [4, literal],
      [4, named],
      [1, () => 'LIMIT'],
      [deep ? 0 : 1, () => `(${a.condition()} ? ${a.number()} : ${a.number()})`],
      [deep ? 0 : 1, () => `(${a.number()} + ${a.number()})`],
    ]);
  }
  a.depth++;
  try {
    return random.weighted([
      [6, literal],
      [5, named],
      [3, () => `rank[${a.id('cpu')}]`],
      [1, () => `grid[${a.id('cpu')}][${a.id('cpu')}]`],
      [1, () => `load[${a.id('node')}]`],
      [1, () => `pages[${a.id('node')}].ref`],
      [2, () => 'n.value'],
      [a.seesMe ? 2 : 0, () => 'me.k'],
      [a.writesMemory ? 2 : 0, () => 'my.k'],
      [1, () => random.of(['mem.size', 'nodes.size', 'q.length', 'plain[1]'])],
      [a.functions.length > 0 ? 5 : 1, called],
      [deep ? 0 : 4, () => counted(a)],
      [deep ? 0 : 1, () => summed(a)],
      [deep ? 0 : 1, () => `(${a.number()} + ${a.number()})`],
      [deep ? 0 : 1, () => `(${a.condition()} ? ${a.number()} : ${a.number()})`],
      [
        deep ? 0 : 1,
        () => random.of(['Math.max(...rank)', `Math.min(${a.number()}, ${a.number()})`]),
      ],
      [
        a.writesCells && !deep ? 1 : 0,
        () =>
          random.of(['count()', `rankOf(${a.id('cpu')})`, `rankOf(${a.id('cpu')}, ${a.number()})`]),
      ],
    ]);
  } finally {
    a.depth--;
  }
}

/** How many of a list are so. */
export function counted(a: Author): string {
  const kind: IdKind = a.random.of(['cpu', 'cpu', 'node']);
  const x = a.fresh('x');
  if (a.random.percent(35)) {
    const view = a.random.of(['rank', 'rank', 'flag', 'load']);
    const test = a.within(
      () => {
        a.declare(x, view === 'flag' ? 'bool' : 'num');
        return whileCounting(a, x);
      },
      { callback: true },
    );
    return `${view}.filter((${x}) => ${test}).length`;
  }
  const from = a.list(kind);
  return a.within(() => `${from}.filter((${x}) => ${a.condition()}).length`, {
    callback: true,
    turn: [x, kind],
  });
}

function summed(a: Author): string {
  const start = a.random.of(['0', '0', '0', '1', "''", '0.5']);
  const what = a.random.of<() => string>([
    () => 'x',
    () => '(x > 0 ? 1 : 0)',
    () => 'x * 2',
    () => 'WEIGHTS[x]',
    () =>
      `(${a.within(
        () => {
          a.declare('x', 'num');
          return a.condition();
        },
        { callback: true },
      )} ? 1 : 0)`,
  ])();
  const from = a.random.of(['rank', 'rank', 'load', 'rank.map((r) => r + 1)', 'plain']);
  const form = a.random.of(['sum + ', 'sum + ', 'sum + ', 'sum - ', '2 * sum + ', 'sum || ']);
  return `${from}.reduce((sum, x) => ${form}${what}, ${start})`;
}

function wrongNumber(a: Author): string {
  const kind: IdKind = a.random.of(['cpu', 'cpu', 'node', 'task']);
  const x = (): string => a.id(kind);
  const counter = a.changing('num')[0]?.name;
  return a.random.of<() => string>([
    () => x(),
    () => `(${x()} + 1)`,
    () => `(${x()} * 2)`,
    () => `${IDS[kind]}.indexOf(${x()})`,
    () => `Number(${x()})`,
    () => `plain[${x()}]`,
    () => `WEIGHTS[${x()}]`,
    () => `NEXT[${x()}]`,
    () => 'rank.indexOf(1)',
    () => 'rank.lastIndexOf(0)',
    () => 'rank.reduce((p, r) => p * 2 + r, 0)',
    () => 'rank.reduceRight((p, r) => p - r)',
    () => 'rank[0]',
    () => 'rank[HOT]',
    () => 'rank.at(0)',
    () => '[...rank][1]',
    () => 'firstOf([...rank])',
    () => `(${x()} === 0 ? 1 : 2)`,
    () => `(${x()} ? 1 : 2)`,
    () => `+!${x()}`,
    () => `(${x()} || 2)`,
    () =>
      `${a.list(kind)}.findIndex((y) => ${a.within(
        () => {
          a.declare('y', kind);
          return a.condition();
        },
        { callback: true },
      )})`,
    () => `parseInt(String(${x()}))`,
    () => `keys.max(...flag)`,
    () => `keys.min(...rank)`,
    () => `sumOf(...rank)`,
    () => `sumOf(...rank.map((r) => WEIGHTS[r]))`,
    () => `(sumOf(...rank.map((r) => WEIGHTS[r])) === 0.6 ? 1 : 0)`,
    () => `rank.filter((r, i) => i > 0 && r > 0).length`,
    () => `rank.map((r) => WEIGHTS[r]).reduce((p, r) => p + r, 0)`,
    () => `(rank.reduce((p, r) => p + WEIGHTS[r], 0) > 0.6 ? 1 : 2)`,
    () => (a.writesCells ? 'least()' : 'rank[1]'),
    () => (counter ? `${counter}++` : `~~${x()}`),
    () => (counter ? `--${counter}` : `-${x()}`),
    () => (counter ? `(${counter} = ${counter} + 1)` : `(${x()}, 1)`),
    () => (a.writesCells ? 'n.value++' : `(${x()} | 0)`),
    () => (a.writesCells ? `(rank[${a.id('cpu')}] += 1)` : `(${x()} & 1)`),
    () => `${a.list(kind)}.length`,
    () => `rank.toSorted()[0]`,
    () => `rank.toSorted().at(-1)`,
    () => `Math.max(...${a.list(kind)})`,
    () => `[...${a.list(kind)}].indexOf(${x()})`,
    () => `Math.max(0, ...rank, ${x()})`,
    () => `parseInt(rank.join(''), 3)`,
  ])();
}
