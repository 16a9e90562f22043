// A job that an earlier process has done counts if all of it is there as it was written; else it is done again: what it was made of
// is kept until its level is done.

import { CANDIDATE_COLUMNS, ORIGIN_COLUMNS } from './candidate.ts';
import { type ChunkAt, readChunk } from './chunk.ts';
import { openLog } from './known-states.ts';
import { type BatchIndex, batchOf, type Job, type LogIndex, logOf } from './objects.ts';
import { DamagedObject, type Place, type StoredObject } from './place.ts';

/** What the job came to; undefined where it is to be done. `words` are those of a state. */
export function wholeJob(place: Place, job: Job, words: number): BatchIndex | undefined {
  try {
    const batch = place.open(batchOf(job));
    // It is committed last.
    if (!batch) return undefined;
    return checked(openLog(place, logOf(job)), batch, words);
  } catch (error) {
    if (!(error instanceof DamagedObject)) throw error;
  }
  // Where what is there stays, neither would be written again.
  for (const name of [batchOf(job), logOf(job)]) place.remove(name);
  return undefined;
}

function checked(log: StoredObject, batch: StoredObject, words: number): BatchIndex {
  const { sections } = log.index as LogIndex;
  for (const { states, origins } of sections.flatMap(({ chunks }) => chunks)) {
    readChunk(log, states, words);
    readChunk(log, origins, ORIGIN_COLUMNS);
  }
  const index = batch.index as BatchIndex;
  const sent = index.sent.flatMap(([, chunks]): readonly ChunkAt[] => chunks);
  for (const at of sent) readChunk(batch, at, words + CANDIDATE_COLUMNS);
  return index;
}
