// Expressions that are ids, or lists of ids. The wrong ones are what an author may write by mistake:
// most are again ids, but which one they are depends on the numbers of the ids.

import type { Author, IdKind } from './author.ts';
import { IDS } from './world.ts';

/** An id of the kind, which may be none where a cell says so. */
export function id(a: Author, kind: IdKind): string {
  if (a.slip()) return wrongId(a, kind);
  const { turn, random } = a;
  if (turn?.type === kind && random.percent(70)) return turn.name;
  const variables = a.of(kind);
  if (variables.length > 0 && random.percent(60)) return random.of(variables).name;
  if (a.isOutside) return variables.length > 0 ? random.of(variables).name : `${IDS[kind]}[1]`;
  const deep = a.depth > 5;
  const locals = a.role === 'handler' || a.role === 'frame' || a.role === 'step' ? 8 : 6;
  switch (kind) {
    case 'cpu':
      return random.weighted([
        [a.seesMe ? locals : 0, () => random.of(['me.c', 'me.c', 'me.d'])],
        [a.writesMemory ? 2 : 0, () => 'my.c'],
        [2, () => 'pick.value'],
        [1, () => 'last.value'],
        [deep ? 0 : 1, () => `owner[${a.id('cpu')}]`],
        [deep ? 0 : 1, () => `pages[${a.id('node')}].by`],
        [deep ? 0 : 1, () => `(${a.condition()} ? ${a.id('cpu')} : ${a.id('cpu')})`],
        [a.chooses ? 2 : 0, () => `choose(${a.list('cpu')})`],
        [deep ? 0 : 1, () => `identity(${a.id('cpu')})`],
        [1, () => 'q.first'],
        [deep ? 0 : 1, () => `(${a.id('cpu')} ?? ${a.id('cpu')})`],
        [deep || a.seesMe ? 0 : 3, () => 'pick.value'],
        [1, () => 'slots[1]'],
      ]);
    case 'node':
      return random.weighted([
        [a.seesMe ? locals : 0, () => 'me.w'],
        [2, () => 'where.value'],
        [deep ? 0 : 4, () => `home[${a.id('cpu')}]`],
        [a.chooses ? 2 : 0, () => `choose(${a.list('node')})`],
        [deep ? 0 : 1, () => `(${a.condition()} ? ${a.id('node')} : ${a.id('node')})`],
      ]);
    case 'task':
      return random.weighted([
        [a.seesMe ? locals : 0, () => random.of(['me.id', 'me.id', 'me.t'])],
        [a.chooses ? 1 : 0, () => 'choose(task.ids)'],
        [a.writesMemory && a.role === 'always' ? 2 : 0, () => 'step.id'],
        [a.seesMe ? 0 : 1, () => 'task.ids[0]'],
      ]);
  }
}

/** An id or none, as cells hold it. */
export function idOrNone(a: Author, kind: IdKind): string {
  return a.random.percent(25) ? 'none' : a.id(kind);
}

function wrongId(a: Author, kind: IdKind): string {
  const ids = IDS[kind];
  const x = (): string => a.id(kind);
  const other: IdKind = kind === 'cpu' ? 'node' : 'cpu';
  const size = kind === 'task' ? 2 : 3;
  return a.random.of<() => string>([
    () => `${ids}[${a.random.below(2)}]`,
    () => String(a.random.below(size)),
    () => (kind === 'cpu' ? 'HOT' : `${ids}[1]`),
    () =>
      `${ids}.find((x) => ${a.within(
        () => {
          a.declare('x', kind);
          return a.condition();
        },
        { callback: true },
      )})`,
    () => `firstOf(${a.list(kind)})`,
    () => `[...${a.list(kind)}][0]`,
    () => a.id(other),
    () => `${ids}[(${x()} + 1) % ${size}]`,
    () => `((${x()} + 1) % ${size})`,
    () => `(${x()} || ${x()})`,
    () => `(${x()} && ${x()})`,
    () => `Math.min(${x()}, ${x()})`,
    () => `[1, 2, 0][${x()}]`,
    () => `NEXT[${x()}]`,
    () => `${ids}[${a.number()}]`,
    () => `${ids}.at(-1)`,
    () => `nth(${x()})`,
    () => `pair(${x()})[1]`,
    () => `keys.of(${x()}).id`,
    () => `Number(${x()})`,
    () => `(${x()} | 0)`,
    () => `+\`\${String(${x()})}\``,
    () => `(${a.number()} ? ${x()} : ${x()})`,
    () => `Math.max(${x()}, 0)`,
    () => `(LOOK.has(${x()}) ? ${x()} : ${x()})`,
    () =>
      `${a.list(kind)}.reduce((x, y) => (${a.within(
        () => {
          a.declare('x', kind);
          a.declare('y', kind);
          return a.condition();
        },
        { callback: true },
      )} ? x : y))`,
    () =>
      `${a.list(kind)}.findLast((x) => ${a.within(
        () => {
          a.declare('x', kind);
          return a.condition();
        },
        { callback: true },
      )})`,
    () => `${a.list(kind)}.at(${a.number()})`,
    () => `${a.list(kind)}.toSorted((x, y) => ${a.number()})[0]`,
    () => `rank.findIndex((r) => r === ${a.number()})`,
  ])();
}

/** Something that can be gone through, whose elements are ids of the kind. */
export function list(a: Author, kind: IdKind): string {
  const variables = kind === 'task' ? [] : a.of(kind === 'cpu' ? 'cpus' : 'nodes');
  if (variables.length > 0 && a.random.percent(50)) return a.random.of(variables).name;
  const deep = a.depth > 4;
  const filtered = (): string => {
    const x = a.fresh('x');
    const test = a.within(
      () => {
        a.declare(x, kind);
        return a.condition();
      },
      { callback: true },
    );
    return `${IDS[kind]}.filter((${x}) => ${test})`;
  };
  if (kind === 'task' || a.isOutside)
    return deep ? IDS[kind] : a.random.of([IDS[kind], filtered()]);
  return a.random.weighted([
    [5, () => IDS[kind]],
    [deep ? 0 : 2, filtered],
    [3, () => (kind === 'cpu' ? 'mem.values()' : 'nodes.values()')],
    [kind === 'cpu' && a.seesMe && a.role !== 'handler' ? 1 : 0, () => 'me.ms.values()'],
    [kind === 'cpu' && a.writesMemory ? 1 : 0, () => 'my.ms.values()'],
    [kind === 'cpu' && !deep ? 1 : 0, () => `bag[${a.id('node')}].values()`],
    [kind === 'node' && !deep ? 1 : 0, () => 'cpu.ids.map((x) => home[x])'],
    [a.random.percent(15) ? 1 : 0, () => `${IDS[kind]}.slice(1)`],
    [kind === 'cpu' ? 1 : 0, () => '[pick.value]'],
    [kind === 'cpu' && !deep ? 1 : 0, () => `[${a.id('cpu')}, ${a.id('cpu')}]`],
  ]);
}
