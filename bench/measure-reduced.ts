// One reduced search in a process of its own: prints its figures as JSON.
//   node measure-reduced.js test/peer-models/phils.ts '{"N":11}' '{"reduction":["partial-order"],"maxStates":1e6}'
// A spec is searched with its safety properties.

import { type Preparation, prepare, secondsSince, subjectIn } from './prepared.ts';
import { safetyOf } from './safety.ts';

/** What any of the tools says of a search. */
export interface Figures {
  readonly states: number;
  readonly transitions: number;
  /** Of processor time, in user and system mode, all threads. */
  readonly seconds: number;
  /** False where a limit ended it: then there are at least so many states, and it takes at least so long. */
  readonly complete: boolean;
}

const [file, parameters, options] = process.argv.slice(2);
const subject = await subjectIn(file, parameters);
const search = prepare(subject, safetyOf(subject.specified), JSON.parse(options) as Preparation);
const before = process.cpuUsage();
const { transitions, limit } = search.run();
const figures: Figures = {
  seconds: secondsSince(before),
  states: search.graph.visited.count,
  transitions,
  complete: limit === undefined,
};
console.log(JSON.stringify(figures));
