// A search whose states are owned by partitions, breadth-first: level by level, each a number of jobs whose logs and batches are kept
// in a place (place.ts). In memory are the states of one partition, and of more where there is room.
//
// What must stay true: a level begins when all jobs of the one before are done, so that a state that is new at a level has no
// shorter run. What a job finds depends on the levels before alone (job-worker.ts); so counts and findings are the same however
// many jobs are done at a time, and wherever a process has ended and another gone on. An exact search: states are never forgotten.

import { UsageError } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import { limitRequested, notInAStep, StopSignal } from '../base/progress.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { OpenProperties } from '../explore/open-properties.ts';
import type { ExploreOptions } from '../explore/options.ts';
import type { Strategy } from '../explore/strategy.ts';
import type { Finding } from '../graph/finding.ts';
import type { StoredGraph } from '../graph/stored-graph.ts';
import { STORE_FULL } from '../store/state-store.ts';
import { Stepper } from '../transition/stepper.ts';
import { JobWorker } from './job-worker.ts';
import { openLog } from './known-states.ts';
import { type Amounts, candidatesIn, candidatesOf, LevelRecords, summed } from './level-records.ts';
import {
  type BatchIndex,
  BEGIN,
  batchOf,
  type Job,
  type JobFigures,
  type LevelRecord,
  type LogIndex,
  logOf,
} from './objects.ts';
import { type JobHelpers, performLevel } from './perform-level.ts';
import { DamagedObject, type Place } from './place.ts';
import { ENOUGH, planLevel } from './plan-level.ts';
import { beginning, type FoundState, logged, runTo, type WayParts } from './way.ts';

/** Where a search in partitions is kept, how many there are, and who does their jobs besides. */
export interface Partitioned {
  readonly place: Place;
  readonly partitions: number;
  /** So many candidates are a job. */
  readonly enough?: number;
  readonly helpers?: JobHelpers | undefined;
}

const NOTHING: JobFigures = { states: 0, transitions: 0, beyond: 0 };

export class PartitionedSearch implements Strategy {
  readonly findings = new Map<string, Finding>();
  readonly ahead = undefined;
  readonly keepsGraph = false;
  readonly workers: number;
  depth = 0;
  readonly #monitor: Monitor;
  readonly #options: ExploreOptions;
  readonly #place: Place;
  readonly #records: LevelRecords;
  readonly #helpers: JobHelpers | undefined;
  readonly #enough: number;
  readonly #worker: JobWorker;
  readonly #ways: WayParts;
  readonly #open: OpenProperties;
  /** Of the jobs that are done; and of the one that is being done. */
  #done = NOTHING;
  #underWay = NOTHING;
  /** Candidates of the level that comes next: how many of them are new is not known yet. */
  frontier = 0;
  #graph: StoredGraph | undefined;

  constructor(
    system: CompiledSystem,
    monitor: Monitor,
    options: ExploreOptions,
    { place, partitions, enough = ENOUGH, helpers }: Partitioned,
  ) {
    const { progress, quotient, recorder, maxDepth } = options;
    const stepper = new Stepper(system, monitor, { flags: progress.flags });
    this.#monitor = monitor;
    this.#options = options;
    this.#place = place;
    this.#helpers = helpers;
    this.#enough = enough;
    this.workers = 1 + (helpers?.size ?? 0);
    this.#records = new LevelRecords(place);
    this.#open = new OpenProperties(options);
    this.#ways = { place, records: this.#records, stepper, quotient };
    this.#worker = new JobWorker({
      place,
      records: this.#records,
      partitions,
      stepper,
      monitor,
      quotient,
      recorder,
      maxDepth,
      memoryBytes: options.memoryBytes / this.workers,
      progress,
      beat: (states, transitions) => {
        this.#underWay = { states, transitions, beyond: 0 };
        this.#beat();
      },
      aroundGrowth: (grow) => notInAStep(progress, grow),
    });
  }

  run(): LimitReached | undefined {
    this.#helpers?.begin();
    try {
      return this.#searchLevels();
    } catch (error) {
      if (error === STORE_FULL) return 'memory';
      if (error instanceof StopSignal) return error.limit;
      if (error instanceof DamagedObject) throw damaged(this.#place, error);
      throw error;
    } finally {
      this.#underWay = NOTHING;
      this.#helpers?.end();
    }
  }

  #searchLevels(): LimitReached | undefined {
    for (let level = this.#resume(); ; level++) {
      const candidates = this.#candidatesOf(level);
      this.frontier = total(candidates);
      if (this.frontier === 0) return this.#limitOfAll();
      if (this.#open.areDecided(this.findings, this.states)) return undefined;
      if (this.states >= this.#options.maxStates) return 'states';
      this.#performLevel(level, planLevel(level, candidates, this.#enough));
    }
  }

  /** The first level that is not done. */
  #resume(): number {
    const { count } = this.#records;
    for (let level = 0; level < count; level++) this.#know(level, this.#records.of(level));
    return count;
  }

  /** What keeps a search from being whole that has come to its end. */
  #limitOfAll(): LimitReached | undefined {
    if (this.depth >= this.#options.maxDepth) return 'depth';
    return this.beyond > 0 ? 'constraint' : undefined;
  }

  #candidatesOf(level: number): Amounts {
    if (level === 0 && !this.#place.open(BEGIN)) this.#worker.begin();
    return candidatesOf(this.#records, level);
  }

  #performLevel(level: number, jobs: readonly Job[]): void {
    const before = this.#done;
    const done = performLevel(level, jobs, {
      place: this.#place,
      worker: this.#worker,
      helpers: this.#helpers,
      words: this.#ways.stepper.system.layout.words,
      beat: (some, found) => {
        const elsewhere = { ...NOTHING, states: found };
        this.#underWay = NOTHING;
        this.#done = sumOf([before, elsewhere, ...some.flatMap((one) => one?.figures ?? [])]);
        if (this.states >= this.#options.maxStates) throw new StopSignal('states');
        this.#beat();
      },
    });
    this.#underWay = NOTHING;
    this.#done = sumOf([before, ...done.map(({ figures }) => figures)]);
    this.#place.settle();
    this.#records.add(level, this.#recordOf(jobs, done));
    this.#place.settle();
    this.#removeBatches(level);
    this.#know(level, this.#records.of(level));
  }

  #recordOf(jobs: readonly Job[], done: readonly BatchIndex[]): LevelRecord {
    this.#place.expect(jobs.map(logOf));
    const logs = jobs.map((job) => openLog(this.#place, logOf(job)).index as LogIndex);
    const sections = logs.map(({ sections: all }) =>
      all.map(({ partition, states }) => [partition, states] as const),
    );
    return {
      jobs,
      states: summed(sections),
      candidates: candidatesIn(done),
      total: this.#done,
      findings: done.flatMap(({ findings }, job) => findings.map((one) => ({ ...one, job }))),
    };
  }

  /** Those that the level was made of. */
  #removeBatches(level: number): void {
    const names = level === 0 ? [BEGIN] : this.#records.of(level - 1).jobs.map(batchOf);
    for (const name of names) this.#place.remove(name);
  }

  /** Takes over what a level has come to. */
  #know(level: number, { total: done, states, findings }: LevelRecord): void {
    this.#done = done;
    if (states.length > 0) this.depth = level;
    for (const { job, state: place, ...found } of findings) {
      const { property } = found;
      if (this.findings.has(property)) continue;
      const { graph, end } = runTo(this.#ways, logged(this.#ways, { level, job, place }));
      const minimal = this.beyond > 0 ? { minimal: false as const } : {};
      this.findings.set(property, { ...found, ...minimal, graph, state: end });
      this.#open.close(property);
      this.#monitor.close(property);
      this.#options.onFinding?.();
    }
  }

  /** Of the initial states; or, where the model went wrong, of the run that led there. */
  get graph(): StoredGraph {
    this.#graph ??= beginning(this.#ways);
    return this.#graph;
  }

  get asked(): number {
    return this.#inOwnGraph(this.#worker.asked);
  }

  get current(): number {
    return this.#inOwnGraph(this.#worker.current);
  }

  get states(): number {
    return this.#done.states + this.#underWay.states;
  }

  get transitions(): number {
    return this.#done.transitions + this.#underWay.transitions;
  }

  get beyond(): number {
    return this.#done.beyond;
  }

  get memoryBytes(): number {
    return this.#worker.memoryBytes;
  }

  get memoryToGrow(): number {
    return this.#worker.memoryToGrow;
  }

  report(): void {
    const { states, transitions, depth, frontier, memoryBytes } = this;
    this.#options.progress.report({ states, transitions, depth, frontier, memoryBytes });
  }

  #beat(): void {
    this.#helpers?.hear();
    this.#options.onBeat?.();
    this.report();
    const limit = limitRequested(this.#options.progress);
    if (limit) throw new StopSignal(limit);
  }

  #inOwnGraph(found: FoundState | undefined): number {
    if (!found) return -1;
    const { graph, end } = runTo(this.#ways, found);
    this.#graph = graph;
    return end;
  }
}

function damaged({ label, remedy }: Place, { message }: DamagedObject): UsageError {
  return new UsageError(`${label}: ${message}${remedy}`);
}

function sumOf(all: readonly JobFigures[]): JobFigures {
  const sum = (of: (one: JobFigures) => number): number => all.reduce((n, one) => n + of(one), 0);
  return {
    states: sum(({ states }) => states),
    transitions: sum(({ transitions }) => transitions),
    beyond: sum(({ beyond }) => beyond),
  };
}

function total(amounts: Amounts): number {
  return amounts.reduce((sum, [, amount]) => sum + amount, 0);
}
