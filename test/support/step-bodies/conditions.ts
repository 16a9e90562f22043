// Expressions that are true or false.

import type { Author, IdKind, Type } from './author.ts';
import { argumentsOf } from './calls.ts';
import { IDS } from './world.ts';

const KINDS: readonly IdKind[] = ['cpu', 'cpu', 'cpu', 'cpu', 'node', 'node', 'task'];

export function condition(a: Author): string {
  if (a.slip()) return wrongCondition(a);
  const { random } = a;
  const deep = a.depth > 5;
  const kind = kindOf(a);
  if (a.isOutside) return outsideCondition(a, kind);
  a.depth++;
  try {
    return random.weighted([
      [4, () => `${a.id(kind)} ${sameness(a)} ${random.percent(25) ? 'none' : a.id(kind)}`],
      [4, () => `flag[${a.id('cpu')}]`],
      [2, () => `mem.has(${a.id('cpu')})`],
      [1, () => `bag[${a.id('node')}].has(${a.id('cpu')})`],
      [1, () => `asked[${a.id('cpu')}][${a.id('cpu')}]`],
      [4, () => `${a.number()} ${random.of(['===', '!==', '<', '>', '>=', '<='])} ${a.number()}`],
      [1, () => `pages[${a.id('node')}].state === ${random.of(["'idle'", "'busy'", "'gone'"])}`],
      [
        2,
        () => random.of(['on.value', 'mem.isEmpty', 'q.isEmpty', 'lock.isHeld()', 'done.isDone()']),
      ],
      [1, () => `mode.value === ${random.of(["'a'", "'b'"])}`],
      [
        a.writesCells ? 1 : 0,
        () => random.of(['lock.isHeldBy(me)', 'by.value === me.self', 'gate.isHeldBy(me)', 'me.b']),
      ],
      [1, () => `q.includes(${a.id('cpu')})`],
      [1, () => `owner.includes(${a.id('cpu')})`],
      [deep ? 0 : 2, () => `!(${a.condition()})`],
      [deep ? 0 : 2, () => `${a.condition()} && ${a.condition()}`],
      [deep ? 0 : 2, () => `(${a.condition()} || ${a.condition()})`],
      [deep ? 0 : 3, () => tested(a)],
      [deep ? 0 : 1, () => `(${a.condition()} ? ${a.condition()} : ${a.condition()})`],
      [2, () => variable(a, 'bool')],
      [a.functions.length > 0 ? 9 : 2, () => called(a)],
      [
        a.writesCells && !deep ? 1 : 0,
        () => random.of([`marked(${a.id('cpu')})`, `isFree(${a.id('cpu')})`]),
      ],
      [a.seesMe || a.writesCells ? 0 : 2, () => ofProcesses(a)],
    ]);
  } finally {
    a.depth--;
  }
}

function outsideCondition(a: Author, kind: IdKind): string {
  const { random } = a;
  const deep = a.depth > 4;
  const known = a.of(kind).length > 0 ? kind : 'cpu';
  a.depth++;
  try {
    return random.weighted([
      [4, () => `${a.id(known)} ${sameness(a)} ${a.id(known)}`],
      [
        5,
        () =>
          `${a.number()} ${random.of(['===', '!==', '<', '>', a.isLoose ? '==' : '<='])} ${a.number()}`,
      ],
      [3, () => variable(a, 'bool')],
      [deep ? 0 : 1, () => `!${a.condition()}`],
      [deep ? 0 : 1, () => `${a.condition()} && ${a.condition()}`],
      [1, () => `LIMIT > 1`],
    ]);
  } finally {
    a.depth--;
  }
}

function kindOf(a: Author): IdKind {
  return a.turn && a.random.percent(50) ? (a.turn.type as IdKind) : a.random.of(KINDS);
}

function sameness(a: Author): string {
  return a.random.of(['===', '===', '!==']);
}

function variable(a: Author, type: Type): string {
  const known = a.of(type);
  return known.length > 0 ? a.random.of(known).name : a.isOutside ? 'LIMIT === 2' : 'on.value';
}

/** Of the processes, as properties see them. */
function ofProcesses(a: Author): string {
  if (!['predicate', 'count', 'always', 'handler'].includes(a.role)) return 'on.value';
  return a.random.of([
    "worker.some((w) => w.at === 'b0')",
    'worker.every(({ c }) => c !== none && flag[c])',
    'worker.some((w) => w.c === pick.value)',
    "other.filter(({ at }) => at === 'go').length === 2",
    'worker.some((w) => w.c !== none && owner[w.c] === w.c)',
    'worker.every((w) => held[w.id] === w.c)',
    'worker.find((w) => w.b)?.c === pick.value',
    'worker[0].b',
    'worker.findLast((w) => w.k > 0)?.b === true',
  ]);
}

/** A condition that may depend on how many turns came before. */
export function whileCounting(a: Author, element: string): string {
  const counter = a.changing('num').at(-1);
  if (!counter || !a.random.percent(25)) return a.condition();
  return a.random.of([
    `${counter.name}++ === ${a.random.below(2)} && ${element}`,
    `${counter.name}++ === ${a.random.below(2)} && ${element}`,
    `${counter.name}++ === ${a.random.below(2)} && ${a.condition()}`,
    `${a.condition()} && ${counter.name}++ < 1`,
    `${counter.name}++ > 5 || ${a.condition()}`,
  ]);
}

/** Whether some or all of many are so. */
function tested(a: Author): string {
  const { random } = a;
  const kind = random.of(['cpu', 'cpu', 'node'] as const);
  const x = a.fresh('x');
  const way = random.of(['some', 'every']);
  if (random.percent(35)) {
    const view = random.of(['rank', 'rank', 'flag', 'load', 'plain']);
    const test = a.within(
      () => {
        a.declare(x, view === 'flag' ? 'bool' : 'num');
        return whileCounting(a, x);
      },
      { callback: true },
    );
    return `${view}.${way}((${x}) => ${test})`;
  }
  const test = a.within(() => a.condition(), { callback: true, turn: [x, kind] });
  return `${a.list(kind)}.${way}((${x}) => ${test})`;
}

/** A function that answers. */
function called(a: Author): string {
  const known = a.functions.filter(({ returns }) => returns === 'bool' || returns === 'maybe');
  if (known.length === 0)
    return a.random.of([
      `isSame(${a.id('cpu')}, ${a.id('cpu')})`,
      `hasWork(${a.number()}) === true`,
    ]);
  const fn = a.random.of(known);
  const call = `${fn.name}(${argumentsOf(a, fn)})`;
  return fn.returns === 'maybe'
    ? `${call} ${a.random.of(['=== true', '!== true', '=== undefined', '!== undefined'])}`
    : call;
}

function wrongCondition(a: Author): string {
  const kind = kindOf(a);
  const x = (): string => a.id(kind);
  const counter = a.changing('num')[0]?.name;
  return a.random.of<() => string>([
    () => x(),
    () => `!${x()}`,
    () => `${x()} < ${x()}`,
    () => `${x()} == ${a.id(kind === 'cpu' ? 'node' : 'cpu')}`,
    () => `${x()} === ${a.id(kind === 'cpu' ? 'node' : 'cpu')}`,
    () => `${x()} > 0`,
    () => `${x()} === 0`,
    () => `\`\${String(${x()})}\` === '0'`,
    () => `isHot(${x()})`,
    () => `${x()} === HOT`,
    () => `LOOK.has(${x()})`,
    () => `TABLE.get(${x()}) === 'a'`,
    () => `[0].includes(${x()})`,
    () => `Object.is(${x()}, 0)`,
    () => `${x()} % 2 === 0`,
    () => `${IDS[kind]}.indexOf(${x()}) < 1`,
    () => `Boolean(${x()})`,
    () => `!!${x()}`,
    () => `(${x()} ?? 0) === 0`,
    () => `${x()} === ${a.number()}`,
    () => `typeof ${x()} === 'number'`,
    () => `Object.keys(NEXT)[1] === String(${x()})`,
    () => (a.writesCells ? `isFirst(${x()})` : `${x()} !== 1`),
    () => (counter ? `${counter}++ === ${a.random.below(2)}` : `${x()} <= ${x()}`),
    () => (counter ? `${counter}++ < 1 && ${a.condition()}` : `${x()} <= ${x()}`),
    () => (counter ? `++${counter} === 2 && ${a.condition()}` : `0 < ${x()}`),
    () => (counter ? `(${counter} += 1) > 1` : `${x()} >= 1`),
    () => `(${x()} && ${a.condition()})`,
    () => `(${x()} || ${a.condition()})`,
    () => `${x()} === ${IDS[kind]}.length - 1`,
    () => `${a.list(kind)}.indexOf(${x()}) === 0`,
    () => `JSON.stringify(${x()}) === '1'`,
    () => `${x()} in WEIGHTS`,
    () => `WEIGHTS[${x()}] > 0.2`,
    () => `NAMES[${x()}] === mode.value`,
    () => `${a.list(kind)}.some((y, i) => i === 0 && y === ${x()})`,
    () => `${a.list(kind)}.length > ${x()}`,
    () => `keys.max(...flag) === 1`,
    () => `flag.indexOf(true) === 0`,
    () => `rank.findIndex((r) => r > 0) === ${x()}`,
    () => `[${x()}, ${x()}].toSorted()[0] === ${x()}`,
    () => `rank.join() === '0,1,2'`,
    () => `${x()}?.toFixed(0) === '1'`,
  ])();
}
