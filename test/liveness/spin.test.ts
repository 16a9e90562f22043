// Agreement with SPIN on models whose verdicts are known: `pan -a -f` is weak fairness to every process, `pan -a`
// none. Skipped, and listed as such, where spin or a C compiler is missing.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anyProcess, array, bool, cell, none, orNone, system, upTo } from '../../src/index.ts';
import { judge } from './support.ts';

const installed = ['spin', 'gcc'].every(
  (program) => spawnSync(program, [program === 'spin' ? '-V' : '--version']).status === 0,
);

function spinSays(promela: string, fair: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'mmcheck-spin-'));
  try {
    const run = (command: string, args: readonly string[]): string =>
      execFileSync(command, args, { cwd: folder, encoding: 'utf8' });
    writeFileSync(join(folder, 'model.pml'), promela);
    run('spin', ['-a', 'model.pml']);
    run('gcc', ['-w', '-DNFAIR=4', '-o', 'pan', 'pan.c']);
    const text = run('./pan', ['-a', ...(fair ? ['-f'] : [])]);
    return /errors: 0\b/.test(text) ? 'holds' : 'violated';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PETERSON = `
bool want[2], critical[2]; byte turn;
active [2] proctype p() {
  do
  :: want[_pid] = true; turn = 1 - _pid;
     (!want[1 - _pid] || turn == _pid);
     critical[_pid] = true; d_step { critical[_pid] = false; want[_pid] = false }
  od
}
ltl { [] (want[0] -> <> critical[0]) }`;

const peterson = () =>
  system({ want: array(2, bool), turn: cell(upTo(1)) }, ({ process }) => ({
    p: process({
      count: 2,
      start: 'ask',
      steps: {
        ask: ({ want, me }) => {
          want[me.id] = true;
          return 'next';
        },
        yield: ({ turn, me }) => {
          turn.value = 1 - me.id;
          return 'next';
        },
        wait: ({ want, turn, me }) =>
          want[1 - me.id] && turn.value !== me.id ? 'blocked' : 'critical',
        critical: ({ want, me }) => {
          want[me.id] = false;
          return 'ask';
        },
      },
    }),
  }));

const LOCK = `
bool locked, critical[2], waits[2];
active [2] proctype p() {
  do
  :: waits[_pid] = true;
     atomic { !locked -> locked = true; critical[_pid] = true; waits[_pid] = false }
     d_step { critical[_pid] = false; locked = false }
  od
}
ltl { [] (waits[0] -> <> critical[0]) }`;

const lock = () =>
  system({ owner: cell(orNone(anyProcess)) }, ({ process }) => ({
    p: process({
      count: 2,
      start: 'rest',
      steps: {
        rest: () => 'wait',
        wait: ({ owner, me }) => {
          if (owner.value !== none) return 'blocked';
          owner.value = me.self;
          return 'critical';
        },
        critical: ({ owner }) => {
          owner.value = none;
          return 'rest';
        },
      },
    }),
  }));

const TICKER = `
bool time, over;
active proctype ticker() { do :: time = !time od }
active proctype worker() { over = true }
ltl { <> over }`;

const ticker = () =>
  system({ time: cell(bool), over: cell(bool) }, ({ process }) => ({
    ticker: process({
      start: 'tick',
      steps: {
        tick: ({ time }) => {
          time.value = !time.value;
          return 'tick';
        },
      },
    }),
    worker: process({
      start: 'work',
      steps: {
        work: ({ over }) => {
          over.value = true;
          return 'done';
        },
      },
    }),
  }));

describe.runIf(installed)('as SPIN says', () => {
  const fairness = (fair: boolean) => (fair ? 'weak' : 'none');
  // A run of SPIN goes on as long as anything can move, and Peterson's other process cannot without this one. Ours, as
  // TLA+'s, may stop wherever no fairness is owed.
  test.each([
    [true, 'holds', 'holds'],
    [false, 'violated', 'holds'],
  ] as const)('Peterson, fair: %s', (fair, verdict, spins) => {
    expect(spinSays(PETERSON, fair)).toBe(spins);
    const ours = judge(peterson(), (make) =>
      make.leadsTo(
        'whoever asks gets in',
        ({ want }) => want[0] === true,
        ({ p }) => p[0].at === 'critical',
        { fairness: { p: fairness(fair) } },
      ),
    );
    expect(ours.verdict).toBe(verdict);
  });

  test('a lock that anybody may take first starves under weak fairness', () => {
    expect(spinSays(LOCK, true)).toBe('violated');
    const ours = (fair: 'weak' | 'strong') =>
      judge(lock(), (make) =>
        make.leadsTo(
          'whoever waits gets in',
          ({ p }) => p[0].at === 'wait',
          ({ p }) => p[0].at === 'critical',
          { fairness: { p: fair } },
        ),
      ).verdict;
    expect(ours('weak')).toBe('violated');
    expect(ours('strong')).toBe('holds');
  });

  test.each([
    [true, 'holds'],
    [false, 'violated'],
  ] as const)('a ticker beside a worker, fair: %s', (fair, verdict) => {
    expect(spinSays(TICKER, fair)).toBe(verdict);
    const ours = judge(ticker(), (make) =>
      make.eventually('the work gets done', ({ over }) => over.value, {
        fairness: { ticker: fairness(fair), worker: fairness(fair) },
      }),
    );
    expect(ours.verdict).toBe(verdict);
  });
});
