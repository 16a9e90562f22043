// A place whose objects are elsewhere, at the other end of calls: in Redis.
//
// What must stay true: what place.ts asks for, where the other end keeps what is there first under a name. Objects that were read stay
// as they are, so that what has come of one need not be asked for again; that there is none is asked anew each time.

import { endOf, indexIn, TAIL_BYTES, tailIn } from '../partitions/object-bytes.ts';
import {
  type BytesAt,
  DamagedObject,
  type ObjectWriter,
  type Place,
  type StoredObject,
} from '../partitions/place.ts';
import type { Caller } from './calls.ts';
import { ExpectedBytes } from './expected-bytes.ts';
import type { StoreCall } from './queue-calls.ts';

/** So much of an object's end comes at once, in which most of the small ones are whole; and so many objects stay open. */
const END_BYTES = 2 ** 15;
const MOST_OPENED = 512;

export class CalledPlace implements Place {
  readonly label: string;
  readonly remedy =
    '; has Redis lost what it was given last? The same command goes on with what it has, or begins anew after `mmcheck status --drop RUN`';
  readonly #caller: Caller<StoreCall>;
  readonly #search: string;
  readonly #bytes: ExpectedBytes;
  readonly #opened = new Map<string, StoredObject>();

  /** The objects of a search, by its name; `label` is what the place is called in messages. */
  constructor(caller: Caller<StoreCall>, search: string, label: string) {
    this.#caller = caller;
    this.#search = search;
    this.#bytes = new ExpectedBytes(caller);
    this.label = label;
  }

  create(name: string): ObjectWriter {
    let parts: Uint8Array[] = [];
    let length = 0;
    return {
      write: (bytes) => {
        parts.push(bytes);
        length += bytes.length;
        return length - bytes.length;
      },
      commit: (index) => {
        const bytes = Buffer.concat([...parts, endOf(index)]);
        this.#caller.call({ type: 'put', name: this.#nameOf(name), bytes });
      },
      abandon: () => {
        parts = [];
      },
    };
  }

  expect(names: readonly string[]): void {
    const unknown = names.filter((name) => !this.#opened.has(name));
    this.#bytes.expect(unknown.map((name) => this.#endAsked(name)));
  }

  open(name: string): StoredObject | undefined {
    const known = this.#opened.get(name);
    if (known) return known;
    const object = this.#open(name);
    if (object === undefined) return undefined;
    this.#opened.set(name, object);
    if (this.#opened.size > MOST_OPENED) {
      this.#opened.delete(this.#opened.keys().next().value as string);
    }
    return object;
  }

  remove(name: string): void {
    this.#opened.delete(name);
    this.#caller.tell({ type: 'remove', name: this.#nameOf(name) });
  }

  /** How safe it is there is for who runs the Redis to say. */
  settle(): void {}

  #open(name: string): StoredObject | undefined {
    const { bytes, size } = this.#bytes.get(this.#endAsked(name));
    if (bytes.length === 0) return undefined;
    const endAt = size - bytes.length;
    const isHere = ({ offset }: BytesAt): boolean => offset >= endAt;
    const asked = ({ offset, length }: BytesAt) => ({ name: this.#nameOf(name), offset, length });
    const read = (at: BytesAt): Buffer => {
      const from = at.offset - endAt;
      if (isHere(at)) return bytes.subarray(from, from + at.length);
      return this.#bytes.get(asked(at)).bytes;
    };
    const tail = tailIn(bytes.subarray(-TAIL_BYTES), name);
    const { length } = tail;
    const text = read({ offset: Math.max(0, size - TAIL_BYTES - length), length });
    return {
      name,
      index: indexIn(text, tail, name),
      expect: (parts) => this.#bytes.expect(parts.filter((at) => !isHere(at)).map(asked)),
      read: (at) => {
        const part = read(at);
        if (part.length === at.length) return part;
        throw new DamagedObject(name, 'it is shorter than it says');
      },
    };
  }

  #endAsked(name: string) {
    return { name: this.#nameOf(name), offset: -END_BYTES, length: END_BYTES };
  }

  #nameOf(name: string): string {
    return `${this.#search}/${name}`;
  }
}
