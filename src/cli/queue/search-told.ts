// How far a search in a queue is, as its coordinator tells Redis for those who ask.

export interface SearchTold {
  readonly level: number;
  readonly states: number;
  readonly statesPerSecond: number;
}

/** Undefined where nothing was told yet. */
export function searchTold(told: unknown): SearchTold | undefined {
  const { level, states, statesPerSecond } = Object(told);
  return [level, states, statesPerSecond].every(Number.isFinite)
    ? { level, states, statesPerSecond }
    : undefined;
}

const SAMPLES = 20;

/** New states a second, over the last samples. */
export class StatesRate {
  readonly #samples: (readonly [at: number, states: number])[] = [];

  /** With how many there are now, at a time in milliseconds. */
  of(states: number, at: number): number {
    this.#samples.push([at, states]);
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    const [began, before] = this.#samples[0];
    return at > began ? Math.max(0, Math.round((1000 * (states - before)) / (at - began))) : 0;
  }
}
