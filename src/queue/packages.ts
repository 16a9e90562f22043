// BullMQ, and the client of Redis that it uses. Who checks on one machine needs neither: they are loaded where a queue is
// asked for, and the user installs them (docs/decisions/0024-rows-on-bullmq.md).

import { UsageError } from '../base/errors.ts';

export interface QueuePackages {
  readonly bullmq: typeof import('bullmq');
  readonly Redis: typeof import('ioredis').Redis;
}

export async function queuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      'a queue needs two packages that mmcheck does not bring: `npm install bullmq ioredis`',
    );
  }
}
