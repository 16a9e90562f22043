// A run that nobody will go on with leaves Redis. What must stay true: no key is left, whoever still works for it; and one that is
// killed while it removes leaves the record, so that the run is seen and can be removed again.

import type { Redis } from 'ioredis';
import type { JobQueue } from './job-queue.ts';
import { forget } from './run-registry.ts';
import { removeObjects } from './stored-objects.ts';

export async function removeRun(redis: Redis, id: string, queue: JobQueue): Promise<void> {
  await removeObjects(redis, id);
  // Workers see that the run is gone, and write no more for it.
  await forget(redis, id);
  await queue.remove();
  await removeObjects(redis, id);
}
