// The jobs of a level, as several threads see them that do jobs: each is claimed by one, and its claimer says whether it is done.
//
// What must stay true: a thread that slept takes no job of another level than it knows: a job's word holds its level. A job that a
// helper has failed, or does not end, is done by the leader; that it may then be done twice makes no difference (job-worker.ts).

const LEVEL = 0;
const JOBS = 1;
const BEATS = 2;
const FOUND = 3;
const ENDED = 4;
const FIRST_JOB = 5;

const State = { open: 0, claimed: 1, done: 2, failed: 3 } as const;
type State = (typeof State)[keyof typeof State];
const STATES = 4;
const NO_LEVEL = -1;

export class JobBoard {
  readonly #words: Int32Array;

  /** Bytes of one for levels of at most so many jobs. */
  static bytes(mostJobs: number): number {
    return Int32Array.BYTES_PER_ELEMENT * (FIRST_JOB + mostJobs);
  }

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
  }

  /** Before any helper looks at it. */
  clear(): void {
    Atomics.store(this.#words, LEVEL, NO_LEVEL);
  }

  /** Offers the jobs of a level, those whose number is not among the ones that are done. */
  offer(level: number, jobs: number, isDone: (job: number) => boolean): void {
    for (let job = 0; job < jobs; job++) {
      this.#set(level, job, isDone(job) ? State.done : State.open);
    }
    Atomics.store(this.#words, FOUND, 0);
    Atomics.store(this.#words, JOBS, jobs);
    Atomics.store(this.#words, LEVEL, level);
    Atomics.notify(this.#words, LEVEL);
  }

  /** No helper is to do anything any more. */
  end(): void {
    Atomics.store(this.#words, ENDED, 1);
    Atomics.store(this.#words, LEVEL, NO_LEVEL);
    Atomics.notify(this.#words, LEVEL);
  }

  get isEnded(): boolean {
    return Atomics.load(this.#words, ENDED) !== 0;
  }

  /** The level that is offered, once it is another than one; nothing at the end. */
  nextLevel(after: number): number | undefined {
    for (;;) {
      if (this.isEnded) return undefined;
      const level = Atomics.load(this.#words, LEVEL);
      if (level !== after && level !== NO_LEVEL) return level;
      Atomics.wait(this.#words, LEVEL, level);
    }
  }

  /** Claims a job of a level, from a number on and then from the first; -1 where none is open. */
  claim(level: number, from: number): number {
    const jobs = Atomics.load(this.#words, JOBS);
    for (let k = 0; k < jobs; k++) {
      const job = (from + k) % jobs;
      const open = level * STATES + State.open;
      const claimed = level * STATES + State.claimed;
      if (Atomics.compareExchange(this.#words, FIRST_JOB + job, open, claimed) === open) return job;
    }
    return -1;
  }

  get jobs(): number {
    return Atomics.load(this.#words, JOBS);
  }

  done(level: number, job: number, states: number): void {
    Atomics.add(this.#words, FOUND, states);
    this.#set(level, job, State.done);
    Atomics.add(this.#words, BEATS, 1);
    Atomics.notify(this.#words, BEATS);
  }

  failed(level: number, job: number): void {
    this.#set(level, job, State.failed);
    Atomics.add(this.#words, BEATS, 1);
    Atomics.notify(this.#words, BEATS);
  }

  /** A helper is at work. */
  beat(): void {
    Atomics.add(this.#words, BEATS, 1);
  }

  /** How many states the jobs of the level have found that helpers have done. */
  get found(): number {
    return Atomics.load(this.#words, FOUND);
  }

  isDone(level: number, job: number): boolean {
    return this.#is(level, job, State.done);
  }

  hasFailed(level: number, job: number): boolean {
    return this.#is(level, job, State.failed);
  }

  /** Changes as long as helpers are at work. */
  get beats(): number {
    return Atomics.load(this.#words, BEATS);
  }

  /** Waits until something happens, or so long. */
  wait(beats: number, ms: number): void {
    Atomics.wait(this.#words, BEATS, beats, ms);
  }

  #is(level: number, job: number, state: State): boolean {
    return Atomics.load(this.#words, FIRST_JOB + job) === level * STATES + state;
  }

  #set(level: number, job: number, state: State): void {
    Atomics.store(this.#words, FIRST_JOB + job, level * STATES + state);
  }
}
