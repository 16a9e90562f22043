// How a search in partitions has come to a state: from log to log, back to an initial state. The run is then a small graph of its own
// that holds its states alone, as one of a lossy search is, so that it is shown as any other: its steps are taken again.

import { StoredGraph } from '../graph/stored-graph.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import { ORIGIN_COLUMNS } from './candidate.ts';
import { readChunk } from './chunk.ts';
import { openLog } from './known-states.ts';
import type { LevelRecords } from './level-records.ts';
import { type LogIndex, logOf } from './objects.ts';
import { DamagedObject, type Place } from './place.ts';

/** A state that is logged: the job, by its place among those of its level, and the place in that job's log. */
export interface StateAddress {
  readonly level: number;
  readonly job: number;
  readonly place: number;
}

/** A state, and where it was found from: a place in the log of a job of the level before. */
export interface FoundState {
  readonly level: number;
  readonly state: Int32Array;
  readonly job: number;
  readonly origin: number;
}

/** A run as a graph of its states, and the number of the last. */
export interface RunGraph {
  readonly graph: StoredGraph;
  readonly end: number;
}

export interface WayParts {
  readonly place: Place;
  readonly records: LevelRecords;
  readonly stepper: Stepper;
  readonly quotient: Quotient | undefined;
}

/** Room for a run, whatever the search was given; and for each of its states. */
const LEAST_BYTES = 2 ** 20;
const BYTES_A_WORD = 32;

/** The run to a state. */
export function runTo(parts: WayParts, end: FoundState): RunGraph {
  const way = [end];
  for (let at = end; at.level > 0; way.push(at)) {
    at = logged(parts, { level: at.level - 1, job: at.job, place: at.origin });
  }
  way.reverse();
  const graph = emptyGraph(parts, way.length);
  let last = graph.addInitial(initialAt(parts.stepper, way[0].origin));
  for (const { state } of way.slice(1)) {
    const next = graph.visited.insert(state);
    if (next < 0) throw notRepeatable();
    graph.predecessors[next] = last;
    last = next;
  }
  return { graph, end: last };
}

/** What the log of a job says of a state. */
export function logged({ place, records, stepper }: WayParts, at: StateAddress): FoundState {
  const { words } = stepper.system.layout;
  const object = openLog(place, logOf(records.of(at.level).jobs[at.job]));
  let first = 0;
  for (const chunk of (object.index as LogIndex).sections.flatMap(({ chunks }) => chunks)) {
    const { records: several } = chunk.states;
    const k = at.place - first;
    first += several;
    if (k >= several) continue;
    const columns = readChunk(object, chunk.states, words);
    const origins = readChunk(object, chunk.origins, ORIGIN_COLUMNS);
    const state = Int32Array.from({ length: words }, (_, w) => columns[w * several + k]);
    return { level: at.level, state, job: origins[k], origin: origins[several + k] };
  }
  throw new DamagedObject(object.name, `it has no state ${at.place}`);
}

/** A graph of the initial states alone. */
export function beginning(parts: WayParts): StoredGraph {
  const initial = [...parts.stepper.initial()].map((state) => state.slice());
  const graph = emptyGraph(parts, initial.length);
  for (const state of initial) graph.addInitial(state);
  return graph;
}

/** The real initial state of a number, in the order in which they are made. */
function initialAt(stepper: Stepper, number: number): Int32Array {
  let k = 0;
  for (const made of stepper.initial()) if (k++ === number) return made.slice();
  throw notRepeatable();
}

function emptyGraph({ stepper, quotient }: WayParts, states: number): StoredGraph {
  return new StoredGraph({
    stepper,
    quotient,
    expansion: undefined,
    keepsSuccessors: false,
    memoryBytes: LEAST_BYTES + BYTES_A_WORD * (stepper.system.layout.words + 1) * states,
    extraWords: 0,
    aroundGrowth: (grow) => grow(),
    beat: () => {},
  });
}
