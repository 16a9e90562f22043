// A run that is disturbed: its command, its workers and its Redis are killed, stopped and begun again at random moments, by a seed, until it
// has told what it found. Everything that ends is begun again, as whoever looks after it would.

import { setTimeout as pause } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Ended, RunOptions } from '../cli/mmcheck.ts';
import { TestWorker } from './queue-project.ts';
import type { RedisServer } from './redis-server.ts';

export const EVENTS = [
  'worker killed',
  'worker stopped',
  'command killed',
  'Redis killed',
] as const;
export type Event = (typeof EVENTS)[number];

export interface ChaosParts {
  readonly server: RedisServer;
  readonly cwd: string;
  readonly seed: number;
  /** How many of each there are to be, in all runs. */
  readonly budget: Readonly<Record<Event, number>>;
  /** Begins the command. */
  readonly command: (options: RunOptions) => Promise<Ended>;
}

const WORKERS = 2;
/** Between two events, at most: some runs come to their end undisturbed from somewhere on. */
const MOST_MS = 4000;
/** Longer than the lease, so that others have its job meanwhile. */
const STOPPED_MS = [1000, 8000] as const;
const AWAY_MS = 400;

export class Chaos {
  /** What has happened; and the lines that commands ended with that were not killed. */
  readonly happened: Record<Event, number> = {
    'worker killed': 0,
    'worker stopped': 0,
    'command killed': 0,
    'Redis killed': 0,
  };
  readonly refusals = new Map<string, number>();
  runs = 0;
  readonly #parts: ChaosParts;
  readonly #random: ReturnType<typeof xoroshiro128plus>;
  readonly #workers: TestWorker[] = [];
  #kill: (() => void) | undefined;

  constructor(parts: ChaosParts) {
    this.#parts = parts;
    this.#random = xoroshiro128plus(parts.seed);
  }

  get isOver(): boolean {
    return this.#left().length === 0;
  }

  /** One run, to its end. */
  async run(): Promise<Ended> {
    const over = new AbortController();
    const disturbed = this.#disturb(over.signal);
    try {
      return await this.#told();
    } finally {
      this.runs++;
      over.abort();
      await disturbed;
    }
  }

  /** The same command again and again, until it has an answer of its own. */
  async #told(): Promise<Ended> {
    for (;;) {
      const ended = await this.#parts.command({
        cwd: this.#parts.cwd,
        meanwhile: (child) => {
          this.#kill = () => child.kill('SIGKILL');
        },
      });
      this.#kill = undefined;
      if (ended.code === null) continue;
      if (ended.code !== 2) return ended;
      const line = ended.stderr.trim().split('\n').at(-1) ?? '';
      this.refusals.set(line, (this.refusals.get(line) ?? 0) + 1);
      if (!GOES_ON.test(ended.stderr)) return ended;
    }
  }

  async #disturb(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      this.#beginWorkers();
      await pause(this.#upTo(MOST_MS), undefined, { signal: over }).catch(() => {});
      if (over.aborted) return;
      const left = this.#left();
      const event = left[this.#upTo(left.length - 1)];
      if (event !== undefined && (await this.#do(event))) this.happened[event]++;
    }
  }

  #left(): Event[] {
    return EVENTS.filter((event) => this.happened[event] < this.#parts.budget[event]);
  }

  #beginWorkers(): void {
    const alive = this.#workers.filter(
      ({ child }) => child.exitCode === null && child.signalCode === null,
    );
    while (alive.length < WORKERS)
      alive.push(new TestWorker(this.#parts.server.url, this.#parts.cwd));
    this.#workers.splice(0, this.#workers.length, ...alive);
  }

  /** Whether there was something to do it to. */
  async #do(event: Event): Promise<boolean> {
    const { server } = this.#parts;
    const worker = this.#workers[this.#upTo(WORKERS - 1)];
    if (event === 'worker killed') await worker.end('SIGKILL');
    if (event === 'worker stopped') {
      worker.child.kill('SIGSTOP');
      const [least, most] = STOPPED_MS;
      setTimeout(() => worker.child.kill('SIGCONT'), least + this.#upTo(most - least)).unref();
    }
    if (event === 'command killed') {
      if (this.#kill === undefined) return false;
      this.#kill();
    }
    if (event === 'Redis killed') {
      await server.end('SIGKILL');
      await pause(this.#upTo(AWAY_MS));
      await server.begin();
    }
    return true;
  }

  #upTo(most: number): number {
    return most <= 0 ? 0 : uniformInt(this.#random, 0, most);
  }

  /** No worker is left. */
  async end(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((one) => one.end('SIGKILL')));
  }
}

/** What a message says where the same command goes on; the last, where it began while Redis was away. */
const GOES_ON = /the same command goes on|wait for it, or end that one|there is no Redis at/i;
