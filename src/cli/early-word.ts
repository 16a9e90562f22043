// A word on what is known while a check goes on: building a run of many thousand steps takes a while, and whoever ends the
// command then, or whatever does, must not take the verdict along.

import type { RunlessOutcome } from '../outcome/outcome.ts';
import type { Terminal } from './terminal.ts';

/** Most checks are done by then, and have said it themselves. */
const AFTER_MS = 5000;

export class EarlyWord {
  readonly #terminal: Terminal;
  readonly #said = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Nothing where what was known is taken back. */
  hear(outcome: RunlessOutcome | undefined): void {
    this.end();
    if (outcome) this.#timer = setTimeout(() => this.#say(outcome), AFTER_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #say({ properties }: RunlessOutcome): void {
    for (const { name, kind, verdict } of properties) {
      const isFound = verdict === (kind === 'reachable' ? 'holds' : 'violated');
      if (!isFound || this.#said.has(name)) continue;
      this.#said.add(name);
      const found = kind === 'reachable' ? 'reached' : 'violated';
      this.#terminal.message(`mmcheck: ${name} is ${found}; the run that shows it follows`);
    }
  }
}
