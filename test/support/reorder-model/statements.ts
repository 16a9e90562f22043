// What the steps of a random model do: statements over a fixed choice of cells, none of which leaves its domain. Each is
// there because some rule of partial-order reduction is about it: whose element an index names, what a step only reads,
// what it waits for, what a choice or an id makes of it.

import type { Draw } from '../random-model/draw.ts';

/** The cells that statements may name; a model declares those that its code names. */
export const CELLS: Readonly<Record<string, string>> = {
  own: 'array(PEERS, upTo(2))',
  mark: 'array(PEERS, bool)',
  count: 'cell(upTo(3))',
  x: 'cell(upTo(2))',
  flag: 'cell(bool)',
  gate: 'cell(bool)',
  who: 'cell(orNone(anyProcess))',
  last: 'array(PEERS, orNone(anyProcess))',
  mine: 'perProcess(upTo(2))',
  bag: 'set(PEERS)',
  lock: "spinlock('lock')",
  other: "mutex('other')",
  sem: "rwsem('sem', { readers: 8 })",
  cpus: 'contexts(cpu)',
  stop: 'stopMachine(cpu)',
  jobs: 'pool(JOBS, { arg: upTo(1) })',
  item: 'work()',
  request: 'cell(bool)',
};

/** Helpers, by name: they count with the cells that their callers name. */
export const HELPERS: Readonly<Record<string, string>> = {
  isMarked: '({ mark }, k) => mark[k]',
  bump: '({ own }, k) => { own[k] = (own[k] + 1) % 3; }',
};

/** What the code of a process may name besides the cells. */
export interface Reach {
  /** Expressions that name an element of arrays over peers. */
  readonly indices: readonly string[];
  /** Cells and actors that are there, and may be woken. */
  readonly wakes: readonly string[];
}

export function condition(draw: Draw, { indices }: Reach): string {
  const k = draw.of(indices);
  return draw.of([
    'flag.value',
    '!gate.value',
    `own[${k}] === 0`,
    `mark[${k}]`,
    `isMarked(${k})`,
    'count.value < 2',
    'me.v === 1',
    'x.value === 0',
    'who.value === me.self',
    'who.value === none',
    'mine[me.self] === 0',
    'mine.some((one) => one === 2)',
    `bag.has(${k})`,
    `last[${k}] !== me.self`,
  ]);
}

/** What one step does, before it says where it leads. */
export function statement(draw: Draw, reach: Reach): string {
  const k = draw.of(reach.indices);
  const plain = draw.of([
    `own[${k}] = (own[${k}] + 1) % 3;`,
    `mark[${k}] = true;`,
    'me.v = (me.v + 1) % 3;',
    `bump(${k});`,
    `own[${k}] = me.v;`,
    `mark[${k}] = false;`,
    `me.v = own[${k}];`,
    'flag.value = true;',
    'gate.value = true;',
    'if (count.value < 3) count.value++;',
    'me.v = x.value;',
    'x.value = me.v;',
    'flag.value = false;',
    `me.v = choose([0, ${draw.of(['1', '2'])}]);`,
    `own[${k}] = choose([0, 1]);`,
    'gate.value = choose([true, false]);',
    'who.value = me.self;',
    'who.value = none;',
    `last[${k}] = who.value;`,
    'mine[me.self] = (mine[me.self] + 1) % 3;',
    'me.v = mine[me.self];',
    'if (who.value !== none) mine[who.value] = 1;',
    `bag.add(${k});`,
    `bag.delete(${k});`,
    `if (${condition(draw, reach)}) { ${draw.of(['me.v = 2;', 'x.value = 1;', `own[${k}] = 1;`])} }`,
    ...reach.wakes,
  ]);
  const moved = reach.indices.includes('me.s') && draw.once(3) ? ' me.s = 1 - me.s;' : '';
  const claimed = draw.once(9)
    ? ` assert(${condition(draw, reach)}, 'late'${draw.of(['', ", 'claimed'"])});`
    : '';
  return `${plain}${moved}${claimed}`;
}

/** A step that waits: blocked, or trying again and again. */
export function waiting(draw: Draw, reach: Reach): string {
  const wait = draw.once(4) ? 'SELF' : 'blocked';
  return `if (${condition(draw, reach)}) return '${wait}'; ${draw.once(2) ? statement(draw, reach) : ''}`;
}
