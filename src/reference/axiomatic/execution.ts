// Candidate executions: the events of all threads, from which write each read has its value (rf), and in which order the writes
// of each location are (co). Which of them can happen is for a memory model to say.

import type { Program, Tag, Value } from './program.ts';
import { MOST_EVENTS, Relation } from './relation.ts';
import { type ThreadEvent, type ThreadRun, threadRuns } from './thread-runs.ts';

export interface Execution {
  readonly events: readonly ExecutionEvent[];
  readonly po: Relation;
  readonly rf: Relation;
  readonly co: Relation;
  readonly addr: Relation;
  readonly data: Relation;
  readonly ctrl: Relation;
  readonly rmw: Relation;
  readonly final: FinalState;
}

export interface ExecutionEvent extends Pick<ThreadEvent, 'type' | 'location' | 'value' | 'tags'> {
  /** Absent of initial writes. */
  readonly thread?: number;
}

/** Registers as `0:r1`, and locations. */
export type FinalState = ReadonlyMap<string, Value>;

/** Initial writes have this tag, and no other. */
export const INITIAL: Tag = 'initial';

export function* executionsOf(program: Program): Generator<Execution> {
  for (const runs of product(runsOfThreads(program))) yield* executionsOfRuns(program, runs);
}

/** A value has come through writes of which none occurs twice: so many rounds find all that there are. */
function runsOfThreads({ threads, initial, registers = [] }: Program): ThreadRun[][] {
  const values = new Map([...initial].map(([location, value]) => [location, new Set([value])]));
  for (let round = 0; ; round++) {
    const runs = threads.map((thread, k) =>
      threadRuns(thread, registers[k] ?? new Map(), (location) => values.get(location) ?? []),
    );
    const writes = runs.map((ofThread) => Math.max(...ofThread.map((run) => writesIn(run).length)));
    if (round > writes.reduce((sum, count) => sum + count, 0)) return runs;
    const before = sizeOf(values);
    for (const { location = '', value = 0 } of runs.flat().flatMap(writesIn)) {
      values.get(location)?.add(value);
    }
    if (sizeOf(values) === before) return runs;
    if (sizeOf(values) > MOST_VALUES) throw new Error('this program has too many values');
  }
}

function writesIn({ events }: ThreadRun): readonly ThreadEvent[] {
  return events.filter(({ type }) => type === 'write');
}

function sizeOf(values: ReadonlyMap<string, ReadonlySet<Value>>): number {
  return [...values.values()].reduce((sum, { size }) => sum + size, 0);
}

/** Each is a guess at every read. */
const MOST_VALUES = 16;

/** One of each list, in all ways. */
function* product<T>([first, ...others]: readonly (readonly T[])[]): Generator<T[]> {
  if (first === undefined) return yield [];
  for (const rest of product(others)) {
    for (const one of first) yield [one, ...rest];
  }
}

function* executionsOfRuns({ initial }: Program, runs: readonly ThreadRun[]): Generator<Execution> {
  const first = [...initial].map(
    ([location, value]): ExecutionEvent => ({ type: 'write', location, value, tags: [INITIAL] }),
  );
  const starts: number[] = [];
  const events = [...first];
  runs.forEach((run, thread) => {
    starts.push(events.length);
    events.push(...run.events.map((event) => ({ ...event, thread })));
  });
  if (events.length > MOST_EVENTS) throw new Error(`${events.length} events are too many`);
  const sources = sourcesOf(events);
  if (sources.some((pairs) => pairs.length === 0)) return;
  const fixed = fixedRelations(events, runs, starts);
  const orders = [...initial.keys()].map((location) => [...ordersOf(location, events)]);
  for (const rf of product(sources)) {
    for (const co of product(orders)) {
      yield {
        events,
        ...fixed,
        rf: rfOf(events, rf),
        co: coOf(events.length, co),
        final: finalOf(events, runs, co),
      };
    }
  }
}

type Fixed = Pick<Execution, 'po' | 'addr' | 'data' | 'ctrl' | 'rmw'>;

function fixedRelations(
  events: readonly ExecutionEvent[],
  runs: readonly ThreadRun[],
  starts: readonly number[],
): Fixed {
  const size = events.length;
  const po = Relation.of(
    size,
    (a, b) => a < b && events[a].thread !== undefined && events[a].thread === events[b].thread,
  );
  const pairs = (sources: (event: ThreadEvent) => Iterable<number>) => {
    const rows = new Array<number>(size).fill(0);
    runs.forEach((run, thread) => {
      run.events.forEach((event, k) => {
        for (const source of sources(event))
          rows[starts[thread] + source] |= 1 << (starts[thread] + k);
      });
    });
    return new Relation(rows);
  };
  return {
    po,
    addr: pairs(({ address }) => address),
    data: pairs(({ data }) => data),
    ctrl: pairs(({ control }) => control),
    rmw: pairs(({ updates }) => (updates === undefined ? [] : [updates])),
  };
}

/** For each read, the writes that it may have its value from, as pairs. */
function sourcesOf(events: readonly ExecutionEvent[]): (readonly [number, number])[][] {
  return events.flatMap((read, to) => {
    if (read.type !== 'read') return [];
    const pairs = events.flatMap((write, from): (readonly [number, number])[] => {
      const fits =
        write.type === 'write' && write.location === read.location && write.value === read.value;
      return fits ? [[from, to]] : [];
    });
    return [pairs];
  });
}

/** All orders of the writes of a location, the initial one first. */
function* ordersOf(location: string, events: readonly ExecutionEvent[]): Generator<number[]> {
  const writes = events.flatMap((event, k) =>
    event.type === 'write' && event.location === location ? [k] : [],
  );
  const [first, ...others] = writes;
  for (const order of permutations(others)) yield [first, ...order];
}

function* permutations(all: readonly number[]): Generator<number[]> {
  if (all.length === 0) return yield [];
  for (const one of all) {
    for (const rest of permutations(all.filter((other) => other !== one))) yield [one, ...rest];
  }
}

function rfOf(
  { length }: readonly unknown[],
  pairs: readonly (readonly [number, number])[],
): Relation {
  return Relation.of(length, (a, b) => pairs.some(([from, to]) => from === a && to === b));
}

function coOf(size: number, orders: readonly (readonly number[])[]): Relation {
  return Relation.of(size, (a, b) =>
    orders.some((order) => order.includes(a) && order.indexOf(a) < order.indexOf(b)),
  );
}

function finalOf(
  events: readonly ExecutionEvent[],
  runs: readonly ThreadRun[],
  orders: readonly (readonly number[])[],
): FinalState {
  const registers = runs.flatMap((run, thread) =>
    [...run.registers].map(([name, value]): [string, Value] => [`${thread}:${name}`, value]),
  );
  const locations = orders.map((order): [string, Value] => {
    const last = events[order[order.length - 1]];
    return [last.location ?? '', last.value ?? 0];
  });
  return new Map([...registers, ...locations]);
}
