// A place in memory, which can lose what a disk can: an object that is cut short, a writer that finds no room.

import {
  DamagedObject,
  type ObjectWriter,
  type Place,
  type StoredObject,
} from '../../src/partitions/place.ts';

/** An object as it was committed. */
export interface Kept {
  readonly bytes: Buffer;
  readonly index: string;
}

export class MemoryPlace implements Place {
  readonly label = 'memory';
  readonly remedy = ', so that the search cannot be gone on with; remove it, and begin anew';
  readonly objects = new Map<string, Kept>();
  /** Called before each commit: what it throws ends the search, as if its process were killed. */
  beforeCommit: (name: string) => void = () => {};

  create(name: string): ObjectWriter {
    const parts: Uint8Array[] = [];
    let length = 0;
    return {
      write: (bytes) => {
        parts.push(bytes.slice());
        length += bytes.length;
        return length - bytes.length;
      },
      commit: (index) => {
        this.beforeCommit(name);
        this.objects.set(name, { bytes: Buffer.concat(parts), index: JSON.stringify(index) });
      },
      abandon: () => {},
    };
  }

  expect(): void {}

  open(name: string): StoredObject | undefined {
    const kept = this.objects.get(name);
    if (!kept) return undefined;
    return {
      name,
      index: JSON.parse(kept.index),
      expect: () => {},
      read: ({ offset, length }) => {
        if (offset + length > kept.bytes.length) throw new DamagedObject(name, 'it is cut short');
        return kept.bytes.subarray(offset, offset + length);
      },
    };
  }

  remove(name: string): void {
    this.objects.delete(name);
  }

  settle(): void {}

  /** Loses most of an object. */
  cut(name: string): void {
    const { bytes, index } = this.objects.get(name) as Kept;
    this.objects.set(name, { bytes: bytes.subarray(0, bytes.length >>> 2), index });
  }
}
