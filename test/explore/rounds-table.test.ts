// The table of states under several threads: random candidates, many of them equal, in the buffers of four members, are put in by
// four threads at once, round after round while the table grows, and numbered as one thread would that knows a Map.

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { allocateShared } from '../../src/base/allocation.ts';
import { Control, END } from '../../src/explore/rounds/control.ts';
import { generateInsertRange } from '../../src/explore/rounds/insertion.ts';
import { Phase } from '../../src/explore/rounds/member.ts';
import * as memory from '../../src/explore/rounds/memory.ts';
import { numberPieces, storePiece } from '../../src/explore/rounds/numbering.ts';
import { VisitedSet } from '../../src/store/visited-set.ts';

const WORDS = 3;
const MEMBERS = 4;
const ROUNDS = 24;
const PIECES = 64;
/** Candidates of a piece; of all rounds, of so many different states. */
const KEPT = 120;
const STATES = 90_000;

const FOLDER = fileURLToPath(new URL('../../src/explore/rounds/', import.meta.url));

/** Does the parts of two phases that it can claim, as a helper does (helper.ts). */
const THREAD = `
const { workerData } = require('node:worker_threads');
const jiti = require('jiti').createJiti(workerData.folder);
const load = (name) => jiti(workerData.folder + name + '.ts');
const { Control, END } = load('control');
const { received, TABLE } = load('memory');
const { storePiece } = load('numbering');
const insertRange = load('insertion').generateInsertRange(received(workerData.sent));
const shared = received(workerData.sent);
const tables = workerData.tables.map((one) => new Int32Array(one));
const control = new Control(workerData.control);
const ready = new Int32Array(workerData.ready);
Atomics.add(ready, 0, 1);
Atomics.notify(ready, 0);
for (let known = 0; ; ) {
  known = control.waitForPhase(known);
  const kind = control.kind;
  if (kind === END) break;
  for (let part = control.claim(known); part >= 0; part = control.claim(known)) {
    const table = tables[shared.round.header[TABLE]];
    if (kind === ${Phase.insert}) insertRange(part, table);
    else storePiece(shared, part, table);
    Atomics.add(ready, 1, 1);
    control.done();
  }
}
`;

test('candidates of four threads are numbered as one would', async () => {
  const tables: Int32Array[] = [];
  const planned = [14, 16, 18, 20].map((bits) => allocateShared(2 ** bits));
  const allocate = (length: number): Int32Array => {
    const table = planned.find((one) => one.length === length && !tables.includes(one));
    if (table) tables.push(table);
    return table ?? allocateShared(length);
  };
  const set = new VisitedSet(WORDS, 2 ** 24, 1, (grow) => grow(), allocate);
  const predecessors = allocateShared(set.capacity);
  const none = allocateShared(1);
  const sizes = { words: WORDS, members: MEMBERS, properties: 0, reached: 0, samples: false };
  const graph = { arena: set.arena, predecessors, successors: none, recorded: none };
  const shared = memory.makeMemory(sizes, graph);
  const insertRange = generateInsertRange(shared);
  const control = new SharedArrayBuffer(Control.bytes);
  const ready = allocateShared(2);
  const workerData = {
    folder: FOLDER,
    sent: memory.sent(shared),
    tables: planned.map(({ buffer }) => buffer),
    control,
    ready: ready.buffer,
  };
  const threads = Array.from(
    { length: MEMBERS - 1 },
    () => new Worker(THREAD, { eval: true, workerData }),
  );
  while (Atomics.load(ready, 0) < threads.length) await new Promise((then) => setTimeout(then, 20));

  const lead = new Control(control);
  const perform = (kind: number, parts: number, run: (part: number) => void): void => {
    const phase = lead.begin(kind, parts);
    for (let part = lead.claim(phase); part >= 0; part = lead.claim(phase)) {
      run(part);
      lead.done();
    }
    while (!lead.waitForParts(50));
  };
  const expected = new Map<string, readonly [number, number]>();
  const below = random();
  for (let round = 0; round < ROUNDS; round++) {
    const many = fill(shared, set, below, expected);
    while (set.count + many > set.growAt) set.grow();
    shared.round.header[memory.TABLE] = planned.indexOf(set.table);
    expect(planned).toContain(set.table);
    perform(Phase.insert, memory.RANGES, (range) => insertRange(range, set.table));
    const found = numberPieces(shared);
    perform(Phase.store, PIECES, (piece) => storePiece(shared, piece, set.table));
    set.count += found;
    expect(set.count).toBe(expected.size);
  }
  lead.begin(END, 0);
  await Promise.all(threads.map((one) => one.terminate()));

  const state = new Int32Array(WORDS);
  for (const [key, [number, parent]] of expected) {
    state.set(key.split(',').map(Number));
    expect([key, set.find(state), predecessors[number]]).toEqual([key, number, parent]);
  }
  expect(tables.length, 'the table grew').toBeGreaterThan(2);
  expect(Atomics.load(ready, 1), 'parts that threads have done').toBeGreaterThan(0);
}, 120_000);

/** Fills the buffers with a round's candidates, and says what each is to be; how many there are. */
function fill(
  { round, members }: memory.SearchMemory,
  set: VisitedSet,
  below: (n: number) => number,
  expected: Map<string, readonly [number, number]>,
): number {
  const { header, owners } = round;
  header[memory.COUNT] = set.count;
  header[memory.ROOM] = memory.roomFor(set.count, set.table.length, MEMBERS);
  header[memory.PIECES] = PIECES;
  const kept = new Int32Array(MEMBERS);
  const known = new Set(expected.keys());
  for (let piece = 0; piece < PIECES; piece++) {
    const member = below(MEMBERS);
    const { records, states, hashes, parents } = members[member];
    owners[piece] = member + 1;
    records[piece * memory.RECORD_WORDS + memory.FROM] = kept[member];
    for (let k = 0; k < KEPT && kept[member] < header[memory.ROOM]; k++) {
      const number = below(STATES);
      const state = Int32Array.of(number, number & 7, Math.imul(number, 3));
      if (known.has(state.join())) continue;
      const candidate = kept[member]++;
      states.set(state, candidate * WORDS);
      hashes[candidate] = set.hash(state, 0);
      parents[candidate] = piece * KEPT + k;
      if (!expected.has(state.join())) {
        expected.set(state.join(), [expected.size, piece * KEPT + k]);
      }
    }
    records[piece * memory.RECORD_WORDS + memory.TO] = kept[member];
  }
  return kept.reduce((a, b) => a + b);
}

/** The same in every run. */
function random(): (n: number) => number {
  let seed = 5;
  return (n) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return (seed >>> 4) % n;
  };
}
