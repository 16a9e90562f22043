// The table of states under several threads: random states, many of them equal, are put in by four threads at once, round after
// round while the table grows, and numbered as one thread would that knows a Map. Some rounds are taken back and done again.

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { allocateShared } from '../../src/base/allocation.ts';
import { CandidateSet, retract } from '../../src/explore/rounds/candidate-set.ts';
import { Control, END } from '../../src/explore/rounds/control.ts';
import { Phase } from '../../src/explore/rounds/member.ts';
import * as memory from '../../src/explore/rounds/memory.ts';
import {
  countCandidates,
  orderCandidates,
  partsOf,
  storePart,
} from '../../src/explore/rounds/numbering.ts';
import { VisitedSet } from '../../src/store/visited-set.ts';
import { enterRound, putStates } from '../support/put-states.ts';

const WORDS = 3;
const MEMBERS = 4;
const ROUNDS = 24;
const PIECES = 64;
/** States that the steps of a piece lead to; of all rounds, so many different ones. */
const MET = 240;
const STATES = 90_000;

const FOLDER = fileURLToPath(new URL('../../src/explore/rounds/', import.meta.url));
const SUPPORT = fileURLToPath(new URL('../support/put-states.ts', import.meta.url));

/** Does the parts of two phases that it can claim, as a helper does (helper.ts). */
const THREAD = `
const { workerData } = require('node:worker_threads');
const jiti = require('jiti').createJiti(workerData.folder);
const load = (name) => jiti(workerData.folder + name + '.ts');
const { Control, END } = load('control');
const memory = load('memory');
const { storePart } = load('numbering');
const { CandidateSet } = load('candidate-set');
const { enterRound, putStates } = jiti(workerData.support);
const shared = memory.received(workerData.sent);
const tables = workerData.tables.map((one) => new Int32Array(one));
const control = new Control(workerData.control);
const ready = new Int32Array(workerData.ready);
const set = new CandidateSet(shared, workerData.member, tables[0]);
Atomics.add(ready, 0, 1);
for (let known = 0; ; ) {
  known = control.waitForPhase(known);
  const kind = control.kind;
  if (kind === END) break;
  let hasEntered = false;
  for (let part = control.claim(known); part >= 0; part = control.claim(known)) {
    const { header } = shared.round;
    const table = tables[header[memory.TABLE]];
    if (kind === ${Phase.expand}) {
      if (!hasEntered) enterRound(set, shared, table);
      hasEntered = true;
      putStates(set, shared, workerData.met, workerData.member, part);
    } else storePart(shared, part, table);
    Atomics.add(ready, 1, 1);
    control.done();
  }
}
`;

test('states that four threads put in are numbered as one would', async () => {
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
  const { header } = shared.round;
  const control = new SharedArrayBuffer(Control.bytes);
  const ready = allocateShared(2);
  const states = allocateShared(PIECES * MET * WORDS);
  const hashes = allocateShared(PIECES * MET);
  const met = { states, hashes, each: MET };
  const workerData = {
    folder: FOLDER,
    sent: memory.sent(shared),
    tables: planned.map(({ buffer }) => buffer),
    control,
    ready: ready.buffer,
    met,
    support: SUPPORT,
  };
  const threads = Array.from(
    { length: MEMBERS - 1 },
    (_, k) => new Worker(THREAD, { eval: true, workerData: { ...workerData, member: k + 1 } }),
  );
  const failed: unknown[] = [];
  for (const one of threads) one.on('error', (error) => failed.push(error));
  while (Atomics.load(ready, 0) < threads.length) {
    expect(failed).toEqual([]);
    await new Promise((then) => setTimeout(then, 20));
  }

  const lead = new Control(control);
  const perform = (kind: number, parts: number, run: (part: number) => void): void => {
    const phase = lead.begin(kind, parts);
    for (let part = lead.claim(phase); part >= 0; part = lead.claim(phase)) {
      run(part);
      lead.done();
    }
    while (!lead.waitForParts(50));
  };
  const own = new CandidateSet(shared, 0, set.table);
  const insertAll = (): void => {
    for (const { kept } of shared.members) kept[0] = 0;
    enterRound(own, shared, set.table);
    perform(Phase.expand, PIECES, (piece) => putStates(own, shared, met, 0, piece));
  };
  const expected = new Map<string, readonly [number, number]>();
  const below = random();
  for (let round = 0; round < ROUNDS; round++) {
    const first = 1000 * round;
    while (set.count + PIECES * MET > set.growAt) set.grow();
    expect(planned).toContain(set.table);
    header[memory.TABLE] = planned.indexOf(set.table);
    header[memory.FIRST] = first;
    header[memory.LAST] = first + PIECES;
    header[memory.COUNT] = set.count;
    header[memory.ROOM] = memory.roomFor(set.count, set.table.length - 1, MEMBERS);
    for (let k = 0; k < PIECES * MET; k++) {
      const number = below(STATES);
      const state = Int32Array.of(number, number & 7, Math.imul(number, 3));
      states.set(state, k * WORDS);
      hashes[k] = set.hash(state, 0);
      if (expected.has(state.join())) continue;
      expected.set(state.join(), [expected.size, first + Math.floor(k / MET)]);
    }
    if (round % 3 === 0) {
      const before = set.table.slice();
      insertAll();
      expect(countCandidates(shared)).toBe(expected.size - set.count);
      retract(shared, set.table);
      expect(set.table).toEqual(before);
    }
    insertAll();
    const found = countCandidates(shared);
    header[memory.FOUND] = found;
    orderCandidates(shared);
    perform(Phase.store, partsOf(found), (part) => storePart(shared, part, set.table));
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

/** The same in every run. */
function random(): (n: number) => number {
  let seed = 5;
  return (n) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return (seed >>> 4) % n;
  };
}
