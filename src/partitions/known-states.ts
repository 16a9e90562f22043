// The states of some partitions that a thread has in memory: all of the partition that is worked on, and of others as long as there
// is room, so that they need not be read again at the next level.
//
// What must stay true: of a partition that is here `upTo` a level, all states of the levels before are here. A state that is here
// was found in a level that is done, or by a job that is being done, of the level that is being done: so one that is found
// again is not new, whoever asks. A job may be asked for again, where what it had written was lost, when states of its own level or of later ones
// are here: they are forgotten first, for to it they are new, or it is what they are found from.

import { eachWord } from '../store/each-word.ts';
import { probeCode } from '../store/look-up.ts';
import { STORE_FULL } from '../store/state-store.ts';
import { VisitedSet } from '../store/visited-set.ts';
import { type ChunkAt, readChunk } from './chunk.ts';
import type { LevelRecords } from './level-records.ts';
import { type LogIndex, logOf } from './objects.ts';
import { DamagedObject, type Place, type StoredObject } from './place.ts';

export class KnownStates {
  readonly set: VisitedSet;
  /** Whether the state that begins at a place of a vector is here. */
  readonly has: (states: Int32Array, from: number, hash: number) => boolean;
  readonly #place: Place;
  readonly #records: LevelRecords;
  /** Of each partition that is here, the first level whose states are not. */
  readonly #upTo = new Map<number, number>();
  /** The greatest level whose states may be here. */
  #latest = -1;
  readonly #beat: () => void;
  readonly #row: Int32Array;

  constructor(
    words: number,
    memoryBytes: number,
    { place, records, beat, aroundGrowth }: KnownStatesParts,
  ) {
    this.set = new VisitedSet(words, memoryBytes, 0, aroundGrowth);
    this.has = generateHas(this.set);
    this.#place = place;
    this.#records = records;
    this.#beat = beat;
    this.#row = new Int32Array(words);
  }

  /** Makes all states of a partition known that were found before a level, and room for so many more; they come next. */
  load(partition: number, level: number, more: number): void {
    if (level < this.#latest || (this.#upTo.get(partition) ?? 0) > level) this.#clear();
    const { capacity, count } = this.set;
    if (count + this.#missing(partition, level) + more > capacity) this.#clear();
    const isTooLarge = this.#missing(partition, level) > capacity;
    if (isTooLarge) throw STORE_FULL;
    for (const before of this.#levelsWithout(partition, level)) {
      const { object, chunks } = this.#logged(partition, before);
      for (const at of chunks) this.#read(object, at);
    }
    this.#upTo.set(partition, level + 1);
    this.#latest = level;
  }

  /** What was added of a partition may not be all: it is read from the logs when it is needed again. */
  forgetAll(): void {
    this.#clear();
  }

  /** The levels that a partition has states in that are not here. */
  #levelsWithout(partition: number, level: number): number[] {
    const levels: number[] = [];
    for (let before = this.#upTo.get(partition) ?? 0; before < level; before++) {
      if (this.#records.statesOf(before, partition) > 0) levels.push(before);
    }
    return levels;
  }

  #missing(partition: number, level: number): number {
    return this.#levelsWithout(partition, level).reduce(
      (sum, before) => sum + this.#records.statesOf(before, partition),
      0,
    );
  }

  #clear(): void {
    if (this.set.count > 0) this.set.clear();
    this.#upTo.clear();
    this.#latest = -1;
  }

  /** A partition is loaded next. */
  expect(partition: number, level: number): void {
    const missing = this.#levelsWithout(partition, level);
    this.#place.expect(missing.map((before) => this.#logNameOf(partition, before)));
    for (const before of missing) {
      const { object, chunks } = this.#logged(partition, before);
      object.expect(chunks);
    }
  }

  #logNameOf(partition: number, level: number): string {
    return logOf(this.#records.jobFor(level, partition));
  }

  /** Where the states of a partition are that were found in a level. */
  #logged(partition: number, level: number): { object: StoredObject; chunks: ChunkAt[] } {
    const object = openLog(this.#place, this.#logNameOf(partition, level));
    const { sections } = object.index as LogIndex;
    const section = sections.find((one) => one.partition === partition);
    if (section?.states !== this.#records.statesOf(level, partition)) {
      throw new DamagedObject(object.name, 'states are missing');
    }
    return { object, chunks: section.chunks.map(({ states }) => states) };
  }

  #read(object: StoredObject, at: ChunkAt): void {
    const { set } = this;
    const { words } = set;
    const columns = readChunk(object, at, words);
    for (let k = 0; k < at.records; k++) {
      for (let w = 0; w < words; w++) this.#row[w] = columns[w * at.records + k];
      if (set.insert(this.#row) < 0) throw new DamagedObject(object.name, 'a state is there twice');
    }
    this.#beat();
  }
}

export interface KnownStatesParts {
  readonly place: Place;
  readonly records: LevelRecords;
  readonly beat: () => void;
  readonly aroundGrowth: (grow: () => void) => void;
}

/** A log that must be there. */
export function openLog(place: Place, name: string) {
  const object = place.open(name);
  if (!object) throw new DamagedObject(name, 'it is not there');
  return object;
}

function generateHas(set: VisitedSet): KnownStates['has'] {
  const { words } = set;
  // What is known leaves the probe with a number of less than 0; the loop ends at an empty slot.
  const body = `return function probe(states, from, h) {
    ${eachWord(words, (w) => `const s${w} = states[from + ${w}];`)}
    const table = set.table;
    const mask = table.length - 1;
    ${probeCode(words)}
    return 1;
  }`;
  const probe: VisitedSet['insertFrom'] = new Function('set', 'arena', body)(set, set.arena);
  return (states, from, hash) => probe(states, from, hash) < 0;
}
