// The watching side of a searching thread: asks, watches, stops. Whatever the author's code does,
// an answer comes: the result, an error, or `Stopped` with the figures so far. The search is asked
// to stop first, so that what it has learnt is not lost; only if it has used a second of a processor
// and given no answer, or five have passed, is its thread ended. What it told before is not lost then, either.

import { type MessagePort, Worker } from 'node:worker_threads';
import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { ASKING, BEGINNING, type Figures, Progress, StopRequest } from '../base/progress.ts';
import { checkRoomForThread } from './address-space.ts';
import type { InstanceNames } from './instance-names.ts';
import type { Reply, Request, TaskInput, TaskName, TaskResult } from './messages.ts';
import { type ThreadClock, threadClock } from './thread-clock.ts';
import { codeOf, uncaught } from './uncaught.ts';
import { Watch } from './watch.ts';
import { fromWire } from './wire-error.ts';

/** What Ctrl-C, SIGTERM and SIGHUP say is the same to a search, and not to who waits for the command; `unread`: stdout was closed. */
export type StopReason = 'interrupted' | 'terminated' | 'hung-up' | 'unread' | 'time' | 'memory';

/** The search was ended from outside, and only its figures are left. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly reason: StopReason;
  readonly figures: Figures;

  constructor(reason: StopReason, figures: Figures) {
    super(`stopped: ${reason}`);
    this.reason = reason;
    this.figures = figures;
  }
}

/** What is to be heard of a task before its end. */
export interface Hearing<Result> {
  /** What the result would be if it came to an end now; nothing where that is taken back. */
  learnt?(result: Result | undefined): void;
  /** Makes a result of what was learnt by a thread that came to an end before it was done, and of why it did. */
  cutShort?(learnt: Result, why: Error, figures: Figures): Result;
}

const LOOK_EVERY_MS = 100;
/** How much of a processor a search may use to come to an end when it is asked to; and how much time. */
const GRACE_MS = 1000;
const LONGEST_GRACE_MS = 5000;
/** A file takes a fraction of a second to load; nothing tells one that takes long from one that takes for ever. */
const LOADING_MS = 10_000;
const stillLoading = ({ file = 'the model' }: ModelErrorPlace): string =>
  `mmcheck: ${file}: no search has begun after 10 s: files are still being loaded, systems and properties made; ` +
  'if their code waits or has a loop that never ends, Ctrl-C stops it\n';

interface Pending {
  readonly progress: Progress;
  readonly watch: Watch;
  instances: readonly InstanceNames[];
  readonly hearing: Hearing<unknown>;
  learnt: unknown;
  /** The file that the task is about. */
  readonly place: ModelErrorPlace;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class Supervisor {
  readonly #heard: NodeJS.WritableStream;
  #worker: Worker | undefined;
  /** Of the worker, as soon as it has said who it is. */
  #clock: ThreadClock = threadClock(undefined);
  #pending: Pending | undefined;
  #stopping: StopReason | undefined;
  /** When the search was asked to stop, and what its thread had used until then. */
  #asked: { readonly at: number; readonly used: number } | undefined;

  /** `heard` gets what the author's code prints, which must not mix with results. */
  constructor(heard: NodeJS.WritableStream) {
    this.#heard = heard;
  }

  /** Performs one task; one at a time. */
  ask<T extends TaskName>(
    task: T,
    input: TaskInput<T>,
    hearing: Hearing<TaskResult<T>> = {},
  ): Promise<TaskResult<T>> {
    const progress = new Progress();
    if (this.#stopping) return Promise.reject(new Stopped(this.#stopping, progress.figures()));
    const request: Request<T> = { task, input, progress: progress.shared };
    const look = setInterval(() => this.#look(), LOOK_EVERY_MS);
    const hint = setTimeout(() => this.#sayStillLoading(), LOADING_MS);
    const answer = new Promise<unknown>((resolve, reject) => {
      const watch = new Watch(progress, () => this.#clock());
      const place = 'file' in input ? { file: input.file } : {};
      this.#pending = {
        progress,
        watch,
        instances: [],
        hearing: hearing as Hearing<unknown>,
        learnt: undefined,
        place,
        resolve,
        reject,
      };
      this.#worker ??= this.#start();
      this.#worker.postMessage(request, portsIn(input));
    });
    return answer.finally(() => {
      clearInterval(look);
      clearTimeout(hint);
      this.#pending = undefined;
    }) as Promise<TaskResult<T>>;
  }

  /** The figures of the search that runs, if one does. */
  figures(): Figures | undefined {
    return this.#pending?.progress.figures();
  }

  /** Asks the search to end with what it has; insists after a second, or when asked again. */
  stop(reason: StopReason): void {
    if (this.#stopping !== undefined) {
      this.#insist();
      return;
    }
    this.#stopping = reason;
    const request = reason === 'time' ? StopRequest.time : StopRequest.interrupted;
    this.#pending?.progress.requestStop(request);
    this.#asked = { at: performance.now(), used: this.#clock() };
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    checkRoomForThread();
    const worker = new Worker(new URL('../supervise/worker.js', import.meta.url), {
      stdout: true,
      stderr: true,
    });
    worker.stdout.pipe(this.#heard, { end: false });
    worker.stderr.pipe(this.#heard, { end: false });
    worker.on('message', (reply: Reply) => this.#worker === worker && this.#answered(reply));
    worker.on('error', (error) => this.#worker === worker && this.#broke(error));
    worker.on('exit', () => this.#worker === worker && this.#ended());
    return worker;
  }

  /** Ends the task and its thread; the next task gets a new one. */
  #abandon(error: Error): void {
    this.#endShort(error);
    void this.close();
  }

  /** Ends the task with what was learnt, if that is something. */
  #endShort(error: Error): void {
    if (!this.#pending) return;
    const { learnt, hearing, progress, resolve, reject } = this.#pending;
    if (learnt === undefined || !hearing.cutShort) reject(error);
    else resolve(hearing.cutShort(learnt, error, progress.figures()));
  }

  #insist(): void {
    const figures = this.figures();
    if (figures) this.#abandon(new Stopped(this.#stopping ?? 'interrupted', figures));
  }

  #answered(reply: Reply): void {
    if (reply.type === 'started') this.#clock = threadClock(reply.thread);
    if (!this.#pending) return;
    switch (reply.type) {
      case 'searching':
        this.#pending.instances = reply.instances;
        break;
      case 'done':
        this.#pending.resolve(reply.result);
        break;
      case 'learnt':
        this.#pending.learnt = reply.result;
        this.#pending.hearing.learnt?.(reply.result);
        break;
      case 'stopped': {
        const { progress } = this.#pending;
        this.#endShort(new Stopped(this.#stopping ?? 'interrupted', progress.figures()));
        break;
      }
      case 'failed':
        // A mistake of the model may be one that takes back what was learnt; one of mmcheck is its own.
        if (reply.error.kind === 'internal') this.#endShort(fromWire(reply.error));
        else this.#pending.reject(fromWire(reply.error));
    }
  }

  /** Nothing of mmcheck ends the thread from within. */
  #ended(): void {
    if (this.#pending) this.#broke(endedItself(this.#pending));
    else this.#worker = undefined;
  }

  #broke(error: unknown): void {
    if (!this.#pending) {
      // The next task gets a new thread, which finds out again.
      this.#worker = undefined;
      return;
    }
    const { progress, place } = this.#pending;
    const isFull = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
    if (isFull) this.#abandon(new Stopped('memory', progress.figures()));
    else this.#abandon(error instanceof ModelError ? error : uncaught(error, place));
  }

  #sayStillLoading(): void {
    const hasBegun = this.#pending?.instances.length || this.#pending?.progress.beats();
    if (this.#pending && !hasBegun && !this.#stopping)
      this.#heard.write(stillLoading(this.#pending.place));
  }

  /** Whether a search that was asked to stop has had enough of the machine for it. */
  #isOverdue(): boolean {
    if (!this.#asked || this.#pending?.progress.isSaving()) return false;
    const { at, used } = this.#asked;
    return this.#clock() - used >= GRACE_MS || performance.now() - at >= LONGEST_GRACE_MS;
  }

  #look(): void {
    if (this.#isOverdue()) this.#insist();
    const running = this.#pending?.watch.look();
    if (running !== undefined && this.#pending) this.#abandon(neverReturns(running, this.#pending));
  }
}

/** What goes over to the searching thread, and is of no use here any more. */
function portsIn(input: object): MessagePort[] {
  const { callPort, queue } = input as Partial<TaskInput<'partitionJobs'> & TaskInput<'check'>>;
  return [callPort, queue?.callPort].flatMap((one) => one?.port ?? []);
}

function neverReturns(running: number, { place, instances, progress }: Pending): ModelError {
  if (running === BEGINNING) {
    return new ModelError(`it ${ENDLESS}`, { ...place, step: 'initial' });
  }
  if (running === ASKING) {
    return new ModelError(
      `an invariant, or another property that is asked of a state, ${ENDLESS}`,
      place,
    );
  }
  const message =
    'its step, or what is checked after it, does not return; ' +
    'a step is one atomic action: write a loop that waits as a label that comes back to itself';
  return new ModelError(message, { ...place, ...stepOf(running, instances, progress) });
}

function endedItself({ place, instances, progress }: Pending): ModelError {
  const message =
    'its code ended its own thread, as process.exit() does; what a file, a step or a claim does is to end by itself';
  const running = progress.runningInstance();
  const step = running < 0 ? {} : stepOf(running, instances, progress);
  return new ModelError(message, { ...place, ...step });
}

function stepOf(
  instance: number,
  instances: readonly InstanceNames[],
  progress: Progress,
): ModelErrorPlace {
  const { name, labels } = instances[instance] ?? { name: `process ${instance}`, labels: [] };
  const step = labels[progress.runningLabel()];
  return { process: name, ...(step && { step }) };
}

const ENDLESS = 'does not return: is there a loop that never ends?';
