// What ends a run on a queue although no row and no spec is to blame: Redis is gone, or somebody else has the run.

import { UsageError } from '../base/errors.ts';

/** Ends the command; what was found is in Redis, and the same command goes on with it. */
export class QueueError extends UsageError {}
