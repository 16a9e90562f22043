// Bodies that some analysis of ids has accepted, and that tell ids apart nevertheless: what the fuzzer
// has found (interchangeable-bodies.test.ts), shrunk, and what models by hand had found before it. They
// use the cells and functions of test/support/step-bodies/world.ts.

import type { Body } from '../support/step-bodies/bodies.ts';

export interface FoundBody extends Omit<Body, 'beside'> {
  readonly beside?: string;
  /** The kind whose ids it tells apart. */
  readonly kind: string;
}

export const FOUND_BODIES: Readonly<Record<string, FoundBody>> = {
  'two properties that are asserted in turn': {
    role: 'step',
    kind: 'cpu',
    code: "for (const x of cpu.ids) { assert(rank[x] < 2, 'high', 'claimed'); assert(!mem.has(x), 'in'); } return 'b';",
  },
  'two properties, one of them asserted by a function that each turn calls': {
    role: 'step',
    kind: 'cpu',
    code: "const low = (x) => assert(rank[x] < 2, 'high', 'claimed'); cpu.ids.forEach((x) => { low(x); for (const y of [x]) assert(!mem.has(y), 'in'); }); return 'b';",
  },
  'a count that is stored in each turn': {
    role: 'step',
    kind: 'cpu',
    code: "let k = 0; for (const x of cpu.ids) rank[x] = k++; return 'b';",
  },
  'a count over the members of a set': {
    role: 'step',
    kind: 'cpu',
    code: "let k = 0; for (const x of mem.values()) rank[x] = k++; return 'b';",
  },
  'a cell that counts': {
    role: 'step',
    kind: 'cpu',
    code: "n.value = 0; cpu.ids.forEach((x) => { rank[x] = n.value++; }); n.value = 0; return 'b';",
  },
  'a claim that counts along': {
    role: 'predicate',
    kind: 'cpu',
    code: 'let k = 0; return flag.filter((b) => k++ === 0 && b).length === 0;',
  },
  'a function that falls off its end': {
    role: 'step',
    kind: 'cpu',
    code: "if (me.c === none) return 'blocked'; if (hasWork(rank[me.c]) === true) n.value = 3; else n.value = me.c === cpu.ids[0] ? 1 : 2; return 'b';",
  },
  'a function that always falls off its end': {
    role: 'guard',
    kind: 'cpu',
    code: 'return hasWork(0) ? true : flag[0];',
  },
  'a function that falls off its end, in a turn': {
    role: 'always',
    kind: 'node',
    code: 'node.ids.forEach((x) => { my.b = hasWork(pages[x].ref) === true; });',
  },
  'a method that is called max': {
    role: 'step',
    kind: 'cpu',
    code: "n.value = keys.max(...flag); return 'b';",
  },
  'a method that is called max, in a claim': {
    role: 'predicate',
    kind: 'cpu',
    code: 'return keys.max(...flag) === 1;',
  },
  'a method that is called min': {
    role: 'handler',
    kind: 'cpu',
    code: 'my.k ||= Math.min(keys.min(...rank), 3);',
  },
  'an assertion in a loop that ends early': {
    role: 'step',
    kind: 'cpu',
    code: "for (const x of cpu.ids) { if (flag[x]) return 'a'; assert(!asked[x][x], 'no'); } return 'b';",
  },
  'an assertion that always fails in a loop that ends early': {
    role: 'step',
    kind: 'cpu',
    code: "for (const x of cpu.ids) { if (isSame(x, last.value)) return 'a'; assert(false, 'no'); } return 'b';",
  },
  'a way out with what the turn found': {
    role: 'guard',
    kind: 'cpu',
    code: 'for (const x of me.ms.values()) return owner.includes(x); return true;',
  },
  'a default that is assigned in a loop': {
    role: 'step',
    kind: 'cpu',
    beside: `const g = (c, k = 0) => {
      let r = 0;
      for (const _ of [1, 2]) { if (k === 0) r = 1; else r = c === cpu.ids[0] ? 1 : 2; k = 1; }
      return r;
    };`,
    code: "if (me.c === none) return 'blocked'; n.value = g(me.c); return 'b';",
  },
  'a row and a column': {
    role: 'step',
    kind: 'cpu',
    code: "if (me.c === none || me.d === none) return 'blocked'; for (const x of cpu.ids) { grid[x][me.d] = 1; grid[me.c][x] = 2; } return 'b';",
  },
  'an id that is assigned unless it is true': {
    role: 'step',
    kind: 'cpu',
    code: "last.value ||= none; return 'b';",
  },
  'a local that is assigned unless it is true': {
    role: 'step',
    kind: 'task',
    code: "me.t ||= none; return 'b';",
  },
  'what an observer remembers, assigned unless it is true': {
    role: 'handler',
    kind: 'cpu',
    code: 'my.c ||= none;',
  },
  'the truth of another id, in a search for the last one': {
    role: 'step',
    kind: 'node',
    code: "if (cpu.ids.findLast(() => where.value) !== undefined) return 'a'; return 'b';",
  },
  'the truth of another id, in a search for an index': {
    role: 'args',
    kind: 'cpu',
    code: 'return { c: none, d: none, k: node.ids.findIndex(() => me.c) + 1, b: true };',
  },
  'another id as text, in a search for the first one': {
    role: 'step',
    kind: 'node',
    code: "me.b = cpu.ids.find(() => `${String(me.w)}` === '0') === undefined; return 'b';",
  },
  'another id as the result of a reduction': {
    role: 'always',
    kind: 'node',
    code: 'my.b = cpu.ids.reduce(() => home[pick.value]) === 0;',
  },
  'the truth of an id of the step': {
    role: 'always',
    kind: 'task',
    code: "assert(node.ids.findLast(() => step.id) !== undefined, 'no');",
  },
  'another list, in a reduction': {
    role: 'frame',
    kind: 'cpu',
    code: "assert(node.ids.reduce(() => flag.indexOf(true)) > 0, 'no'); return 'c';",
  },
  'the only one of a list, reduced': {
    role: 'guard',
    kind: 'cpu',
    code: 'return isHot([pick.value].reduce(() => 0));',
  },
  'a failure within an early end, of what is refused for another kind': {
    role: 'predicate',
    kind: 'task',
    code: 'return worker.every(({ c }) => c !== none && flag[none]);',
  },
  'a default that is not taken for none': {
    role: 'step',
    kind: 'cpu',
    code: "const orOne = (x = 1) => x; let r = 0; for (const c of cpu.ids) r = flag[c] ? orOne(none) : 1; n.value = r === none ? 1 : 2; return 'b';",
  },
  'the value of a compound assignment': {
    role: 'step',
    kind: 'cpu',
    code: "let r = 0; for (const c of cpu.ids) r = (rank[c] %= 2) ? 1 : 0; n.value = r; return 'b';",
  },
  'a value outside of its domain, until the step ends': {
    role: 'step',
    kind: 'cpu',
    code: "mode.value = 'd'; let r = 'd'; for (const c of cpu.ids) r = flag[c] ? mode.value : 'a'; mode.value = 'a'; n.value = r === 'd' ? 1 : 2; return 'b';",
  },
};
