// The rules of the checker, as they are printed: what may be done with an id of a kind whose ids
// are interchangeable, why a permutation of ids cannot be seen by it, and a trap, which is refused.
//
// What must stay true: a test takes every example for one that keeps the rules and every trap for
// one that breaks them. `node` is a kind, `state` and `next` are arrays over it, `mem` is a set of
// it, `owner` a cell that holds one or none, `q` a list of them, `me.on` a local, `n` and `me.k`
// are numbers.

export interface Rule {
  readonly rule: string;
  readonly why: string;
  readonly example: string;
  readonly trap: string;
  /** What is wrong with the trap, and how to write it instead where there is another way. */
  readonly instead: string;
}

export const RULES: readonly Rule[] = [
  {
    rule: 'store an id, or none, where an id of its kind belongs',
    why: 'a permuted state holds the permuted id there',
    example: 'owner.value = me.on;',
    trap: 'owner.value = node.ids[0];',
    instead: 'names one id of all; choose(node.ids), or give the kind names',
  },
  {
    rule: 'compare with === and !== to an id of its kind, or to none',
    why: 'two ids are the same before and after',
    example: 'if (owner.value === me.on) n.value = 1;',
    trap: 'if (me.on) n.value = 1;',
    instead: 'id 0 is false; write me.on !== none',
  },
  {
    rule: 'index what is over its kind, and nothing else',
    why: 'the permuted state has the element at the permuted id',
    example: 'if (me.on !== none) state[me.on] = 1;',
    trap: 'if (me.on !== none) n.value = [2, 1, 0][me.on];',
    instead: 'a plain array tells ids apart; make it a cell array(node, ...)',
  },
  {
    rule: 'be a member of a set of its kind, or stand in a list',
    why: 'members are permuted, and a list keeps its order',
    example: 'if (me.on !== none && !mem.has(me.on)) mem.add(me.on);',
    trap: 'n.value = node.ids.indexOf(me.on);',
    instead: 'where an id stands among all ids is its number',
  },
  {
    rule: 'come from choose(node.ids), choose(mem.values()) or a part of these',
    why: 'every id is chosen in some run, whatever its name',
    example: 'me.on = choose(node.ids.filter((x) => state[x] > 0));',
    trap: 'const x = node.ids.find((y) => state[y] > 0); if (x !== undefined) me.on = x;',
    instead: 'which is found first depends on the order; choose among them',
  },
  {
    rule: 'be asked of all, in no order: some, every, filter(...).length, a sum of whole numbers',
    why: 'the answer does not depend on the order if asking changes nothing and cannot fail',
    example: 'n.value = state.filter((s) => s > 0).length % 4;',
    trap: 'let k = 0; n.value = state.filter((s) => s > 0 && k++ === 0).length;',
    instead: 'it counts as it goes; ask for one thing at a time',
  },
  {
    rule: 'loop over ids if each turn writes its own elements only',
    why: 'turns that share nothing may come in any order',
    example: 'for (const x of node.ids) if (state[x] === 1) state[x] = 0;',
    trap: 'for (const x of node.ids) if (state.every((s) => s !== 2)) state[x] = 2;',
    instead: 'a turn reads what another writes; look first, then write',
  },
  {
    rule: 'loop over ids and add whole numbers, by += or ++ as a statement',
    why: 'sums of whole numbers do not depend on the order',
    example: 'let k = 0; for (const x of node.ids) if (state[x] > 0) k++; n.value = k;',
    trap: 'let k = 0; for (const x of node.ids) state[x] = k++ % 3;',
    instead: 'each turn sees how many came before it',
  },
  {
    rule: 'loop over ids and set the same constant',
    why: 'it is set or not, whoever sets it',
    example:
      'let any = false; for (const x of node.ids) if (mem.has(x)) any = true; if (any) n.value = 1;',
    trap: 'let last = me.on; for (const x of node.ids) if (mem.has(x)) last = x; me.on = last;',
    instead: 'the last turn wins; choose(mem.values())',
  },
  {
    rule: 'end a loop over ids early if no turn writes, asserts or can fail',
    why: 'then which turn ends it cannot be seen',
    example: 'for (const x of node.ids) { if (mem.has(x)) { return "pick"; } }',
    trap: 'for (const x of node.ids) { if (mem.has(x)) break; assert(state[x] < 2, "low"); }',
    instead: 'which assertions are asked depends on the order; let all be asked',
  },
  {
    rule: 'assert in a loop over ids, under one name',
    why: 'whichever turn fails, the same property is broken',
    example: 'for (const x of node.ids) assert(state[x] < 2, "low", "claimed");',
    trap: 'for (const x of node.ids) { assert(state[x] < 2, "low", "claimed"); assert(!mem.has(x), "in"); }',
    instead: 'which property is broken depends on the order; one loop for each',
  },
  {
    rule: 'be handed to helpers, methods and functions that keep to these rules',
    why: 'they are followed, both ways of every branch',
    example: 'if (isSame(me.on, owner.value)) n.value = 2;',
    trap: 'if (JSON.stringify(me.on) === "0") n.value = 2;',
    instead: 'what is not followed may do anything with an id',
  },
];

const INTRODUCTION = [
  '## What may be done with an id',
  '',
  'A kind is interchangeable if all code that meets its ids, steps, guards, helpers, methods,',
  'observers and properties, keeps to these rules. Anything else is refused: the kind is then not',
  'permuted, and `mmcheck inspect MODEL` names the code. Rules are rules of the text: nothing is',
  'evaluated, and both branches of every condition count. In the examples `node` is a kind, `state`',
  'an array over it, `mem` a set of it, `owner` a cell that holds one or none, `me.on` a local.',
  '',
];

/** The rules as a part of docs/soundness.md. */
export function rulesMarkdown(): string[] {
  const parts = RULES.map(({ rule, why, example, trap, instead }) => [
    `**To ${rule}**, since ${why}.`,
    '',
    '```ts',
    `${example}`,
    `${trap} // no: ${instead}`,
    '```',
  ]);
  return [...INTRODUCTION, ...parts.flatMap((part) => [...part, ''])].slice(0, -1);
}
