// The jobs of a level: partitions that follow one another share a job until they have enough candidates between them. A narrow level is
// one job then, whose files take a moment, and a wide one a job for each partition.
//
// What must stay true: it depends on the candidates and the search alone, so that a search that goes on after its process has died names its
// jobs as before.

import type { Amounts } from './level-records.ts';
import type { Job } from './objects.ts';

/** With fewer candidates the files of a job take longer than the job. */
export const ENOUGH = 16_384;

export function planLevel(level: number, candidates: Amounts, enough: number): Job[] {
  const jobs: Job[] = [];
  let first = -1;
  let sum = 0;
  candidates.forEach(([partition, amount], k) => {
    if (first < 0) first = partition;
    sum += amount;
    if (sum < enough && k < candidates.length - 1) return;
    jobs.push({ level, first, last: partition });
    first = -1;
    sum = 0;
  });
  return jobs;
}
