// Processes that share cpus: tasks, irq handlers, and stop_machine().

import type { Draw } from '../random-model/draw.ts';
import { type Actor, actor, type Common, ENDS, LOCALS, NOBODYS, pieces } from './actor.ts';
import { type Piece, piece, stepSource, stepsSource } from './script.ts';
import { statement } from './statements.ts';

/** A task; tasks of one cpu keep each other out, and the handler, where they say so. */
export function taskOn(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, indices: ['me.k'], isTask: true };
  const count = 1 + draw.below(2);
  const on = draw.of(['0', '(id) => id % 2']);
  return actor({
    name,
    count,
    options: [
      `...task(${on})`,
      ...(count > 1 ? [`count: ${count}`] : []),
      `locals: { cpu, ${LOCALS}, k: upTo(1) }`,
    ],
    steps: stepsSource(draw, [piece(draw, scripted), ...pieces(draw, scripted, 2)], scripted, {
      last: 'done',
      branches: draw.once(3),
    }),
  });
}

export function handler(draw: Draw, name: string, common: Common): Actor {
  const scripted = { ...common, procedures: [], indices: ['me.k'], isTask: false };
  const inside = Array.from({ length: 1 + draw.below(2) }, () => statement(draw, scripted));
  const code: Piece = ['cpus[me.cpu].irqEnter(me);', ...inside, 'cpus[me.cpu].irqExit(me);'];
  const ending = { last: draw.once(4) ? 's0' : 'done', branches: false };
  return actor({
    name,
    count: 1,
    options: [`...irq(${draw.below(2)})`, `locals: { cpu, ${LOCALS}, k: upTo(1) }`, "end: ['s0']"],
    steps: stepsSource(draw, [code], scripted, ending),
  });
}

/** Calls stop_machine(). */
export function stops(draw: Draw, name: string): Actor {
  const begin = "if (!stop.begin(cpu.ids, none)) return 'blocked';";
  const code: Piece = [begin, "if (!stop.isDone()) return 'blocked';"];
  return actor({
    name,
    count: 1,
    options: [`locals: { ${LOCALS} }`],
    steps: stepsSource(draw, [code], NOBODYS, ENDS),
  });
}

/** The stoppers, one of which does something while every cpu is stopped. */
export function stoppers(draw: Draw, name: string): Actor {
  const done = `if (stop.isFirst(me.cpu)) { ${draw.of(['x.value = 1;', 'flag.value = true;', 'own[0] = 2;'])} }`;
  const run = `if (!stop.isRunning()) return 'blocked'; ${done} stop.ack(); return 'exit';`;
  return actor({
    name,
    count: 2,
    options: ['...stopper(cpu)', 'locals: { cpu, v: upTo(2) }'],
    steps: ['...stopperSteps,', stepSource('run', run)],
    labels: ['sleep', 'disable_irq', 'run', 'exit'],
  });
}
