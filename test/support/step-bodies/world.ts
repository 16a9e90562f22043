// The system around random step bodies: cells of every shape over three kinds, so that a body finds
// something of each to use.

import type { IdKind } from './author.ts';

export const IDS: Readonly<Record<IdKind, string>> = {
  cpu: 'cpu.ids',
  node: 'node.ids',
  task: 'task.ids',
};

export const KINDS = `
const cpu = kind('cpu', 3);
const node = kind('node', 3);
const task = kind('task', 2);
`;

export const CELLS: Readonly<Record<string, string>> = {
  rank: 'array(cpu, upTo(2))',
  flag: 'array(cpu, bool)',
  owner: 'array(cpu, orNone(cpu))',
  home: 'array(cpu, node)',
  grid: 'array(cpu, array(cpu, upTo(2)))',
  asked: 'array(cpu, array(cpu, bool))',
  load: 'array(node, upTo(2))',
  bag: 'array(node, set(cpu))',
  pages: "table(node, { state: oneOf('idle', 'busy', 'gone'), ref: upTo(2), by: orNone(cpu) })",
  held: 'array(task, orNone(cpu))',
  mem: 'set(cpu)',
  nodes: 'set(node)',
  n: 'cell(upTo(3))',
  on: 'cell(bool)',
  mode: "cell(oneOf('a', 'b', 'c'))",
  last: 'cell(orNone(cpu))',
  pick: 'cell(cpu)',
  where: 'cell(orNone(node))',
  by: 'cell(orNone(anyProcess))',
  q: 'list(2, cpu)',
  nq: 'list(2, node)',
  plain: 'array(3, upTo(2))',
  slots: 'array(3, orNone(cpu))',
  lock: "spinlock('lock')",
  gate: "mutex('gate')",
  sem: "rwsem('sem', { readers: 2 })",
  done: 'completion(2)',
};

export const LOCALS: Readonly<Record<string, string>> = {
  c: 'orNone(cpu)',
  d: 'orNone(cpu)',
  w: 'orNone(node)',
  k: 'upTo(2)',
  b: 'bool',
  t: 'orNone(task)',
  ms: 'set(cpu)',
  mr: 'array(cpu, bool)',
};

/** What an observer remembers. */
export const MEMORY: Readonly<Record<string, string>> = {
  c: 'orNone(cpu)',
  k: 'upTo(3)',
  b: 'bool',
  ms: 'set(cpu)',
  mr: 'array(cpu, upTo(2))',
};

/** Helpers of the system; two of them tell cpus apart. */
export const HELPERS: Readonly<Record<string, string>> = {
  marked: '({ flag }, x) => flag[x]',
  isFree: '({ mem, owner }, x) => !mem.has(x) && owner[x] === none',
  count: '({ rank }) => rank.filter((r) => r > 0).length',
  setRank: '({ rank }, x, r) => { rank[x] = r; }',
  rankOf: '({ rank }, x, most = 2) => Math.min(rank[x], most)',
  least: '({ rank }) => rank[0]',
  isFirst: '({ pick }, x) => x === cpu.ids[0] && pick.value === x',
};

/** Functions and constants of the file, which every body can see. */
export const AROUND = `
const HOT = cpu.ids[1];
const LIMIT = 2;
const WEIGHTS = [0.1, 0.2, 0.3];
const NAMES = ['a', 'b', 'c'];
const NEXT = { 0: 1, 1: 2, 2: 0 };
const LOOK = new Set([0, 2]);
const TABLE = new Map([[0, 'a'], [1, 'b']]);
const isSame = (x, y) => x === y;
const isHot = (x) => x === HOT;
const identity = (x) => x;
const firstOf = (list) => list[0];
const hasWork = (load) => { if (load > 0) return true; };
const keys = { max: (a, b) => (b === undefined ? 1 : a && !b ? 1 : 2), min: (a) => a, limit: 2, of: (x) => ({ id: x }) };
const sumOf = (...all) => all.reduce((a, b) => a + b, 0);
function nth(x) { return arguments[0]; }
const pair = (x, y = x) => [x, y];
`;

export const PROCESS_NAMES = ['worker', 'other'];

/** Everything that a body can name in its pattern. */
/** Everything that a body can name in its pattern. */
const NAMED: ReadonlySet<string> = new Set([
  ...Object.keys(CELLS),
  ...Object.keys(HELPERS),
  ...PROCESS_NAMES,
  ...['me', 'my', 'step', 'choose', 'assert'],
]);

/** A word that is no text, no field of something and no key of an object. */
const WORD = /(?:(?<=\.\.\.)|(?<![\w'.]))[a-zA-Z]+\b(?!'|: )/g;

/** What some code names of the system. */
export function namesIn(code: string): string[] {
  return [...new Set(code.match(WORD))].filter((word) => NAMED.has(word));
}

/** The pattern that names what some code uses. */
export function patternOf(code: string): string {
  return `{ ${namesIn(code).join(', ')} }`;
}

export function entriesOf(sources: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(sources)
    .map(([name, source]) => `${name}: ${source}`)
    .join(', ')} }`;
}

export const KIND_NAMES = ['cpu', 'node', 'task'];

export const AROUND_NAMES = [
  ...['HOT', 'LIMIT', 'WEIGHTS', 'NAMES', 'NEXT', 'LOOK', 'TABLE', 'isSame', 'isHot', 'identity'],
  ...['firstOf', 'hasWork', 'keys', 'sumOf', 'nth', 'pair'],
];

export const IMPORTS = [
  ...['kind', 'array', 'bool', 'cell', 'list', 'none', 'oneOf', 'orNone', 'anyProcess'],
  ...['set', 'system', 'table', 'upTo', 'spinlock', 'mutex', 'rwsem', 'completion'],
];

/** An object of the system and of what an observer remembers; `step` is the code of its steps. */
export function systemSource(step: string): string {
  const params = entriesOf(only(LOCALS, ['c', 'd', 'k', 'b']));
  const locals = entriesOf(only(LOCALS, ['w', 't', 'ms', 'mr']));
  return `{
  memory: ${entriesOf(MEMORY)},
  definition: system(${entriesOf(CELLS)}, ${entriesOf(HELPERS)}, ({ process, procedure, call }) => {
    const sub = procedure('sub', {
      params: ${params}, locals: ${locals}, returns: ['c'], start: 'a',
      steps: { a: ${step}, b: () => 'c' },
    });
    return {
      worker: process({
        count: task, locals: ${entriesOf(LOCALS)}, start: 'a',
        steps: {
          a: ${step}, b: () => 'done',
          called: call(sub, () => ({ c: none, d: none, k: 0, b: false }), { c: 'a' }),
        },
      }),
      other: process({ count: 2, start: 'go', steps: { go: () => 'done' } }),
    };
  }),
}`;
}

function only(
  sources: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, sources[name]]));
}
