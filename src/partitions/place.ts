// Where the logs and batches of a search in partitions are kept: a folder (checkpoint/folder-place.ts), Redis
// (supervise/called-place.ts), or a map in tests.
//
// What must stay true: under a name there is a whole object or none, whenever a process is killed and however full the place is;
// an object is never changed. To write one again that is there already is to write the same.

export interface Place {
  /** What it is called in a message. */
  readonly label: string;
  /** What to do where an object is damaged, or gone. */
  readonly remedy: string;
  /** Begins an object; nothing is seen of it before it is committed. */
  create(name: string): ObjectWriter;
  /** These are opened next: a place that is far away may bring them at once. */
  expect(names: readonly string[]): void;
  /** Nothing where there is no such object; throws `DamagedObject` where it is not as it was written. */
  open(name: string): StoredObject | undefined;
  remove(name: string): void;
  /** When it returns, what was committed and removed survives that the machine loses its power. */
  settle(): void;
}

export interface ObjectWriter {
  /** Appends bytes; where they begin. */
  write(bytes: Uint8Array): number;
  /** Makes the object seen, with what is said of its bytes: plain data. */
  commit(index: unknown): void;
  /** Forgets what was written; does nothing after a commit. */
  abandon(): void;
}

/** Bytes of an object. */
export interface BytesAt {
  readonly offset: number;
  readonly length: number;
}

export interface StoredObject {
  readonly name: string;
  readonly index: unknown;
  /** These bytes are read next. */
  expect(parts: readonly BytesAt[]): void;
  read(at: BytesAt): Uint8Array;
}

/** An object that is not as it was written: a disk that lost a part of it, or another program. */
export class DamagedObject extends Error {
  readonly object: string;

  constructor(object: string, why: string) {
    super(`${object} is damaged (${why})`);
    this.object = object;
  }
}
