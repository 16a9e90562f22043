// A place whose objects are elsewhere, at the other end of calls: in Redis.
//
// What must stay true: what place.ts asks for, where the other end keeps what is there first under a name. So objects that were
// read stay as they are, and their ends, in which most of the small ones are whole, need not be asked for again.

import { endOf, indexIn, TAIL_BYTES, tailIn } from '../partitions/object-bytes.ts';
import {
  DamagedObject,
  type ObjectWriter,
  type Place,
  type StoredObject,
} from '../partitions/place.ts';
import type { Caller } from './calls.ts';
import type { GotBytes, StoreCall } from './queue-calls.ts';

/** So much of an object's end is asked for at once, and so many ends are kept. */
const END_BYTES = 2 ** 15;
const MOST_ENDS = 256;

export class CalledPlace implements Place {
  readonly label: string;
  readonly #caller: Caller<StoreCall>;
  readonly #search: string;
  readonly #opened = new Map<string, StoredObject>();

  /** The objects of a search, by its name; `label` is what the place is called in messages. */
  constructor(caller: Caller<StoreCall>, search: string, label: string) {
    this.#caller = caller;
    this.#search = search;
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

  open(name: string): StoredObject | undefined {
    const object = this.#opened.get(name) ?? this.#open(name);
    if (object) this.#opened.set(name, object);
    if (this.#opened.size > MOST_ENDS) this.#opened.delete(first(this.#opened));
    return object;
  }

  remove(name: string): void {
    this.#opened.delete(name);
    this.#caller.tell({ type: 'remove', name: this.#nameOf(name) });
  }

  /** How safe it is there is for who runs the Redis to say. */
  settle(): void {}

  #open(name: string): StoredObject | undefined {
    const { bytes: end, size } = this.#get(name, -END_BYTES, END_BYTES);
    if (end.length === 0) return undefined;
    const endAt = size - end.length;
    const read = (offset: number, length: number): Buffer => {
      if (offset >= endAt) return end.subarray(offset - endAt, offset - endAt + length);
      return this.#get(name, offset, length).bytes;
    };
    const tail = tailIn(end.subarray(-TAIL_BYTES), name);
    const text = read(Math.max(0, size - TAIL_BYTES - tail.length), tail.length);
    return {
      name,
      index: indexIn(text, tail, name),
      read: ({ offset, length }) => {
        const bytes = read(offset, length);
        if (bytes.length !== length) throw new DamagedObject(name, 'it is shorter than it says');
        return bytes;
      },
    };
  }

  #get(name: string, offset: number, length: number): { bytes: Buffer; size: number } {
    const call = { type: 'get', name: this.#nameOf(name), offset, length } as const;
    const { bytes, size } = this.#caller.call<GotBytes>(call);
    return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), size };
  }

  #nameOf(name: string): string {
    return `${this.#search}/${name}`;
  }
}

function first(map: ReadonlyMap<string, unknown>): string {
  return map.keys().next().value as string;
}
