// Whole bodies: an arrow function for a role, with the functions and constants beside it that it uses.
// A body is made from a seed and its number alone.

import { Author, type Grammar, type Role, type Type } from './author.ts';
import { condition } from './conditions.ts';
import { id, list } from './ids.ts';
import { loop } from './loops.ts';
import { number } from './numbers.ts';
import { leave, statements } from './statements.ts';
import { mistyped } from './typos.ts';
import { patternOf } from './world.ts';

const GRAMMAR: Grammar = { id, list, condition, number, loop };

export interface Body {
  readonly role: Role;
  /** Functions and constants of the file that this body alone uses. */
  readonly beside: string;
  /** What stands between the braces. */
  readonly code: string;
}

export function makeBody(seed: number, serial: number): Body {
  const author = new Author(GRAMMAR, seed, serial);
  const beside = Array.from({ length: author.random.of([0, 0, 0, 1, 1, 2]) }, () =>
    besides(author),
  ).join('\n');
  const body = { role: author.role, beside, code: codeOf(author) };
  return author.random.percent(55) ? mistyped(body, author.random) : body;
}

/** The arrow function of a body, as it stands in the model file. */
export function arrowOf({ code }: Pick<Body, 'code'>): string {
  return `(${patternOf(code)}) => { ${code} }`;
}

function codeOf(a: Author): string {
  const { random } = a;
  const starts: string[] = [];
  if (a.seesMe && a.role !== 'args' && random.percent(70)) {
    starts.push(
      `if (me.c === none) ${a.role === 'guard' ? 'return true;' : a.writesCells ? "return 'blocked';" : 'return;'}`,
    );
  }
  if (!a.writesCells && !a.writesMemory && random.percent(35)) {
    starts.push(`let ${a.declare(a.fresh('k'), 'num', true).name} = 0;`);
  }
  const count =
    a.role === 'guard' || a.role === 'predicate' || a.role === 'args' || a.role === 'count'
      ? random.below(4)
      : 1 + random.below(4);
  const body = statements(a, count);
  return [...starts, body, leave(a)].filter((one) => one !== '').join('\n');
}

/** A function or a constant of the file. */
function besides(a: Author): string {
  const { random } = a;
  a.isOutside = true;
  const { variables, functions, role } = a;
  try {
    if (random.percent(15)) return constant(a);
    const name = a.fresh('g');
    const params = Array.from({ length: 1 + random.below(2) }, () =>
      random.of<Type>(['cpu', 'cpu', 'num', 'bool', 'cpus']),
    );
    const returns = random.of(['bool', 'num', 'maybe', 'cpu'] as const);
    a.isLoose = random.percent(40);
    const text = a.within(
      () => {
        const names = params.map(
          (type) => a.declare(a.fresh('p'), type, type === 'num' || type === 'bool').name,
        );
        const shown = names.map((one, k) =>
          k > 0 && random.percent(40) ? `${one} = ${presetOf(a, params[k])}` : one,
        );
        const extra = random.percent(30) ? [a.declare(a.fresh('p'), 'num', true).name] : [];
        const list = [...shown, ...extra.map((one) => `${one} = ${random.below(2)}`)].join(', ');
        const inner = functionBody(a, returns);
        return random.percent(50)
          ? `const ${name} = (${list}) => ${inner};`
          : `function ${name}(${list}) ${inner}`;
      },
      { callback: true },
    );
    a.functions = functions;
    a.variables = variables;
    a.functions = [...a.functions, { name, params, returns: returns === 'cpu' ? 'cpu' : returns }];
    return text;
  } finally {
    a.isOutside = false;
    a.isLoose = false;
    Object.assign(a, { role });
  }
}

function presetOf(a: Author, type: Type): string {
  switch (type) {
    case 'num':
      return String(a.random.below(3));
    case 'bool':
      return 'false';
    case 'cpus':
      return 'cpu.ids';
    default:
      return a.slip() ? 'HOT' : 'none';
  }
}

/** A function that goes another way once it has been through it. */
function inStages(a: Author, stage: string, returns: Type | 'maybe'): string {
  const value = (): string => (returns === 'num' ? a.number() : a.condition());
  const result = a.fresh('r');
  const start = returns === 'num' ? '0' : 'false';
  const later = a.careless(() =>
    returns === 'num' && a.random.percent(60) ? `${a.condition()} ? 1 : 2` : value(),
  );
  const turn = `if (${stage} === ${a.random.below(2)}) ${result} = ${value()}; else ${result} = ${later};`;
  const next = `${stage} = ${a.random.below(2)};`;
  return `{ let ${result} = ${start}; for (const ${a.fresh('i')} of [1, 2]) { ${turn} ${next} } return ${result}; }`;
}

function functionBody(a: Author, returns: Type | 'maybe'): string {
  const { random } = a;
  const stage = a.changing('num').at(-1);
  if (stage && returns !== 'cpu' && random.percent(30)) return inStages(a, stage.name, returns);
  const value = (): string => {
    if (returns === 'num') return a.number();
    if (returns === 'cpu') return a.of('cpu')[0]?.name ?? 'none';
    return a.condition();
  };
  const result = a.fresh('r');
  switch (random.below(4)) {
    case 0:
      return `{ ${statements(a, 1 + random.below(2))} ${returns === 'maybe' ? `if (${a.condition()}) return true;` : `return ${value()};`} }`;
    case 1: {
      if (returns === 'cpu') return `{ return ${value()}; }`;
      const start = returns === 'num' ? '0' : 'false';
      a.declare(result, returns === 'num' ? 'num' : 'bool', true);
      return `{ ${a.isLoose ? 'var' : 'let'} ${result} = ${start}; ${statements(a, 1 + random.below(2))} return ${result}; }`;
    }
    case 2:
      return `{ if (${a.condition()}) return ${value()}; ${returns === 'maybe' ? '' : `return ${value()};`} }`;
    default:
      return `{ return ${value()}; }`;
  }
}

/** A constant, or something that looks like one. */
function constant(a: Author): string {
  const name = a.fresh('v');
  const text = a.random.of([
    `const ${name} = ${a.random.below(3)};`,
    `let ${name} = 0;`,
    `const ${name} = cpu.ids.length;`,
    `const { length: ${name} } = cpu.ids;`,
  ]);
  a.declare(name, 'num');
  return text;
}
