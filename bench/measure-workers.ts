// One whole search by so many threads, in a process of its own: prints its figures as JSON.
//   node measure-workers.js test/peer-models/phils.ts '{"N":13}' 2 [reduction ...]

import { checkHelped } from '../src/check/check.ts';
import type { ReductionName } from '../src/outcome/reduction-names.ts';
import { Crew } from '../src/supervise/crew.ts';
import { secondsSince, subjectIn } from './prepared.ts';

export interface WorkersRun {
  readonly states: number;
  readonly transitions: number;
  /** Of the clock on the wall, and of processor time, all threads: of the search alone. */
  readonly wall: number;
  readonly seconds: number;
  readonly workers: number;
}

const MEMORY = 12 * 2 ** 30;

const [file, parameters, workers, ...names] = process.argv.slice(2);
const reduction = names as ReductionName[];
const set = Object.fromEntries(
  Object.entries(JSON.parse(parameters)).map(([name, value]) => [name, `${value}`]),
);
const crew = new Crew(Number(workers) - 1, { file, set, options: { reduction } });
// As `check` does.
crew.begin();
const { model, values } = await subjectIn(file, parameters);
const before = process.cpuUsage();
const { statistics } = checkHelped(
  model,
  values,
  {},
  {
    reduction,
    memoryBytes: MEMORY,
    team: crew.team,
  },
);
const run: WorkersRun = {
  states: statistics.states,
  transitions: statistics.transitions,
  wall: statistics.seconds,
  seconds: secondsSince(before),
  workers: statistics.workers,
};
console.log(JSON.stringify(run));
crew.close();
process.exit();
