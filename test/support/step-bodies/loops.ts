// Loops over the ids of a kind, and over other things, in all forms that JavaScript has.

import type { Author, IdKind } from './author.ts';
import { block } from './statements.ts';
import { IDS } from './world.ts';

const KINDS: readonly IdKind[] = ['cpu', 'cpu', 'cpu', 'node'];

export function loop(a: Author): string {
  const { random } = a;
  return random.weighted([
    [8, () => overIds(a)],
    [a.seesCells ? 2 : 0, () => overView(a)],
    [1, () => counting(a)],
    [1, () => again(a)],
    [a.isOutside ? 0 : 2, () => withCounter(a)],
    [a.isOutside ? 6 : 1, () => staged(a)],
    [a.writesCells ? 1 : 0, () => crossing(a)],
    [a.writesCells ? 1 : 0, () => numbering(a)],
  ]);
}

function overIds(a: Author): string {
  const { random } = a;
  const kind = random.of(KINDS);
  const x = a.fresh('x');
  const from = a.list(kind);
  const ids = IDS[kind];
  const body = (more: object = { loop: true }): string =>
    a.within(() => block(a, 1 + random.below(3)), { turn: [x, kind], ...more });
  return random.weighted([
    [8, () => `for (const ${x} of ${from}) ${body()}`],
    [5, () => `${from}.forEach((${x}) => ${body({ callback: true })});`],
    [1, () => `for (let i = 0; i < ${ids}.length; i++) { const ${x} = ${ids}[i]; ${body()} }`],
    [1, () => `for (let i = ${ids}.length - 1; i >= 0; i--) { const ${x} = ${ids}[i]; ${body()} }`],
    [1, () => numbered(a, x, kind)],
    [1, () => labelled(a, x, kind)],
  ]);
}

/** A loop whose turns know how many came before. */
function numbered(a: Author, x: string, kind: IdKind): string {
  const i = a.fresh('i');
  const from = a.list(kind);
  return a.within(() => {
    a.declare(i, 'num');
    const body = a.within(() => block(a, 1 + a.random.below(3)), { turn: [x, kind], loop: true });
    return `for (const [${i}, ${x}] of ${from}.entries()) ${body}`;
  });
}

function labelled(a: Author, x: string, kind: IdKind): string {
  const from = a.list(kind);
  return a.within(
    () => {
      const out = `if (${a.condition()}) ${a.random.of(['continue', 'break'])} outer;`;
      const body = block(a, 1 + a.random.below(2));
      return `outer: for (const ${x} of ${from}) { for (const y of [0, 1]) { ${out} ${body} } }`;
    },
    { turn: [x, kind], loop: true },
  );
}

/** Along an array over the cpus, with its elements and where they stand. */
function overView(a: Author): string {
  const { random } = a;
  const x = a.fresh('x');
  const r = a.fresh('r');
  const view = random.of(['rank', 'rank', 'flag']);
  return a.within(() => {
    a.declare(r, view === 'rank' ? 'num' : 'bool');
    const most = 1 + random.below(2);
    if (random.percent(40))
      return `for (const ${r} of ${view}) ${a.within(() => block(a, most), { loop: true })}`;
    const body = a.within(() => block(a, most), { turn: [x, 'cpu'], callback: true });
    return `${view}.forEach((${r}, ${x}) => ${body});`;
  });
}

function counting(a: Author): string {
  const i = a.fresh('i');
  const head = a.random.of([
    `for (const ${i} of [0, 1])`,
    `for (const ${i} of [1, 2, 0])`,
    `for (let ${i} = 0; ${i} < ${a.random.of(['2', '3', 'LIMIT'])}; ${i}++)`,
  ]);
  const body = a.within(
    () => {
      a.declare(i, 'num');
      return block(a, 1 + a.random.below(2));
    },
    { loop: true },
  );
  return `${head} ${body}`;
}

/** A loop that ends by a condition; a counter that nobody else knows keeps it finite. */
function again(a: Author): string {
  const i = a.fresh('w');
  const body = a.within(() => block(a, 1 + a.random.below(2)), { loop: true });
  return a.random.of([
    `let ${i} = 0; while (${i}++ < 3 && (${a.condition()})) ${body}`,
    `let ${i} = 0; do ${body} while (${i}++ < 2 && (${a.condition()}));`,
    `let ${i} = 0; for (; ${i}++ < 3; ) ${body}`,
  ]);
}

/** A loop with a value that it carries from turn to turn. */
function withCounter(a: Author): string {
  const name = a.fresh('k');
  const type = a.random.of(['num', 'num', 'bool', 'cpu'] as const);
  const start =
    type === 'num' ? a.random.of(['0', '0', '1', '0.5']) : type === 'bool' ? 'false' : 'pick.value';
  a.declare(name, type, true);
  const kind = a.random.of(KINDS);
  const x = a.fresh('x');
  const body = a.within(
    () => {
      const { random } = a;
      const carried = carry(a, name, type, x);
      const rest = random.percent(50) ? block(a, 1 + random.below(2)) : '';
      const guard = random.percent(60) ? `if (${a.condition()}) ` : '';
      return random.percent(50)
        ? `{ ${guard}${carried} ${rest} }`
        : `{ ${rest} ${guard}${carried} }`;
    },
    { turn: [x, kind], loop: true },
  );
  return `let ${name} = ${start}; for (const ${x} of ${a.list(kind)}) ${body}`;
}

function carry(a: Author, name: string, type: 'num' | 'bool' | 'cpu', x: string): string {
  const { random } = a;
  if (type === 'bool')
    return random.of([
      `${name} = true;`,
      `${name} = true;`,
      `${name} = !${name};`,
      `${name} ||= ${a.condition()};`,
      `${name} = ${a.condition()};`,
    ]);
  if (type === 'cpu')
    return random.of([`${name} = ${x};`, `${name} = last.value;`, `${name} = owner[${name}];`]);
  return random.of([
    `${name}++;`,
    `${name} += 1;`,
    `${name} += ${a.number()};`,
    `${name} = ${a.number()};`,
    `${name} += 0.1;`,
    `${name} = Math.max(${name}, ${a.number()});`,
    `rank[${x}] = ${name}++;`,
    `${name} = ${name} * 2 + ${a.number()};`,
    `${name} += ${name};`,
    `${name} += WEIGHTS[rank[${x}]];`,
  ]);
}

/** Turns that go another way than the first one did. */
function staged(a: Author): string {
  const known = a.changing('num');
  const before = known.length > 0 && a.random.percent(70) ? '' : `let ${a.fresh('k')} = 0;`;
  const name = before === '' ? a.random.of(known).name : before.split(' ')[1];
  const from = a.random.below(2);
  const first = block(a, 1);
  const results = a.variables.filter((one) => one.mutable && one.name !== name);
  const result = results.at(-1);
  const then = a.careless(() => {
    if (!result || a.random.percent(50)) return block(a, 1);
    const value = result.type === 'bool' ? a.condition() : `(${a.condition()}) ? 1 : 2`;
    return `{ ${result.name} = ${value}; }`;
  });
  return `${before} for (const ${a.fresh('i')} of [1, 2]) { if (${name} === ${from}) ${first} else ${then} ${name} = ${1 - from}; }`;
}

/** A row and a column of a matrix. */
function crossing(a: Author): string {
  const { random } = a;
  const x = a.fresh('x');
  const side = (): string => (random.percent(20) ? x : a.id('cpu'));
  const value = (): number => random.below(3);
  const first = `grid[${x}][${side()}] = ${value()};`;
  const second = random.percent(70)
    ? `grid[${side()}][${x}] = ${value()};`
    : `grid[${x}][${side()}] = ${value()};`;
  return `for (const ${x} of ${a.list('cpu')}) { ${first} ${second} }`;
}

/** A number for each, which a cell or a local counts up. */
function numbering(a: Author): string {
  const { random } = a;
  const x = a.fresh('x');
  const counter = random.of(['n.value', 'me.k']);
  const body = random.of([
    `rank[${x}] = ${counter}++;`,
    `rank[${x}] = ++${counter};`,
    `rank[${x}] = ${counter} += 1;`,
    `${counter}++; rank[${x}] = ${counter};`,
    `rank[${x}] = ${counter}; ${counter} = 0;`,
    `${counter}++; rank[${x}] = 0;`,
    `${counter} += rank[${x}];`,
    `${counter} = rank[${x}];`,
    `if (${counter}++ === 0) mem.add(${x});`,
  ]);
  const from = a.list('cpu');
  const loop = random.percent(50)
    ? `for (const ${x} of ${from}) { ${body} }`
    : `${from}.forEach((${x}) => { ${body} });`;
  return `${counter} = 0; ${loop} ${random.percent(60) ? `${counter} = 0;` : ''}`;
}
