// Processes that others start or wake (a pool's, a work item's, a thread that a flag wakes), and those who do it.

import { Draw } from '../random-model/draw.ts';
import { type Actor, actor, type Common, ENDS, LOCALS, NOBODYS, pieces } from './actor.ts';
import { type Piece, stepsSource } from './script.ts';
import { statement } from './statements.ts';

/** A process that others start, again and again. */
export function pooled(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, indices: ['me.arg', 'me.id'], isTask: false };
  return actor({
    name,
    count: 1,
    options: ["pool: 'jobs'", `locals: { ${LOCALS}, arg: upTo(1) }`],
    steps: stepsSource(draw, pieces(draw, scripted, 2), scripted, { last: 'done', branches: true }),
  });
}

export function spawner(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, indices: ['me.s'], isTask: false };
  const between = (): Piece[] => (draw.once(2) ? [[statement(draw, scripted)]] : []);
  const spawn: Piece = [`jobs.spawn({ arg: ${draw.of(['0', 'me.s'])} });`];
  const join: Piece = ["if (!jobs.join(0)) return 'blocked';"];
  const again = draw.once(2) ? [spawn, ...between()] : [];
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS}, s: upTo(1) }`],
    steps: stepsSource(draw, [spawn, ...between(), join, ...between(), ...again], scripted, {
      last: 'done',
      branches: false,
    }),
  });
}

/** A work item's worker. */
export function itemDaemon(draw: Draw, name: string): Actor {
  const take = "if (!item.take(me)) return 'blocked';";
  return daemon(name, [take, statement(draw, NOBODYS), 'item.finish(me);']);
}

/** A thread that a flag wakes. */
export function flagDaemon(draw: Draw, name: string): Actor {
  const take = "if (!request.value) return 'blocked'; request.value = false;";
  return daemon(name, [take, statement(draw, NOBODYS), 'me.v = 0;']);
}

function daemon(name: string, code: Piece): Actor {
  const straight = { last: 's0', branches: false };
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS} }`, "end: ['s0']"],
    steps: stepsSource(new Draw([]), [code], NOBODYS, straight),
  });
}

/** Waits for a flag, in a step of its own or by its guard. */
export function waiter(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, indices: ['me.k'], isTask: false };
  const isGuarded = draw.once(2);
  const first = isGuarded ? '' : "if (!request.value) return 'blocked'; ";
  const count = 1 + draw.below(2);
  return actor({
    name,
    count,
    options: [
      `count: ${count}`,
      `locals: { ${LOCALS}, k: upTo(1) }`,
      ...(isGuarded ? ['guard: ({ request }) => request.value'] : []),
    ],
    steps: stepsSource(draw, [[`${first}${statement(draw, scripted)}`]], scripted, ENDS),
  });
}

/** Sets the flag, once or twice, after something that is nobody else's. */
export function opener(draw: Draw, name: string): Actor {
  const set = 'request.value = true;';
  const code: Piece = [
    draw.of(['me.v = 1;', 'me.v = choose([0, 1]);']),
    set,
    ...draw.of([[], [set]]),
  ];
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS} }`],
    steps: stepsSource(draw, [code], NOBODYS, ENDS),
  });
}
