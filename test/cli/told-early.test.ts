// What a command has learnt is told as it learns it: a run that is killed has told of each spec that had ended, and where
// nobody watches a terminal a line now and then says that the search goes on.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Figures } from '../../src/base/progress.ts';
import { estimatingText, showProgress } from '../../src/cli/progress-line.ts';
import { runJsonReport } from '../../src/report/json/run.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { summarize } from '../../src/spec/run-outcome.ts';
import { expectedRun, surprisingRun } from '../report/support/outcomes.ts';
import { mmcheck, project, TINY, tinySpec } from './mmcheck.ts';

describe('a run that is killed while its second spec never ends', () => {
  const quick = tinySpec("{ set: {}, expect: { off: 'violated' } }");
  const files = {
    'models/tiny.ts': TINY,
    'specs/a.ts': quick,
    // Loading it takes for ever, and tells nothing.
    'specs/b.ts': `while (true);\n${quick}`,
  };
  /** Kills it as soon as something was printed; or, where nothing ever is, after a long time. */
  const killed = (words: readonly string[], cwd = project(files)) =>
    mmcheck(words, {
      cwd,
      meanwhile: (child) => {
        const kill = () => child.kill('SIGKILL');
        const late = setTimeout(kill, 15_000);
        child.stdout?.once('data', kill);
        child.once('exit', () => clearTimeout(late));
      },
    });

  test('the matrix of the first has been printed', async () => {
    const { code, stdout } = await killed(['run']);
    expect(code).toBeNull();
    expect(stdout).toContain('violated 1');
  });

  test('in JSON, too: its rows, in a document that is not complete', async () => {
    const { stdout } = await killed(['run', '--format', 'json']);
    expect(stdout).toContain('"spec": "specs/a.ts"');
    expect(stdout).toContain('"verdict": "violated"');
    expect(() => JSON.parse(stdout)).toThrow();
    expect(JSON.parse(`${stdout}]}`)).toMatchObject({ specs: [{ spec: 'specs/a.ts' }] });
  });

  test('a spec that is broken does not keep what came before it back', async () => {
    const cwd = project({ ...files, 'specs/aa.ts': 'export default 1;\n' });
    const { stdout } = await killed(['run'], cwd);
    expect(stdout).toContain('violated 1');
    rmSync(join(cwd, 'specs/b.ts'));
    const whole = await mmcheck(['run'], { cwd });
    expect(whole.stdout).toContain('1 row: 1 as expected, 1 spec not run');
  });
});

test('the JSON that is printed piece by piece is one document', () => {
  const report = runJsonReport();
  const runs = [expectedRun, surprisingRun];
  const summary = summarize(runs);
  const text = runs.map((run) => report.spec(run)).join('') + report.end(runs, summary);
  expect(JSON.parse(text)).toMatchObject({
    schema: 1,
    specs: [{ model: expectedRun.model }, { model: surprisingRun.model }],
    summary: { rows: summary.rows },
  });
  const none = runJsonReport().end([], summarize([]));
  expect(JSON.parse(none)).toMatchObject({ schema: 1, specs: [], summary: { rows: 0 } });
});

describe('the heartbeat', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const searching = (live: boolean, figures: Figures | undefined) => {
    const messages: string[] = [];
    const statuses: string[] = [];
    const terminal = {
      live,
      message: (text: string) => void messages.push(text),
      status: (text: string) => void statuses.push(text),
      whenUnread: () => {},
      result: () => {},
      messages: process.stderr,
      columns: 100,
      colours: false,
      style: plainStyle,
    };
    const end = showProgress(
      terminal,
      () => figures,
      () => 'pcp row 2 of 3  ',
    );
    return { end, messages, statuses };
  };
  const FIGURES = { states: 12_345, transitions: 1, depth: 6, frontier: 7, memoryBytes: 2 ** 20 };

  test('says every 30 s where a search is', () => {
    const { end, messages, statuses } = searching(false, FIGURES);
    vi.advanceTimersByTime(29_000);
    expect(messages).toEqual([]);
    vi.advanceTimersByTime(32_000);
    expect(messages).toEqual([
      'mmcheck: after 30 s: pcp row 2 of 3  12,345 states  depth 6  frontier 7  1 MiB',
      'mmcheck: after 60 s: pcp row 2 of 3  12,345 states  depth 6  frontier 7  1 MiB',
    ]);
    end();
    vi.advanceTimersByTime(60_000);
    expect(messages).toHaveLength(2);
    expect(statuses).toEqual([]);
  });

  test('says so before the first states, and nothing while nothing is asked', () => {
    const { messages } = searching(false, { ...FIGURES, states: 0 });
    vi.advanceTimersByTime(30_000);
    expect(messages).toEqual(['mmcheck: after 30 s: pcp row 2 of 3  no states yet']);
    const idle = searching(false, undefined);
    vi.advanceTimersByTime(30_000);
    expect(idle.messages).toEqual([]);
  });

  test('says how long a search may still take once its frontier is far below its summit', () => {
    const text = estimatingText();
    const at = (expanded: number, frontier: number): string => {
      vi.advanceTimersByTime(1000);
      return text({ ...FIGURES, states: expanded + frontier, frontier });
    };
    expect(at(100_000, 40_000)).not.toContain('left');
    expect(at(110_000, 45_000)).not.toContain('left');
    expect(at(120_000, 40_000)).not.toContain('left');
    expect(at(130_000, 35_000)).not.toContain('left');
    expect(at(160_000, 14_000)).toContain('1 s to 2 s left of this search');
  });

  test('is for logs: on a terminal the line is rewritten, and no messages are left', () => {
    const { end, messages, statuses } = searching(true, FIGURES);
    vi.advanceTimersByTime(31_000);
    end();
    expect(messages).toEqual([]);
    expect(statuses.length).toBeGreaterThan(100);
  });
});
