// Checks that the page asks for: one at a time, each in a thread of its own, which can be ended without ending the walk.

import { UsageError } from '../../base/errors.ts';
import type { Figures } from '../../base/progress.ts';
import type { TaskInput, TaskResult } from '../../supervise/messages.ts';
import { Supervisor } from '../../supervise/supervisor.ts';

export class Checker {
  readonly #heard: NodeJS.WritableStream;
  #running: Supervisor | undefined;

  /** `heard` gets what the author's code prints. */
  constructor(heard: NodeJS.WritableStream) {
    this.#heard = heard;
  }

  async check(input: TaskInput<'check'>): Promise<TaskResult<'check'>> {
    if (this.#running) throw new UsageError('another check is running; stop it first');
    const supervisor = new Supervisor(this.#heard);
    this.#running = supervisor;
    try {
      return await supervisor.ask('check', input);
    } finally {
      this.#running = undefined;
      await supervisor.close();
    }
  }

  figures(): Figures | undefined {
    return this.#running?.figures();
  }

  /** What it has found until now is its answer. */
  stop(): void {
    this.#running?.stop('interrupted');
  }

  async close(): Promise<void> {
    await this.#running?.close();
  }
}
