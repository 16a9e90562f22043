// The helping threads of a check: they are begun when a search has become large enough for them, load the same files, and
// help with one search after the other until the check is over. The searching thread makes them and hears of them between
// rounds; it never waits for one (explore/rounds/team.ts).

import { MessageChannel, Worker } from 'node:worker_threads';
import { limitRequested, type Progress } from '../base/progress.ts';
import type { MakeTeam } from '../check/options.ts';
import type { Attempt } from '../check/search-again.ts';
import { type HelperPosts, type Team, ThreadTeam } from '../explore/rounds/team.ts';
import { JobBoard } from '../partitions/job-board.ts';
import type { JobHelpers } from '../partitions/perform-level.ts';
import { ThreadsAtBoard } from '../partitions/threads-at-board.ts';
import { hasRoomForThread } from './address-space.ts';
import type { Assisted, AssistInput, FromHelper, SentJobs, ToHelper } from './helper-messages.ts';
import { Mailbox } from './mailbox.ts';
import { fromWire } from './wire-error.ts';

interface Helper {
  readonly worker: Worker;
  readonly mail: Mailbox<ToHelper, FromHelper>;
}

export class Crew {
  readonly #size: number;
  readonly #subject: Assisted;
  #helpers: readonly Helper[] | undefined;
  #searches = 0;

  /** So many threads besides the searching one, for what is searched. */
  constructor(size: number, subject: Assisted) {
    this.#size = size;
    this.#subject = subject;
  }

  /** For the next search. */
  readonly team: MakeTeam = (attempt, progress, only) => {
    if (this.#size === 0) return undefined;
    return this.#teamOf(++this.#searches, attempt, progress, only);
  };

  #teamOf(
    search: number,
    attempt: Attempt,
    progress: Progress,
    only: readonly string[] | undefined,
  ): Team {
    const control = new SharedArrayBuffer(ThreadTeam.controlBytes);
    let table: SharedArrayBuffer | undefined;
    let isReady = false;
    let thrown: unknown;
    const hear = (): void => {
      for (const { mail } of this.#helpers ?? []) {
        for (const said of mail.received()) {
          if (said.search !== search) continue;
          if (said.type === 'ready') isReady = true;
          else if (said.type === 'gap') attempt.tell(said.gap);
          else thrown = fromWire(said.error);
        }
      }
    };
    const posts: HelperPosts = {
      size: this.#size,
      begin: (memory) => {
        const about = { search, attempt: attempt.sent, ...(only && { only }) };
        const sent = { type: 'search', ...about, control, memory } as const;
        this.begin().forEach(({ mail }, k) => {
          mail.send({ ...sent, id: k + 1, table: table as SharedArrayBuffer });
        });
      },
      useTable: (next) => {
        table = next;
        for (const { mail } of this.#helpers ?? []) mail.send({ type: 'table', search, table });
      },
      isReady: () => {
        hear();
        return isReady;
      },
      thrown: () => {
        thrown = undefined;
        hear();
        return thrown;
      },
    };
    return new ThreadTeam(control, posts, () => limitRequested(progress) !== undefined);
  }

  /** For the next search, in so many partitions in a folder. */
  jobHelpers(
    attempt: Attempt,
    sent: Omit<SentJobs, 'board' | 'attempt' | 'threads'>,
  ): JobHelpers | undefined {
    if (this.#size === 0) return undefined;
    const search = ++this.#searches;
    const shared = new SharedArrayBuffer(JobBoard.bytes(sent.partitions));
    const board = new JobBoard(shared);
    board.clear();
    const jobs = { ...sent, attempt: attempt.sent, board: shared, threads: 1 + this.#size };
    return new ThreadsAtBoard(board, {
      size: this.#size,
      begin: () =>
        this.begin().forEach(({ mail }, k) => {
          mail.send({ type: 'jobs', search, id: k + 1, ...jobs });
        }),
      hear: () => {
        for (const { mail } of this.#helpers ?? []) {
          for (const said of mail.received()) {
            if (said.search === search && said.type === 'gap') attempt.tell(said.gap);
          }
        }
      },
    });
  }

  /** The helpers, which begin to load what is searched; otherwise they do so when a search wants them. */
  begin(): readonly Helper[] {
    this.#helpers ??= Array.from({ length: this.#size }, () =>
      hasRoomForThread() ? [this.#start()] : [],
    ).flat();
    return this.#helpers;
  }

  #start(): Helper {
    const { port1, port2 } = new MessageChannel();
    const count = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const worker = new Worker(new URL('../supervise/worker.js', import.meta.url), {
      // What the author's files print while they are loaded has been printed once.
      stdout: true,
      stderr: true,
    });
    // A helper that ends is missed, not waited for.
    worker.on('error', () => {});
    const input: AssistInput = { ...this.#subject, port: port2, count };
    worker.postMessage({ task: 'assist', input }, [port2]);
    return { worker, mail: new Mailbox(port1, count) };
  }

  close(): void {
    for (const { worker, mail } of this.#helpers ?? []) {
      mail.close();
      void worker.terminate();
    }
  }
}
