// Which partition owns a state: by its hash, so that every job knows without asking.

const MIX = 0x9e3779b1 | 0;

/** The hash is mixed again: where a state is looked for in a table is told by the same bits of it (store/visited-set.ts). */
export function partitionOf(hash: number, partitions: number): number {
  return Math.floor((Math.imul(hash, MIX) >>> 0) * (partitions / 2 ** 32));
}
