// Searching threads that are lent, each to one piece of work at a time.

export class ThreadPool<Thread> {
  readonly all: readonly Thread[];
  readonly #free: Thread[];
  readonly #busy = new Map<unknown, Thread>();
  #isStopped = false;

  constructor(count: number, make: () => Thread) {
    this.all = Array.from({ length: count }, make);
    this.#free = [...this.all];
  }

  /** What comes of the work, which does not throw; undefined where no thread is free, or it was stopped meanwhile. */
  async lend<Answer>(
    data: unknown,
    work: (thread: Thread) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const thread = this.#isStopped ? undefined : this.#free.pop();
    if (thread === undefined) return undefined;
    this.#busy.set(data, thread);
    const answer = await work(thread);
    this.#busy.delete(data);
    this.#free.push(thread);
    return this.#isStopped ? undefined : answer;
  }

  busyWith(data: unknown): Thread | undefined {
    return this.#busy.get(data);
  }

  /** Nothing that is being done has an answer. */
  stop(): void {
    this.#isStopped = true;
  }
}
