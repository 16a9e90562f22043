// Statements that change cells, locals and what an observer remembers.

import type { Author, IdKind } from './author.ts';
import { idOrNone } from './ids.ts';

/** An element of an array is for the most part that of the turn. */
function own(a: Author, kind: IdKind): string {
  return a.turn?.type === kind && a.random.percent(60) ? a.turn.name : a.id(kind);
}

export function write(a: Author): string {
  return a.writesMemory ? memory(a) : cells(a);
}

function cells(a: Author): string {
  const { random } = a;
  const x = own(a, 'cpu');
  return random.weighted([
    [5, () => `rank[${x}] ${setTo(a)}`],
    [4, () => `flag[${x}] = ${random.percent(60) ? random.of(['true', 'false']) : a.condition()};`],
    [2, () => `owner[${x}] = ${idOrNone(a, 'cpu')};`],
    [1, () => `home[${x}] = ${a.id('node')};`],
    [2, () => `grid[${x}][${own(a, 'cpu')}] ${setTo(a)}`],
    [1, () => `asked[${x}][${own(a, 'cpu')}] = ${random.of(['true', 'false', a.condition()])};`],
    [1, () => `load[${own(a, 'node')}] ${setTo(a)}`],
    [1, () => `bag[${own(a, 'node')}].${random.of(['add', 'delete'])}(${x});`],
    [
      1,
      () =>
        `pages[${own(a, 'node')}].${random.of([`state = ${random.of(["'idle'", "'busy'"])};`, `ref ${setTo(a)}`, `by = ${idOrNone(a, 'cpu')};`])}`,
    ],
    [1, () => `held[${a.id('task')}] = ${idOrNone(a, 'cpu')};`],
    [3, () => `mem.${random.of(['add', 'add', 'delete'])}(${x});`],
    [
      1,
      () =>
        random.of(['mem.clear();', 'nodes.clear();', 'q.clear();', `nodes.add(${a.id('node')});`]),
    ],
    [4, () => `n.value ${setTo(a, 3)}`],
    [2, () => `on.value = ${random.of(['true', 'false', a.condition()])};`],
    [1, () => `mode.value = ${random.of(["'a'", "'b'", `${a.condition()} ? 'a' : 'c'`])};`],
    [2, () => `last.value = ${idOrNone(a, 'cpu')};`],
    [1, () => `pick.value = ${a.id('cpu')};`],
    [1, () => `where.value = ${idOrNone(a, 'node')};`],
    [1, () => `by.value = ${random.of(['me.self', 'none'])};`],
    [2, () => `if (q.length < 2) q.${random.of(['push', 'unshift'])}(${x});`],
    [
      1,
      () =>
        random.of([
          'if (!q.isEmpty) q.shift();',
          'if (!q.isEmpty) me.c = q.pop();',
          `if (q.includes(${x})) q.remove(${x});`,
          `{ const at = q.indexOf(${x}); if (at >= 0) me.c = q.removeAt(at); }`,
          'for (const one of q) { last.value = one; q.remove(one); }',
          'for (const one of q.values()) if (one === me.c) q.removeAt(0);',
        ]),
    ],
    [1, () => `plain[${random.of(['0', '1', 'me.k'])}] ${setTo(a)}`],
    [1, () => `slots[${random.of(['0', '1', 'me.k'])}] = ${idOrNone(a, 'cpu')};`],
    [1, () => random.of(['rank.fill(0);', 'flag.fill(true);', `rank.fill(${a.number()});`])],
    [a.role === 'step' ? 5 : 3, () => locals(a)],
    [2, () => kernel(a)],
    [1, () => `setRank(${x}, ${a.number()});`],
  ]);
}

function locals(a: Author): string {
  const { random } = a;
  return random.weighted([
    [4, () => `me.${random.of(['c', 'd'])} = ${idOrNone(a, 'cpu')};`],
    [1, () => `me.w = ${idOrNone(a, 'node')};`],
    [2, () => `me.k ${setTo(a)}`],
    [1, () => `me.b = ${a.condition()};`],
    [1, () => `me.t = ${idOrNone(a, 'task')};`],
    [1, () => `me.ms.${random.of(['add', 'delete'])}(${own(a, 'cpu')});`],
    [1, () => `me.mr[${own(a, 'cpu')}] = ${random.of(['true', 'false'])};`],
  ]);
}

function kernel(a: Author): string {
  return a.random.of([
    "if (!lock.acquire(me)) return 'blocked';",
    'if (lock.isHeldBy(me)) lock.release(me);',
    'if (gate.tryAcquire(me)) on.value = true;',
    'if (gate.isHeldBy(me)) gate.release(me);',
    "if (!sem.acquireRead(me)) return 'blocked';",
    'if (sem.isHeldBy(me) && sem.owner === none) sem.releaseRead(me);',
    'if (!done.doneForAll && done.done < 2) done.complete();',
    "if (!done.wait()) return 'blocked';",
    'done.completeAll();',
    'if (lock.owner === me.self) n.value = 1;',
    'by.value = lock.owner;',
  ]);
}

function memory(a: Author): string {
  const { random } = a;
  return random.weighted([
    [3, () => `my.c = ${idOrNone(a, 'cpu')};`],
    [3, () => `my.k ${setTo(a, 3)}`],
    [2, () => `my.b = ${random.of(['true', 'false', a.condition()])};`],
    [2, () => `my.ms.${random.of(['add', 'add', 'delete'])}(${own(a, 'cpu')});`],
    [2, () => `my.mr[${own(a, 'cpu')}] ${setTo(a)}`],
  ]);
}

/** Most of what is stored fits. */
function setTo(a: Author, most = 2): string {
  const { random } = a;
  return random.weighted([
    [4, () => `= ${random.below(most + 1)};`],
    [2, () => `= (${a.number()}) % ${most + 1};`],
    [1, () => `= ${a.number()};`],
    [1, () => `= (${a.condition()}) ? ${random.below(most + 1)} : ${random.below(most + 1)};`],
    [1, () => '++;'],
    [1, () => `+= ${random.of(['1', a.number()])};`],
    [1, () => `= Math.min(${a.number()}, ${most});`],
  ]);
}
