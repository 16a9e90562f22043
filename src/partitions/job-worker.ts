// Does jobs, one after the other: takes what is new for each of the job's partitions, writes it to the log, expands it, and sends what
// it leads to. All that it needs is the place and the model, so that any thread of any process can do any job.
//
// What must stay true: a job that is done again, whole or after half of it, finds, counts and logs the same. So its log depends on
// the logs and batches of the levels before alone; and nothing is seen of it before its batch is committed, after its log. What
// its batch leaves out of what is known already (outbox.ts) makes no difference to that.

import { BEAT, type Progress } from '../base/progress.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import type { StateRecorder } from '../graph/recorder.ts';
import type { Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import { NO_MOVE, ORIGIN_COLUMNS } from './candidate.ts';
import { Columns } from './chunk.ts';
import { JobExpander } from './job-expander.ts';
import { KnownStates } from './known-states.ts';
import type { LevelRecords } from './level-records.ts';
import { Batches, Origins } from './new-states.ts';
import { type BatchIndex, BEGIN, batchOf, type Job, type LogSection, logOf } from './objects.ts';
import { Outbox, outboxRoom } from './outbox.ts';
import type { ObjectWriter, Place } from './place.ts';
import type { FoundState } from './way.ts';

export interface WorkerParts {
  readonly place: Place;
  readonly records: LevelRecords;
  readonly partitions: number;
  readonly stepper: Stepper;
  readonly monitor: Monitor;
  readonly quotient: Quotient | undefined;
  readonly recorder: StateRecorder | undefined;
  readonly maxDepth: number;
  readonly memoryBytes: number;
  readonly progress: Progress;
  /** Called now and then with how many states and transitions the job has come to; what it throws ends the job. */
  readonly beat: (states: number, transitions: number) => void;
  readonly aroundGrowth: (grow: () => void) => void;
}

/** States of a chunk of a log. */
const LOGGED_AT_ONCE = 2048;

export class JobWorker {
  readonly #parts: WorkerParts;
  readonly #known: KnownStates;
  readonly #outbox: Outbox;
  readonly #outboxBytes: number;
  readonly #expander: JobExpander;
  readonly #batches: Batches;
  readonly #origins = new Origins();
  readonly #logged: Columns;
  readonly #loggedOrigins: Columns;
  readonly #beat = (): void => this.#parts.beat(this.#found, this.#expander.transitions);
  #level = 0;
  /** How many states the job has found, and the first of the partition at hand in memory. */
  #found = 0;
  #first = 0;

  constructor(parts: WorkerParts) {
    const { place, records, stepper, memoryBytes, partitions, aroundGrowth } = parts;
    const { words } = stepper.system.layout;
    const beat = this.#beat;
    const room = outboxRoom(memoryBytes, partitions, words);
    this.#parts = parts;
    this.#outboxBytes = room.bytes;
    this.#known = new KnownStates(words, memoryBytes - room.bytes, {
      place,
      records,
      beat,
      aroundGrowth,
    });
    this.#outbox = new Outbox(this.#known, partitions, room);
    this.#expander = new JobExpander({ ...parts, known: this.#known, outbox: this.#outbox, beat });
    this.#batches = new Batches(place, words);
    this.#logged = new Columns(words, LOGGED_AT_ONCE);
    this.#loggedOrigins = new Columns(ORIGIN_COLUMNS, LOGGED_AT_ONCE);
  }

  get memoryBytes(): number {
    return this.#known.set.bytes + this.#outboxBytes;
  }

  get memoryToGrow(): number {
    return this.memoryBytes + this.#known.set.bytesToGrow;
  }

  /** Sends the initial states to their partitions. */
  begin(): void {
    const { place, stepper, quotient } = this.#parts;
    const writer = place.create(BEGIN);
    try {
      this.#outbox.begin(writer);
      this.#expander.begin();
      let made = 0;
      for (const initial of stepper.initial()) {
        if (made % BEAT === 0) this.#parts.beat(0, 0);
        stepper.state.set(initial);
        quotient?.canonicalize(stepper.state);
        this.#outbox.send(stepper.state, 0, this.#known.set.hash(stepper.state, 0));
        this.#outbox.sentFrom(made++, NO_MOVE);
      }
      const figures = { states: 0, transitions: 0, beyond: 0 };
      const index: BatchIndex = { figures, findings: [], sent: this.#outbox.end() };
      writer.commit(index);
    } finally {
      writer.abandon();
    }
  }

  /** Does a job; what it comes to is the index of its batch. */
  perform(job: Job): BatchIndex {
    const { place, progress } = this.#parts;
    const log = place.create(logOf(job));
    const batch = place.create(batchOf(job));
    try {
      const index = this.#perform(job, log, batch);
      progress.whileSaving(() => batch.commit(index));
      return index;
    } catch (error) {
      // What is in memory of a job that is not done counts for nothing.
      this.#batches.forget();
      throw error;
    } finally {
      log.abandon();
      batch.abandon();
    }
  }

  /** After a job that has thrown, before the next: what it has put into memory is not logged. */
  forget(): void {
    this.#known.forgetAll();
  }

  /** The state that was asked, or expanded, when something was thrown. */
  get asked(): FoundState | undefined {
    return this.#inHand(this.#expander.asked);
  }

  get current(): FoundState | undefined {
    return this.#inHand(this.#expander.current);
  }

  #inHand(index: number): FoundState | undefined {
    if (index < 0) return undefined;
    const state = new Int32Array(this.#outbox.words);
    this.#known.set.load(index, state);
    const at = index - this.#first;
    const { jobs, places } = this.#origins;
    return { state, level: this.#level, job: jobs[at], origin: places[at] };
  }

  #perform(job: Job, log: ObjectWriter, batch: ObjectWriter): BatchIndex {
    const { level, first, last } = job;
    const { records, progress } = this.#parts;
    this.#level = level;
    this.#found = 0;
    this.#outbox.begin(batch);
    this.#expander.begin();
    this.#batches.begin(level, level === 0 ? [] : records.of(level - 1).jobs);
    this.#logged.clear();
    this.#loggedOrigins.clear();
    const sections: LogSection[] = [];
    for (let partition = first; partition <= last; partition++) {
      if (this.#batches.sentTo(partition) === 0) continue;
      this.#known.expect(partition, level);
      this.#batches.expect(partition);
    }
    for (let partition = first; partition <= last; partition++) {
      const section = this.#performFor(partition, level, log);
      if (section) sections.push(section);
    }
    const sent = this.#outbox.end();
    // What has come up by now is not committed to.
    this.#beat();
    progress.whileSaving(() => log.commit({ sections }));
    const { transitions, beyond, findings } = this.#expander;
    const figures = { states: this.#found, transitions, beyond };
    return { figures, findings: [...findings.values()], sent };
  }

  /** Nothing where there is no candidate. */
  #performFor(partition: number, level: number, log: ObjectWriter): LogSection | undefined {
    const candidates = this.#batches.sentTo(partition);
    if (candidates === 0) return undefined;
    const origins = this.#origins;
    origins.begin(candidates);
    this.#known.load(partition, level, candidates);
    const { set } = this.#known;
    this.#first = set.count;
    this.#batches.takeNew(partition, this.#known, origins, this.#beat);
    const states = origins.count;
    const chunks = this.#write(log, states);
    this.#expander.ask(this.#first, this.#found, origins);
    if (level < this.#parts.maxDepth) this.#expander.expand(this.#first, states);
    this.#found += states;
    return { partition, states, chunks };
  }

  #write(log: ObjectWriter, states: number): LogSection['chunks'] {
    const { set } = this.#known;
    const { words, arena } = set;
    const { jobs, places } = this.#origins;
    const chunks: LogSection['chunks'][number][] = [];
    for (let k = 0; k < states; k++) {
      this.#logged.append(arena, (this.#first + k) * words, words);
      this.#loggedOrigins.append(jobs, k, 1);
      this.#loggedOrigins.set(1, places[k]);
      if (!this.#logged.isFull && k < states - 1) continue;
      chunks.push({ states: this.#logged.flush(log), origins: this.#loggedOrigins.flush(log) });
    }
    return chunks;
  }
}
