// What is known not to be none, until the next write (narrowing.ts says when that is sound).

export class Presence {
  /** With the number of writes at that time. */
  #known: ReadonlyMap<string, number> = new Map();

  /** Goes on in the knowledge that some expressions are not none. */
  assuming<T>(keys: readonly string[], writes: number, goOn: () => T): T {
    return this.#with(
      new Map([...this.#known, ...keys.map((key) => [key, writes] as const)]),
      goOn,
    );
  }

  /** Goes on where nothing is known: in code that may come again, and in functions. */
  forgetting<T>(goOn: () => T): T {
    return this.#with(new Map(), goOn);
  }

  isKnown(key: string | undefined, writes: number): boolean {
    return key !== undefined && this.#known.get(key) === writes;
  }

  #with<T>(known: ReadonlyMap<string, number>, goOn: () => T): T {
    const before = this.#known;
    this.#known = known;
    const result = goOn();
    this.#known = before;
    return result;
  }
}
