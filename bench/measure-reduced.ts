// One reduced search in a process of its own: prints its figures as JSON.
//   node measure-reduced.js test/peer-models/phils.ts '{"N":11}' '{"reduction":["partial-order"],"maxStates":1e6}'
// A spec is searched with its safety properties, and to the end whatever is violated before. Where an observer turns out
// not to be steady it is searched once more, as a check does; the time is that of both.

import type { Search } from '../src/check/search.ts';
import { searchAgain } from '../src/check/search-again.ts';
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
const wanted: Preparation = { ...(JSON.parse(options) as Preparation), exhaustive: true };
let seconds = 0;
const { search, result } = searchAgain(({ isSteady }) => {
  const search = prepare(subject, safetyOf(subject.specified), { ...wanted, isSteady });
  return { search, result: timed(search) };
});
const figures: Figures = {
  seconds,
  states: search.graph.visited.count,
  transitions: result.transitions,
  complete: result.limit === undefined,
};
console.log(JSON.stringify(figures));

function timed(search: Search): ReturnType<Search['run']> {
  const before = process.cpuUsage();
  try {
    return search.run();
  } finally {
    seconds += secondsSince(before);
  }
}
