// Statements: writes, branches, declarations, assertions, ways out.

import type { Author, Type } from './author.ts';
import { argumentsOf, valueOf } from './calls.ts';
import { idOrNone } from './ids.ts';
import { counted } from './numbers.ts';
import { write } from './writes.ts';

export function block(a: Author, most: number): string {
  return `{ ${a.within(() => statements(a, most))} }`;
}

/** In the scope that there is. */
export function statements(a: Author, count: number): string {
  return Array.from({ length: count }, () => statement(a)).join('\n');
}

function statement(a: Author): string {
  const { random } = a;
  const isDeep = a.depth > 3;
  const canWrite = a.writesCells || a.writesMemory;
  return random.weighted([
    [canWrite ? 12 : 0, () => write(a)],
    [isDeep ? 1 : 6, () => branch(a)],
    [isDeep ? 0 : 8, () => a.loop()],
    [3, () => declaration(a)],
    [a.variables.some(({ mutable }) => mutable) ? 4 : 0, () => assignment(a)],
    [a.asserts ? 2 : 0, () => assertion(a)],
    [2, () => wayOut(a)],
    [isDeep ? 0 : 1, () => cases(a)],
    [isDeep || a.isOutside ? 0 : 1, () => localFunction(a)],
    [a.functions.length > 0 ? 1 : 0, () => called(a)],
    [1, () => shortForm(a)],
  ]);
}

/** An observer's are its own property's. */
function assertion(a: Author): string {
  const condition = a.condition();
  const property = a.writesCells ? a.random.of(['', '', ", 'claimed'"]) : '';
  return `assert(${condition}, 'it is so'${property});`;
}

function branch(a: Author): string {
  const { random } = a;
  const test = a.condition();
  const then = block(a, 1 + random.below(2));
  return random.percent(40)
    ? `if (${test}) ${then} else ${block(a, 1 + random.below(2))}`
    : `if (${test}) ${then}`;
}

function declaration(a: Author): string {
  const { random } = a;
  const type = random.of<Type>([
    'cpu',
    'cpu',
    'cpu',
    'num',
    'num',
    'num',
    'bool',
    'bool',
    'cpus',
    'node',
  ]);
  const isPlain = ['num', 'bool', 'cpu'].includes(type) && random.percent(45);
  const name = a.fresh('v');
  const value = valueOf(a, type);
  const how = isPlain ? (a.isLoose && random.percent(50) ? 'var' : 'let') : 'const';
  if (type === 'cpu' && random.percent(12)) {
    const other = a.fresh('v');
    const text = random.of([
      `const { p: ${name}, r: ${other} } = { p: ${value}, r: ${a.number()} };`,
      `const { p: ${name}, r: ${other} = ${a.number()} } = { p: ${value} };`,
      `const [${name}, ${other} = 0] = [${value}];`,
      `const ${name} = { at: ${value} }.at, ${other} = [${a.number()}].length;`,
    ]);
    a.declare(name, type);
    a.declare(other, 'num');
    return text;
  }
  a.declare(name, type, isPlain);
  if (type === 'cpus' && random.percent(25)) return collected(a, name);
  return `${how} ${name} = ${value};`;
}

/** A list that turns fill. */
function collected(a: Author, name: string): string {
  const x = a.fresh('x');
  const test = a.within(() => a.condition(), { turn: [x, 'cpu'] });
  return `const ${name} = []; for (const ${x} of ${a.list('cpu')}) if (${test}) ${name}.push(${x});`;
}

function assignment(a: Author): string {
  const { random } = a;
  const { name, type } = random.of(a.variables.filter(({ mutable }) => mutable));
  if (type === 'num') {
    return random.of([
      `${name}++;`,
      `${name} += ${a.number()};`,
      `${name} = ${a.number()};`,
      `${name} -= 1;`,
    ]);
  }
  if (type === 'bool')
    return random.of([
      `${name} = ${a.condition()};`,
      `${name} = true;`,
      `${name} &&= ${a.condition()};`,
    ]);
  return random.of([`${name} = ${valueOf(a, type)};`, `${name} ??= ${valueOf(a, type)};`]);
}

function wayOut(a: Author): string {
  const { random } = a;
  const test = a.condition();
  if (a.loops > 0 && random.percent(50)) return `if (${test}) ${random.of(['break', 'continue'])};`;
  return `if (${test}) ${leave(a)}`;
}

/** The statement that ends what is being written. */
export function leave(a: Author): string {
  const { random } = a;
  if (a.isOutside || a.callbacks > 0)
    return `return${random.percent(50) ? '' : ` ${random.of(['true', 'false', '0'])}`};`;
  switch (a.role) {
    case 'step':
    case 'frame':
      if (a.slip())
        return `return ${random.of([`['a', 'b', 'c'][${a.id('cpu')}]`, `${a.id('cpu')} ? 'a' : 'b'`, `NAMES[${a.id('cpu')}]`])};`;
      return random.percent(25)
        ? `return (${a.condition()}) ? 'a' : 'b';`
        : `return ${random.of(["'a'", "'b'", "'b'", a.role === 'step' ? "'next'" : "'c'", "'blocked'"])};`;
    case 'guard':
    case 'predicate':
      if (random.percent(25)) return `return ${counted(a)} === ${random.below(2)};`;
      return `return ${a.condition()};`;
    case 'count':
      return `return ${places(a)};`;
    case 'args':
      return `return ${given(a)};`;
    default:
      return 'return;';
  }
}

/** Where things of a kind are, for a conservation. */
function places(a: Author): string {
  const { random } = a;
  const some = Array.from({ length: 1 + random.below(3) }, () =>
    random.of<() => string>([
      () => 'mem',
      () => '...owner',
      () => a.id('cpu'),
      () => 'q',
      () => '...worker.map(({ c }) => c)',
      () => `...${a.list('cpu')}`,
      () => `(${a.condition()} ? ${idOrNone(a, 'cpu')} : none)`,
    ])(),
  );
  return `[${some.join(', ')}]`;
}

/** The parameters of the procedure that is called. */
function given(a: Author): string {
  return `{ c: ${idOrNone(a, 'cpu')}, d: ${a.random.of(['none', 'me.d'])}, k: ${a.number()}, b: ${a.condition()} }`;
}

function cases(a: Author): string {
  const { random } = a;
  const one = (): string => `${statement(a)} ${random.percent(80) ? 'break;' : ''}`;
  return a.within(() => {
    const loops = a.loops;
    a.loops = 0;
    const text = random.percent(50)
      ? `switch (${a.id('cpu')}) { case ${a.slip() ? '0' : 'none'}: { ${one()} } default: { ${one()} } }`
      : `switch (${a.number()}) { case 0: { ${one()} } case ${a.slip() ? a.id('cpu') : '1'}: { ${one()} } default: { ${one()} } }`;
    a.loops = loops;
    return text;
  });
}

function localFunction(a: Author): string {
  const { random } = a;
  const name = a.fresh('f');
  const x = a.fresh('x');
  const k = a.fresh('x');
  const takes = random.of<Type>(['cpu', 'cpu', 'num']);
  const returns = random.of(['bool', 'num'] as const);
  const preset = random.percent(40) ? ` = ${a.number()}` : '';
  const text = a.within(
    () => {
      a.declare(x, takes);
      a.declare(k, 'num', true);
      const value = returns === 'bool' ? a.condition() : a.number();
      const body = random.percent(60) ? value : `{ ${statements(a, 1)} return ${value}; }`;
      return `const ${name} = (${x}, ${k}${preset}) => ${body};`;
    },
    { callback: true },
  );
  a.functions = [...a.functions, { name, params: [takes, 'num'], returns }];
  return text;
}

function called(a: Author): string {
  const fn = a.random.of(a.functions);
  return `${fn.name}(${argumentsOf(a, fn)});`;
}

/** A statement that is an expression. */
function shortForm(a: Author): string {
  const { random } = a;
  const known = a.changing('num');
  const target =
    known.length > 0
      ? random.of(known).name
      : a.writesCells
        ? 'n.value'
        : a.writesMemory
          ? 'my.k'
          : undefined;
  if (!target) return `${a.condition()};`;
  return random.of([
    `${a.condition()} && (${target} = ${a.number()});`,
    `${a.condition()} ? ${target}++ : ${target}--;`,
    `(${a.condition()}) || ${target}++;`,
  ]);
}
