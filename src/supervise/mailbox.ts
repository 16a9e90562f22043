// Messages between threads that hear of them while they search, without going back to their event loops.

import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

export class Mailbox<Sent, Received> {
  readonly #port: MessagePort;
  /** Counts what was sent to the helper, so that it can sleep until more comes. */
  readonly #count: Int32Array;

  constructor(port: MessagePort, count: SharedArrayBuffer) {
    this.#port = port;
    this.#count = new Int32Array(count);
  }

  send(message: Sent): void {
    this.#port.postMessage(message);
    Atomics.add(this.#count, 0, 1);
    Atomics.notify(this.#count, 0);
  }

  /** What has come and was not received yet, oldest first. */
  received(): Received[] {
    const all: Received[] = [];
    for (;;) {
      const next = receiveMessageOnPort(this.#port);
      if (!next) return all;
      all.push(next.message as Received);
    }
  }

  /** The next message, whenever it comes. */
  next(): Received {
    for (;;) {
      const next = this.nextWithin(Number.POSITIVE_INFINITY);
      if (next !== undefined) return next;
    }
  }

  /** The next message, if it comes within about so long, or something else is heard. */
  nextWithin(ms: number): Received | undefined {
    const count = Atomics.load(this.#count, 0);
    const next = receiveMessageOnPort(this.#port);
    if (next) return next.message as Received;
    Atomics.wait(this.#count, 0, count, ms);
    return receiveMessageOnPort(this.#port)?.message as Received | undefined;
  }

  close(): void {
    this.#port.close();
  }
}
