// `check MODEL --queue`: the states of a search are kept in a queue, and its workers do the jobs of each level. The search itself, which
// knows the levels, is a thread of this process; here is what it asks for of Redis.
//
// What must stay true: nothing comes into Redis of a check that is refused, and nothing is left of one that has come to its end. Of one
// that ends early all is left, so that the same command goes on with it.

import { hostname } from 'node:os';
import { ModelError, UsageError } from '../../base/errors.ts';
import { AwaitedAnswers, LOOK_MS } from '../../queue/awaited-answers.ts';
import type { Connection } from '../../queue/connection.ts';
import { JobQueue } from '../../queue/job-queue.ts';
import { QueueError } from '../../queue/queue-error.ts';
import { removeRun } from '../../queue/remove-run.ts';
import {
  announce,
  type Hold,
  hold,
  type RunRecord,
  recordOf,
  renew,
  tell,
} from '../../queue/run-registry.ts';
import { differenceOf, sourcesOfRun } from '../../queue/run-sources.ts';
import { StoredObjects } from '../../queue/stored-objects.ts';
import { Answering } from '../../supervise/calls.ts';
import type { EndOfJob, LeaderCall, QueuedJob } from '../../supervise/queue-calls.ts';
import type { AskedQueue } from '../../supervise/queue-search.ts';
import type { SearchInput } from '../../supervise/tasks/check.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { packageVersion } from '../version.ts';
import { isEndOfJob, levelJob } from './level-job.ts';
import { openQueue } from './open-queue.ts';
import { askedText, filesOfCheck, refuseUnshared } from './queued-check.ts';
import { figuresIn } from './row-figures.ts';
import { type SearchTold, StatesRate } from './search-told.ts';
import { storeAnswer } from './store-answer.ts';
import { UntakenRows } from './untaken.ts';

export interface AskedCheckOnQueue {
  readonly url: string;
  readonly partitions: number;
  /** Seconds. */
  readonly lease: number;
  /** Of each worker, in bytes, where that was asked for. */
  readonly memory: number | undefined;
  readonly input: SearchInput;
  readonly terminal: Terminal;
  readonly session: Session;
}

/** Does `work` with what a searching thread needs to keep its states in a queue. */
export function onQueue<T>(
  asked: AskedCheckOnQueue,
  work: (queue: AskedQueue) => Promise<T>,
): Promise<T> {
  const run = runOf(asked);
  return openQueue(asked.url, `mmcheck:run:${run.id}`, async (connection) => {
    const coordinator = new CheckCoordinator(connection, run, asked);
    try {
      return await coordinator.during(work);
    } finally {
      await coordinator.close();
    }
  });
}

function runOf({ partitions, lease, memory, input }: AskedCheckOnQueue): RunRecord {
  const { file, spec, set, options } = input;
  const specs = filesOfCheck(file, spec);
  refuseUnshared(specs);
  return recordOf({
    kind: 'states',
    version: packageVersion(),
    specs,
    sources: sourcesOfRun(specs),
    asked: askedText(set, options, partitions),
    ...(memory !== undefined && { memory }),
    leaseMs: lease * 1000,
    began: Date.now(),
  });
}

const TELL_MS = 1000;
const LEAVING_MS = 3000;

/** What there is once a search has begun: before, nothing may come into Redis. */
interface Begun {
  readonly held: Hold;
  readonly queue: JobQueue;
  readonly answers: AwaitedAnswers;
}

class CheckCoordinator {
  readonly #connection: Connection;
  readonly #run: RunRecord;
  readonly #asked: AskedCheckOnQueue;
  readonly #objects: StoredObjects;
  readonly #rate = new StatesRate();
  #begun: Begun | undefined;
  #level = 0;
  #isOver = false;
  #telling: NodeJS.Timeout | undefined;
  #told: Promise<void> = Promise.resolve();
  #untaken: UntakenRows | undefined;
  #fail: (error: unknown) => void = () => {};

  constructor(connection: Connection, run: RunRecord, asked: AskedCheckOnQueue) {
    this.#connection = connection;
    this.#run = run;
    this.#asked = asked;
    this.#objects = new StoredObjects(connection, run.id);
  }

  async during<T>(work: (queue: AskedQueue) => Promise<T>): Promise<T> {
    const { partitions, terminal } = this.#asked;
    const answering = new Answering<LeaderCall>((call) => this.#answer(call));
    const failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    failed.catch(() => {});
    const { shown } = this.#connection;
    const queue = { partitions, label: `--queue ${shown}`, callPort: answering.callPort };
    try {
      const done = await Promise.race([failed, work(queue)]);
      if (this.#begun && !this.#isOver) {
        const words = `run ${this.#run.id} stays in the queue; the same command goes on with it`;
        terminal.message(`mmcheck: ${words}`);
      }
      return done;
    } catch (error) {
      this.#isOver ||= error instanceof ModelError;
      throw error;
    } finally {
      answering.close();
      if (this.#begun && this.#isOver) await this.#remove(this.#begun);
    }
  }

  #answer(call: LeaderCall): unknown {
    switch (call.type) {
      case 'begin':
        return this.#begin();
      case 'level':
        return this.#perform(call.jobs);
      case 'over':
        this.#isOver = true;
        return undefined;
      default:
        return storeAnswer(this.#objects, call);
    }
  }

  /** Another search of the check finds the run there. */
  async #begin(): Promise<void> {
    if (this.#begun) return;
    const { terminal, partitions } = this.#asked;
    const [connection, run] = [this.#connection, this.#run];
    const { id, sources, specs } = this.#run;
    const changed = differenceOf(sources, sourcesOfRun(specs));
    if (changed !== undefined) {
      throw new UsageError(
        `--queue: files were saved while they were read (${changed}); run it again`,
      );
    }
    await announce(connection, run);
    const held = await hold(connection, id, `${hostname()}:${process.pid}`, () =>
      terminal.message(`mmcheck: another command seems to run this (${id}); waiting for it`),
    );
    held.taken.catch((error: unknown) => this.#fail(error));
    await renew(connection, run);
    const queue = new JobQueue(connection, run);
    const again = () => announce(connection, run);
    const answers = new AwaitedAnswers(connection, queue, again, LOOK_MS.often);
    const begun = { held, queue, answers };
    this.#begun = begun;
    await queue.begin();
    await queue.clear();
    answers.begin();
    this.#telling = setInterval(() => {
      this.#told = this.#tell(begun).catch(() => {});
    }, TELL_MS);
    const where = `the workers at ${this.#connection.shown}`;
    terminal.message(`mmcheck: run ${id}: states in ${partitions} partitions, for ${where}`);
  }

  /** What became of the jobs. */
  async #perform(jobs: readonly QueuedJob[]): Promise<EndOfJob[]> {
    const { queue, answers } = this.#begun as Begun;
    this.#level = jobs[0].job.level;
    this.#untaken ??= new UntakenRows(this.#connection.shown, jobs.length, Date.now());
    const put = jobs.map(levelJob);
    const ends = put.map((job) => answers.of(job));
    await queue.put(put);
    const ended = await Promise.all(ends);
    await queue.clear();
    return ended.map((end): EndOfJob => {
      if ('answer' in end) return isEndOfJob(end.answer) ? end.answer : { gaps: [] };
      if (end.isDeadly) throw new QueueError(end.failed);
      return { undone: end.failed, gaps: [] };
    });
  }

  async #tell({ queue, answers }: Begun): Promise<void> {
    const { session, terminal } = this.#asked;
    const active = (await queue.progress()).flatMap((one) => figuresIn(one) ?? []);
    session.elsewhere = () => active;
    session.about = `level ${this.#level}  `;
    const word = this.#untaken?.word(active.length, answers.left, Date.now());
    if (word !== undefined) terminal.message(word);
    const states = [...session.supervisors.flatMap((one) => one.figures() ?? []), ...active].reduce(
      (sum, one) => sum + one.states,
      0,
    );
    const told: SearchTold = {
      level: this.#level,
      states,
      statesPerSecond: this.#rate.of(states, performance.now()),
    };
    await tell(this.#connection, this.#run.id, told);
  }

  async #remove({ queue }: Begun): Promise<void> {
    clearInterval(this.#telling);
    await this.#told;
    await removeRun(this.#connection.redis, this.#run.id, queue);
  }

  async close(): Promise<void> {
    clearInterval(this.#telling);
    if (this.#begun === undefined) return;
    const { held, queue, answers } = this.#begun;
    answers.end();
    const left = Promise.allSettled([held.release(), queue.close()]);
    await Promise.race([left, new Promise((late) => setTimeout(late, LEAVING_MS).unref())]);
  }
}
