// A project whose states are many enough for several jobs a level, in a second or two; and the commands that search them.

import { Redis } from 'ioredis';
import { type Ended, mmcheck, project, type RunOptions } from '../cli/mmcheck.ts';
import type { RedisServer } from './redis-server.ts';

/** 2^16 states in 17 levels: each step sets a bit. The widest level is several jobs. */
const BITS = `import { bool, cell, defineModel, defineProperties, system, upTo } from 'mmcheck';

const BITS = 16;
const model = defineModel('bits', {
  parameters: { wrong: bool },
  system: ({ wrong }) =>
    system({ bits: cell(upTo(2 ** BITS - 1)) }, ({ process }) => ({
      one: process({ start: 'go', steps: {
        go: ({ bits, choose }) => {
          const bit = 2 ** choose(Array.from({ length: BITS }, (_, k) => k));
          if (wrong && bits.value === 2 ** 9 - 1) bits.value = -1;
          if (Math.floor(bits.value / bit) % 2 === 0) bits.value += bit;
          return 'go';
        },
      } }),
    })),
});
export const properties = defineProperties(model, ({ invariant, reachable, alwaysPossible }) => ({
  fit: invariant('the bits fit', ({ bits }) => bits.value < 2 ** BITS),
  other: invariant('it is another', ({ bits }) => bits.value !== 0b1010101110101000),
  all: reachable('all bits are set', ({ bits }) => bits.value === 2 ** BITS - 1),
  ends: alwaysPossible('it can end', ({ bits }) => bits.value === 2 ** BITS - 1),
}));
export default model;
`;

export const statesProject = () => project({ 'models/bits.ts': BITS });

const CHECK = ['check', 'models/bits.ts', '--no-reduction', '--format', 'json'];
export const SAFE = ['--property', 'fit', 'other', 'all'];
/** With so many a job has 16,384 candidates. */
const PARTITIONS = ['--partitions', '512'];

export const locally = (words: readonly string[], options: RunOptions) =>
  mmcheck([...CHECK, ...words], options);

export const onQueue = (server: RedisServer, words: readonly string[], options: RunOptions) =>
  locally([...words, '--queue', server.url, ...PARTITIONS], options);

/** What does not depend on the clock, nor on where the states are: of the shortest runs another may be shown. */
export function told({ stdout, stderr, code }: Ended): object {
  if (!stdout.startsWith('{')) return { code, stderr };
  const { properties, statistics } = JSON.parse(stdout);
  const { states, transitions, depth } = statistics;
  const verdicts = properties.map(
    ({ name, verdict, depth: steps }: { name: string; verdict: string; depth?: number }) => [
      name,
      verdict,
      steps,
    ],
  );
  return { code, states, transitions, depth, verdicts };
}

export async function keysIn(server: RedisServer): Promise<string[]> {
  const redis = new Redis(server.port, '127.0.0.1');
  const found = await redis.keys('*');
  redis.disconnect();
  return found;
}
