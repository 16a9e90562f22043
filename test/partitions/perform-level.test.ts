// The jobs of a level among threads: each is done by one, and those that a helper has failed by the leader.

import { expect, test } from 'vitest';
import { JobBoard } from '../../src/partitions/job-board.ts';
import type { JobWorker } from '../../src/partitions/job-worker.ts';
import { type BatchIndex, batchOf, type Job } from '../../src/partitions/objects.ts';
import { performLevel } from '../../src/partitions/perform-level.ts';
import { ThreadsAtBoard } from '../../src/partitions/threads-at-board.ts';
import { MemoryPlace } from './memory-place.ts';

const LEVEL = 7;
const JOBS: Job[] = [0, 1, 2, 3].map((first) => ({ level: LEVEL, first, last: first }));
const cameTo = (states: number): BatchIndex => ({
  figures: { states, transitions: 0, beyond: 0 },
  findings: [],
  sent: [],
});

/** What the leader does itself, and what the level comes to, where a helper acts once before the leader's first job. */
function performed(act: (board: JobBoard, place: MemoryPlace) => void) {
  const place = new MemoryPlace();
  const board = new JobBoard(new SharedArrayBuffer(JobBoard.bytes(JOBS.length)));
  board.clear();
  const own: number[] = [];
  const perform = ({ first }: Job): BatchIndex => {
    own.push(first);
    return cameTo(first);
  };
  let hasActed = false;
  const done = performLevel(LEVEL, JOBS, {
    place,
    worker: { perform } as unknown as JobWorker,
    helpers: new ThreadsAtBoard(board, { size: 1, begin: () => {}, hear: () => {} }),
    words: 1,
    beat: () => {
      if (!hasActed) act(board, place);
      hasActed = true;
    },
  });
  return { own: own.sort(), states: done.map(({ figures }) => figures.states) };
}

test('a job that a helper has done is not done again, and its batch says what it came to', () => {
  const { own, states } = performed((board, place) => {
    const job = board.claim(LEVEL, 2);
    place.create(batchOf(JOBS[job])).commit(cameTo(100));
    board.done(LEVEL, job, 100);
  });
  expect([own, states]).toEqual([
    [0, 1, 3],
    [0, 1, 100, 3],
  ]);
});

test('a job that a helper has failed the leader does', () => {
  const { own, states } = performed((board) => board.failed(LEVEL, board.claim(LEVEL, 2)));
  expect([own, states]).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]);
});

test('once helpers are given up, the leader does all that they have claimed', () => {
  const { own } = performed((board) => {
    board.claim(LEVEL, 2);
    board.end();
  });
  expect(own).toEqual([0, 1, 2, 3]);
});

test('who slept claims nothing of another level', () => {
  performed((board) => {
    expect(board.claim(LEVEL - 1, 0)).toBe(-1);
    expect(board.nextLevel(LEVEL - 1)).toBe(LEVEL);
  });
});
