// Bytes of objects that are far away: a call takes much longer than what it brings, so what is expected to be asked for comes with
// what is asked for first.
//
// What must stay true: what is expected makes no difference to what is read. What was not there when it came is asked for again.

import type { Caller } from './calls.ts';
import type { AskedBytes, GotBytes, StoreCall } from './queue-calls.ts';

/** So much comes with a call, unless one part is more; and so much is kept of what is not asked for yet. */
const MOST_BYTES = 2 ** 22;
const MOST_KEPT = 2 ** 24;

interface Got {
  readonly bytes: Buffer;
  /** Of the whole object, where its end was asked for. */
  readonly size: number;
}

export class ExpectedBytes {
  readonly #caller: Caller<StoreCall>;
  readonly #expected = new Map<string, AskedBytes>();
  readonly #here = new Map<string, Got>();
  #kept = 0;

  constructor(caller: Caller<StoreCall>) {
    this.#caller = caller;
  }

  /** What is never asked for makes room for what comes later. */
  expect(parts: readonly AskedBytes[]): void {
    for (const part of parts) this.#expected.set(keyOf(part), part);
  }

  /** Each time that it is asked for it comes anew. */
  get(asked: AskedBytes): Got {
    const key = keyOf(asked);
    const here = this.#take(key);
    if (here && here.bytes.length > 0) return here;
    this.#expected.delete(key);
    const parts = [asked, ...this.#some(MOST_BYTES - asked.length)];
    const all = this.#caller.call<readonly GotBytes[]>({ type: 'get', parts });
    const [got, ...more] = all.map(({ bytes, size }) => ({
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      size,
    }));
    more.forEach((one, k) => this.#keep(keyOf(parts[k + 1]), one));
    return got;
  }

  #take(key: string): Got | undefined {
    const got = this.#here.get(key);
    this.#here.delete(key);
    this.#kept -= got?.bytes.length ?? 0;
    return got;
  }

  #keep(key: string, got: Got): void {
    this.#take(key);
    this.#here.set(key, got);
    this.#kept += got.bytes.length;
    while (this.#kept > MOST_KEPT) this.#take(this.#here.keys().next().value as string);
  }

  /** The first that are expected, and no longer. */
  #some(most: number): AskedBytes[] {
    const parts: AskedBytes[] = [];
    let left = most;
    for (const [key, part] of this.#expected) {
      left -= part.length;
      if (left < 0) break;
      parts.push(part);
      this.#expected.delete(key);
    }
    return parts;
  }
}

function keyOf({ name, offset, length }: AskedBytes): string {
  return `${name} ${offset} ${length}`;
}
