// The states of some partitions that a thread has in memory: all of the partition that is worked on, and of others as long as there
// is room, so that they need not be read again at the next level.
//
// What must stay true: of a partition that is here `upTo` a level, all states of the levels before are here. A state that is here
// was found in a level that is done, or by a job that is being done, of the level that is being done: so one that is found
// again is not new, whoever asks.

import { eachWord } from '../store/each-word.ts';
import { probeCode } from '../store/look-up.ts';
import { STORE_FULL } from '../store/state-store.ts';
import { VisitedSet } from '../store/visited-set.ts';
import { readChunk } from './chunk.ts';
import type { LevelRecords } from './level-records.ts';
import { type LogIndex, logOf } from './objects.ts';
import { DamagedObject, type Place } from './place.ts';

export class KnownStates {
  readonly set: VisitedSet;
  /** Whether the state that begins at a place of a vector is here. */
  readonly has: (states: Int32Array, from: number, hash: number) => boolean;
  readonly #place: Place;
  readonly #records: LevelRecords;
  /** Of each partition that is here, the first level whose states are not. */
  readonly #upTo = new Map<number, number>();
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
    const { capacity, count } = this.set;
    if (count + this.#missing(partition, level) + more > capacity) this.#clear();
    const isTooLarge = this.#missing(partition, level) > capacity;
    if (isTooLarge) throw STORE_FULL;
    for (let before = this.#upTo.get(partition) ?? 0; before < level; before++) {
      this.#read(partition, before);
    }
    this.#upTo.set(partition, level + 1);
  }

  /** What was added of a partition may not be all: it is read from the logs when it is needed again. */
  forgetAll(): void {
    this.#clear();
  }

  #missing(partition: number, level: number): number {
    let states = 0;
    for (let before = this.#upTo.get(partition) ?? 0; before < level; before++) {
      states += this.#records.statesOf(before, partition);
    }
    return states;
  }

  #clear(): void {
    if (this.set.count > 0) this.set.clear();
    this.#upTo.clear();
  }

  #read(partition: number, level: number): void {
    const { set } = this;
    const { words } = set;
    const states = this.#records.statesOf(level, partition);
    if (states === 0) return;
    const object = openLog(this.#place, logOf(this.#records.jobFor(level, partition)));
    const { sections } = object.index as LogIndex;
    const section = sections.find((one) => one.partition === partition);
    if (section?.states !== states) throw new DamagedObject(object.name, 'states are missing');
    for (const { states: at } of section.chunks) {
      const columns = readChunk(object, at, words);
      for (let k = 0; k < at.records; k++) {
        for (let w = 0; w < words; w++) this.#row[w] = columns[w * at.records + k];
        if (set.insert(this.#row) < 0)
          throw new DamagedObject(object.name, 'a state is there twice');
      }
      this.#beat();
    }
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
