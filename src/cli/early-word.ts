// A word on what is known while a check goes on: building a run of many thousand steps takes a while, and whoever ends the
// command then, or whatever does, must not take the verdict along.

import type { RunlessOutcome } from '../outcome/outcome.ts';
import type { Terminal } from './terminal.ts';

/** The verdicts that are known. */
type Known = Pick<RunlessOutcome, 'properties'>;

/** Most checks are done by then, and have said it themselves. */
const AFTER_MS = 5000;

export class EarlyWord {
  readonly #terminal: Terminal;
  readonly #said = new Set<string>();
  #known: Known['properties'] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Nothing where what was known is taken back. */
  hear(outcome: Known | undefined): void {
    this.#known = outcome?.properties ?? [];
    if (!outcome) this.end();
    else if (this.#unsaid.length > 0) this.#timer ??= setTimeout(() => this.#say(), AFTER_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Found, and not said yet. */
  get #unsaid(): Known['properties'] {
    const isFound = ({ kind, verdict }: Known['properties'][number]): boolean =>
      verdict === (kind === 'reachable' ? 'holds' : 'violated');
    return this.#known.filter((one) => isFound(one) && !this.#said.has(one.name));
  }

  #say(): void {
    this.#timer = undefined;
    for (const { name, kind } of this.#unsaid) {
      this.#said.add(name);
      const found = kind === 'reachable' ? 'reached' : 'violated';
      this.#terminal.message(`mmcheck: ${name} is ${found}; the run that shows it follows`);
    }
  }
}
