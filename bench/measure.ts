// One measurement in a process of its own: explores one configuration and prints its figures as JSON.
//   node measure.js test/peer-models/peterson.ts '{"N":3}'
//   node measure.js specs/zonelist-rebuild.ts '{"tasks":3}' [safety]: with all properties but those of liveness
//   node measure.js test/peer-models/phils.ts '{"N":13}' 'leads-to, weak': with a claim of claims.ts

import { checkModel } from '../src/check.ts';
import { loadFile } from '../src/load/load-model.ts';
import { type ParameterValues, resolveParameters } from '../src/model/define-model.ts';
import { CLAIMS, claimOf } from './claims.ts';
import type { Configuration } from './configurations.ts';
import { safetyOf } from './safety.ts';

export interface Run {
  readonly states: number;
  readonly transitions: number;
  /** Of processor time, in user and system mode, all threads. */
  readonly seconds: number;
  /** The same from the start of the tool to its verdict: whatever it loads, generates and compiles before included. */
  readonly whole: number;
  /** Bytes a state: what the process has resident, and of that what is kept of each state. */
  readonly resident: number;
  readonly stored?: number;
  /** The most bytes that were resident at any time, of the whole process. */
  readonly peak?: number;
}

const MEMORY = 12 * 2 ** 30;

const [file, parameters, properties] = process.argv.slice(2);
const loaded = await loadFile(file);
const model = loaded.type === 'model' ? loaded.model : loaded.spec.model;
const values = resolveParameters(model, JSON.parse(parameters) as ParameterValues);
const claim = CLAIMS.find((one) => one === properties);
const wanted =
  loaded.type === 'spec' && properties === 'safety'
    ? safetyOf(loaded.spec.properties(values))
    : claim
      ? claimOf(model.name as Configuration['model'], claim)
      : {};
const before = process.cpuUsage();
const { statistics } = checkModel(model, values, wanted, {
  memoryBytes: MEMORY,
  reduction: false,
});
const { user, system } = process.cpuUsage(before);
const { states, transitions, peakMemoryBytes } = statistics;
const run: Run = {
  states,
  transitions,
  seconds: (user + system) / 1e6,
  whole: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
  resident: process.memoryUsage().rss / states,
  stored: peakMemoryBytes / states,
  peak: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(run));
