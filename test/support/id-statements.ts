// Statements and claims that treat all ids alike, and traps, each of which tells ids apart in its own way.

import { claim, type IdModel } from './id-model.ts';

/** Statements that treat ids as they should be treated. */
export const SYMMETRIC_STEPS: readonly string[] = [
  'owner.value = me.on;',
  'if (me.on !== none) next[me.on] = owner.value;',
  'if (me.on !== none) state[me.on] = (state[me.on] + 1) % 3;',
  'if (me.on !== none) mem.add(me.on);',
  'if (me.on !== none && !mem.isEmpty) me.on = choose(mem.values());',
  'if (me.on !== none && owner.value !== none) bag[me.on].add(owner.value);',
  'if (me.on !== none && next[me.on] !== none) me.on = next[me.on];',
  'held[me.id] = me.on;',
  'by.value = by.value === none ? me.self : none;',
  'if (q.length < 2 && me.on !== none) q.push(me.on);',
  'if (!q.isEmpty) me.on = q.shift();',
  'if (q.includes(me.on)) me.k = 1;',
  'me.on = none;',
  'me.k = (me.k + 1) % 3;',
  'for (const x of node.ids) state[x] = 0;',
  'for (const x of node.ids) if (mem.has(x)) state[x] = 1;',
  'for (const x of node.ids) if (x !== me.on) mem.delete(x);',
  'let many = 0; for (const x of node.ids) if (state[x] > 0) many++; n.value = many % 4;',
  'let any = false; for (const x of node.ids) if (next[x] === me.on) any = true; if (any) me.k = 2;',
  'if (state.every((s) => s === 1)) n.value = 3;',
  'n.value = state.filter((s) => s > 0).length % 4;',
  'n.value = node.ids.filter((x) => mem.has(x)).length % 4;',
  'n.value = state.reduce((sum, s) => sum + s, 0) % 4;',
  'if (node.ids.some((x) => next[x] === x)) n.value = 1;',
  'state.forEach((s, x) => { if (s === 2) mem.add(x); });',
  'me.peer = choose(task.ids);',
  'if (me.peer !== none) held[me.peer] = me.on;',
  'if (me.peer === me.id) me.peer = none;',
  'if (marked(me.on)) me.k = 0;',
  'if (isSame(me.on, owner.value)) n.value = 2;',
  'if (lock.take(me)) me.k = 2;',
  'lock.drop(me);',
  'times[me.self] = (times[me.self] + 1) % 3;',
  'if (by.value !== none) times[by.value] = 1;',
  'if (times.some((s) => s === 2)) n.value = 1;',
  'n.value = times.filter((s) => s > 0).length % 4;',
  'times.forEach((s, p) => { if (s === 2) times[p] = 0; });',
  "if (by.value === me.self) return 'blocked';",
  'assert(owner.value !== me.on || n.value < 3, `node ${String(me.on)}`);',
  'switch (me.on) { case none: me.k = 0; break; default: me.k = 1; }',
];

/** Claims that treat ids as they should be treated. */
export const SYMMETRIC_CLAIMS: readonly string[] = [
  claim('invariant', 'state.some((s) => s < 2)'),
  claim('invariant', "worker.filter((w) => w.at === 's0').length < 2"),
  claim('unreachable', 'worker.some((w) => w.on !== none && next[w.on] === w.on)'),
  claim('reachable', 'mem.size === 2 && owner.value !== none && mem.has(owner.value)'),
  claim('unreachable', 'worker.every((w) => held[w.id] === w.on && w.on !== none)'),
  'deadlock()',
];

/** What each of these models does tells ids apart; `kinds` are those that must not be permuted. */
export interface Trap extends IdModel {
  readonly kinds: readonly string[];
  /** The rule is one that the reduction could do without: see src/reduction/initial-orbit.ts. */
  readonly harmless?: boolean;
}

const move = 'if (me.on !== none) state[me.on] = (state[me.on] + 1) % 3;';
const step = (code: string): Trap => ({ kinds: ['node'], steps: [[move], [code]] });

export const TRAPS: Readonly<Record<string, Trap>> = {
  'order of ids': step('if (me.on !== none && me.on < 1) n.value = 1;'),
  'arithmetic on an id': step('if (me.on !== none) me.k = (me.on + 1) % 3;'),
  'an id as a number': step('if (me.on !== none) me.k = me.on % 3;'),
  'a constant of the closure, compared': step('if (me.on === HOT) n.value = 2;'),
  'a constant of the closure, stored': step('owner.value = HOT;'),
  'a constant of the closure, as an index': step('state[HOT] = 2;'),
  'a constant of the closure, as a member': step('mem.add(HOT);'),
  'a constant within a plain function': step('if (isHot(me.on)) n.value = 2;'),
  'a literal as an index': step('state[0] = 2;'),
  'a literal within a helper': step('me.k = least();'),
  'a literal as a case': step('switch (me.on) { case 0: me.k = 1; break; default: me.k = 2; }'),
  'the first that is found': step(
    'const x = node.ids.find(() => true); if (x !== undefined) me.k = state[x];',
  ),
  'the index that is found': step('n.value = state.findIndex((s) => s === 0) + 1;'),
  'the first member': step('me.k = state[[...mem.values(), ...node.ids][0]];'),
  'the place among the members': step('n.value = node.ids.indexOf(me.on);'),
  'the last turn wins': step('for (const x of node.ids) if (state[x] === 0) owner.value = x;'),
  'the last turn wins, by a variable': step(
    'let last = me.on; for (const x of node.ids) if (state[x] === 0) last = x; owner.value = last;',
  ),
  'turns fill a list': step(
    'for (const x of node.ids) if (q.length < 2) q.push(x); me.k = state[q.first]; q.clear();',
  ),
  'turns read what others wrote': step(
    'for (const x of node.ids) if (state.every((s) => s !== 2)) state[x] = 2;',
  ),
  'a fold in order': step(
    'let f = 0; for (const x of node.ids) f = f * 2 + state[x]; n.value = f % 4;',
  ),
  'text in order': step(
    "let s = ''; for (const x of node.ids) s += state[x]; if (s === '012') n.value = 3;",
  ),
  'turns fill an array': step(
    'const seen = []; for (const x of node.ids) seen.push(state[x]); if (seen[0] === 2 && seen[1] === 0) n.value = 3;',
  ),
  'turns fill an array, by a function': step(
    'const seen = []; for (const x of node.ids) put(seen, state[x]); if (seen[0] === 2 && seen[1] === 0) n.value = 3;',
  ),
  'turns fill a set': step(
    'const seen = new Set(); for (const x of node.ids) { if (seen.has(2) && state[x] === 0) n.value = 3; seen.add(state[x]); }',
  ),
  'turns change an object': step(
    'const f = { last: 0 }; for (const x of node.ids) f.last = f.last * 2 + state[x]; n.value = f.last % 4;',
  ),
  'turns change an object, by a function of JavaScript': step(
    'const f = { last: 0 }; for (const x of node.ids) Object.assign(f, { last: f.last * 2 + state[x] }); n.value = f.last % 4;',
  ),
  'turns take something from an object': step(
    'const f = { a: 1 }; for (const x of node.ids) { if (f.a === undefined && state[x] === 0) n.value = 3; if (state[x] === 2) drop(f); }',
  ),
  'turns assign to a pattern': step(
    'let f = 0; for (const x of node.ids) [f] = [f * 2 + state[x]]; n.value = f % 4;',
  ),
  'a branch that a field leads to': step(
    'const f = { last: 0 }; for (f.last of [1, 2]) {} if (f.last === 2 && me.on === HOT) n.value = 3;',
  ),
  'a branch that a function leads to which is called back': step(
    'const f = { last: 0 }; [f].forEach(bump); if (f.last === 1 && me.on === HOT) n.value = 3;',
  ),
  'a branch that the rest of a pattern leads to': step(
    'const [, ...rest] = [0, 1]; if (rest[0] === 1 && me.on === HOT) n.value = 3;',
  ),
  'a branch that what comes after a spread leads to': step(
    'if (third(...[0, 0], 1) === 1 && me.on === HOT) n.value = 3;',
  ),
  'arguments without names': step('if (firstOf(me.on) === 0) n.value = 3;'),
  'a reduction in order': step('n.value = state.reduce((f, s) => f * 2 + s, 0) % 4;'),
  'the first turn leaves': step(
    'for (const x of node.ids) { if (state[x] === 0) { owner.value = x; break; } }',
  ),
  'text of an id': step("if (`${String(me.on)}` === '0') n.value = 3;"),
  'an array that is not over the kind': step('if (me.on !== none) me.k = [2, 1, 0][me.on];'),
  'a number where an id belongs': step('owner.value = n.value % 3;'),
  'an id where a number belongs': step('if (me.on !== none) n.value = me.on;'),
  'an id of another kind': {
    kinds: ['node', 'task'],
    tasks: 2,
    // Not by its name, where the analysis of accesses refuses it.
    steps: [[move], ['const [at] = [me.on]; if (at !== none && me.on < 2) held[at] = me.on;']],
  },
  'the id of the process': { kinds: ['task'], tasks: 2, steps: [['if (me.id === 0) me.k = 1;']] },
  'the number of the process': {
    kinds: ['task'],
    tasks: 2,
    steps: [['if (me.self === 0) me.k = 1;']],
  },
  'what the first process has': {
    kinds: ['task'],
    tasks: 2,
    steps: [['times[me.self] = 1;'], ['if (times[0] === 1) n.value = 2;']],
  },
  'which process is found': {
    kinds: ['task'],
    tasks: 2,
    steps: [['times[me.self] = 1;'], ['n.value = times.findIndex((s) => s === 1) % 2 + 1;']],
  },
  'who is first, in a method': {
    kinds: ['task'],
    tasks: 2,
    steps: [['if (lock.rob(me)) n.value = Math.min(n.value + 1, 3);']],
  },
  'a guard': {
    kinds: ['task'],
    tasks: 2,
    guard: 'me.id === n.value % 2',
    steps: [['n.value = (n.value + 1) % 4;'], ['me.k = n.value % 2;']],
  },
  'locals of procedures that start with an id': {
    kinds: ['node'],
    steps: [[move]],
    procedure: { locals: '{ mine: node }', code: 'state[me.mine] = 2;' },
  },
  'locals of procedures that start with members': {
    kinds: ['node'],
    steps: [[move]],
    procedure: {
      locals: '{ some: set(node, [node.ids[1]]) }',
      code: 'for (const x of node.ids) if (me.some.has(x)) state[x] = 2;',
    },
  },
  'initial values of cells': {
    harmless: true,
    ...step('me.k = 1;'),
    cells: { state: 'array(node, upTo(2), [1, 0, 0])' },
  },
  'initial members': {
    harmless: true,
    ...step('me.k = 1;'),
    cells: { mem: 'set(node, [node.ids[0]])' },
  },
  'an initial step': { harmless: true, ...step('me.k = 1;'), initial: 'state[1] = 2;' },
  'initial values of processes': {
    harmless: true,
    kinds: ['task'],
    begin: '(id) => ({ k: id === 0 ? 1 : 0 })',
    steps: [['me.k = 2;']],
  },
};

/**
 * Claims that tell ids apart; which of them a search without the rule misses depends on its
 * representatives.
 */
export const TRAP_CLAIMS: Readonly<Record<string, readonly [kind: string, ...claims: string[]]>> = {
  'an element by number': [
    'node',
    ...[0, 1, 2].map((k) => claim('unreachable', `state[${k}] === 2`)),
  ],
  'a process by number': [
    'task',
    ...[0, 1].map((k) => claim('unreachable', `worker[${k}].at === 's0'`)),
  ],
  'a constant of the closure': [
    'node',
    claim('unreachable', 'owner.value === HOT'),
    claim('unreachable', 'owner.value === node.ids[0]'),
  ],
  'an order': [
    'node',
    claim('unreachable', 'owner.value !== none && owner.value > 1'),
    claim('unreachable', 'owner.value !== none && owner.value < 1'),
  ],
  'an observer': [
    'node',
    ...[0, 1, 2].map(
      (k) =>
        `observer('', { state: { seen: bool }, on: { worker: ({ state, my, assert }) => { my.seen = state[${k}] === 2; assert(!my.seen, ''); } } })`,
    ),
  ],
  'the id that steps': [
    'task',
    ...[0, 1].map(
      (k) =>
        `observer('', { state: { seen: bool }, always: ({ step, worker, my, assert }) => { my.seen = step.process === 'worker' && step.id === ${k} && worker.every((w) => w.at === 's0'); assert(!my.seen, ''); } })`,
    ),
  ],
};
