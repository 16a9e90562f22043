// One whole search in a process of its own: explores one configuration and prints its figures as JSON.
//   node measure.js test/peer-models/peterson.ts '{"N":3}'
//   node measure.js specs/zonelists/zonelist-rebuild.ts '{"tasks":3}' [safety]: with all properties but those of liveness
//   node measure.js test/peer-models/phils.ts '{"N":13}' 'leads-to, weak': with a claim of claims.ts
//   node measure.js test/peer-models/phils.ts '{"N":13}' packed: with another store

import { STORES } from '../src/base/stores.ts';
import type { Properties } from '../src/language/claims/property.ts';
import { CLAIMS, claimOf } from './claims.ts';
import type { Configuration } from './configurations.ts';
import { prepare, type Subject, secondsSince, subjectIn } from './prepared.ts';
import { safetyOf } from './safety.ts';

export interface Run {
  readonly states: number;
  readonly transitions: number;
  /** Of processor time, in user and system mode, all threads: of the search alone. */
  readonly seconds: number;
  /** The same from the start of the tool to the end of the search: whatever it loads, generates and compiles before included. */
  readonly whole: number;
  /** Bytes a state: what the process has resident, and of that what is kept of each state. */
  readonly resident: number;
  readonly stored?: number;
  /** The most bytes that were resident at any time, of the whole process. */
  readonly peak?: number;
}

const MEMORY = 12 * 2 ** 30;

const [file, parameters, asked] = process.argv.slice(2);
const subject = await subjectIn(file, parameters);
const store = STORES.find((one) => one === asked);
const search = prepare(subject, store ? {} : askedOf(subject), {
  reduction: [],
  memoryBytes: MEMORY,
  ...(store && { store }),
});
const before = process.cpuUsage();
const { states, transitions, limit } = search.run();
const seconds = secondsSince(before);
if (limit !== undefined) throw new Error(`${file}: ended by the limit of ${limit}`);
const run: Run = {
  states,
  transitions,
  seconds,
  whole: secondsSince(),
  resident: process.memoryUsage().rss / states,
  stored: search.memoryBytes / states,
  peak: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(run));

function askedOf({ model, specified }: Subject): Properties {
  if (asked === undefined) return {};
  const claim = CLAIMS.find((one) => one === asked);
  return claim ? claimOf(model.name as Configuration['model'], claim) : safetyOf(specified);
}
