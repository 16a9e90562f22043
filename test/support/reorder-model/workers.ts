// Processes that do something and end, or begin again: they meet in some cells, by elements of arrays that are known now,
// or for ever, or not at all.

import type { Draw } from '../random-model/draw.ts';
import { type Actor, actor, type Common, ENDS, LOCALS, pieces } from './actor.ts';
import { type Piece, stepSource, stepsSource } from './script.ts';
import { statement } from './statements.ts';

/** Elements named by what never changes, by a local that is assigned, and by a literal. */
export function worker(draw: Draw, name: string, common: Common): Actor {
  const byKind = common.byKind && draw.once(2);
  const count = byKind ? 2 : 1 + draw.below(2);
  const indices = byKind
    ? ['me.id']
    : common.byKind
      ? ['me.s']
      : draw.of([['me.k'], ['me.id', 'me.s'], ['me.k', 'me.s', '0'], ['me.s', '1']]);
  const scripted = { ...common, indices, isTask: false };
  const offset = draw.below(2);
  const ending = { last: draw.once(4) ? 's0' : 'done', branches: true };
  return actor({
    name,
    count,
    options: [
      ...(byKind ? ['count: peer'] : count > 1 ? [`count: ${count}`] : []),
      `locals: { ${LOCALS}, s: upTo(1), k: upTo(2) }`,
      ...(byKind ? [] : [`begin: (id) => ({ k: (id + ${offset}) % 3 })`]),
      ...(draw.once(6) ? ['environment: true'] : []),
      ...(draw.once(5) ? [`end: ['s0']`] : []),
      ...(draw.once(6) ? ['guard: ({ gate, me }) => !gate.value || me.v !== 2'] : []),
    ],
    steps: stepsSource(draw, pieces(draw, scripted, 3), scripted, ending),
  });
}

/** Has one thing to do, with one element. */
export function toucher(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, wakes: [], indices: [draw.of(['0', '1'])] };
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS} }`],
    steps: stepsSource(draw, [[statement(draw, scripted)]], scripted, ENDS),
  });
}

/** Goes from one element to another before it does something there. */
export function roamer(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, indices: ['me.s'] };
  const code: Piece = ['me.s = 1 - me.s;', statement(draw, scripted), statement(draw, scripted)];
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS}, s: upTo(1) }`, `begin: () => ({ s: ${draw.below(2)} })`],
    steps: stepsSource(draw, [code], scripted, { last: draw.of(['done', 's0']), branches: false }),
  });
}

/** What goes on for ever must not hide what the others do, nor let them be forgotten. */
export function clock(draw: Draw, name: string, common: Common): Actor {
  const k = common.byKind ? '0' : '2';
  const tick = draw.of([
    'me.v = (me.v + 1) % 2;',
    '',
    `mark[${k}] = !mark[${k}];`,
    'flag.value = !flag.value;',
  ]);
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS} }`, ...(draw.once(2) ? ['environment: true'] : [])],
    steps: [
      stepSource('s0', `${tick} return '${draw.of(['s0', 's1'])}';`),
      stepSource(
        's1',
        `${draw.of(['', statement(draw, { ...common, indices: [k] })])} return 's0';`,
      ),
    ],
  });
}
