// What a counterexample looks like. The golden files are the specification: read them as a
// subscriber of linux-mm.

import { fromJS, List, type Map } from 'immutable';
import { describe, expect, it } from 'vitest';
import { ansiStyle } from '../../src/report/text/style.ts';
import { traceText } from '../../src/report/text/trace.ts';
import { textWidth } from '../../src/report/text/width.ts';
import * as stories from './support/stories.ts';

const golden = (name: string) => `./golden/${name}.txt`;

describe('a counterexample as text', () => {
  it('tells the race of 2017', async () => {
    await expect(traceText(stories.emptyZonelist)).toMatchFileSnapshot(golden('never-empty'));
  });
  it('tells the bug of 2022', async () => {
    await expect(traceText(stories.prematureOom)).toMatchFileSnapshot(golden('premature-oom'));
  });
  it('names in the end what changed, not what stayed beside it', () => {
    const lines = traceText(stories.prematureOom).split('\n');
    const end = lines.slice(lines.findIndex((line) => line.startsWith(' Finally')));
    expect(end.join('\n')).toContain('free[Normal] = 1, managed[Movable] = 0, zonelist[0].zone');
    expect(end.join('\n')).not.toContain('{');
  });
  it('keeps records in one piece, those that hold lists, too', () => {
    const initial = stories.prematureOom.initial;
    const cpus = fromJS(Array(3).fill({ queue: ['drain', 'flush'], running: 'none', on: true }));
    const cells = initial.cells
      .set('cpus', (cpus as List<Map<string, string>>).setIn([1, 'on'], false))
      .set('all', List());
    const text = traceText({ ...stories.prematureOom, initial: { ...initial, cells } });
    expect(text).toMatch(/^ *\{queue: \[drain, flush\], running: none, on: false\},$/m);
  });
  it('fits a changelog', async () => {
    await expect(traceText(stories.prematureOom, { columns: 72 })).toMatchFileSnapshot(
      golden('premature-oom-72'),
    );
  });
  it('fits 60 columns', async () => {
    await expect(traceText(stories.prematureOom, { columns: 60 })).toMatchFileSnapshot(
      golden('premature-oom-60'),
    );
  });
  it('says who waits for what in a deadlock', async () => {
    await expect(traceText(stories.deadlock)).toMatchFileSnapshot(golden('deadlock'));
  });
  it('shows a state that is wrong before anything moves', async () => {
    await expect(traceText(stories.violatedAtOnce)).toMatchFileSnapshot(golden('at-once'));
  });
  it('wraps long names and tells two processes of one lane apart', async () => {
    await expect(traceText(stories.longNames)).toMatchFileSnapshot(golden('long-names'));
  });
  it('aligns names that are not ASCII and shows control characters', async () => {
    await expect(traceText(stories.foreignNames)).toMatchFileSnapshot(golden('foreign-names'));
  });
  it('marks where a run that never ends repeats itself', async () => {
    await expect(traceText(stories.starvedOffline)).toMatchFileSnapshot(golden('starved-offline'));
  });
  it('lists the steps where the lanes do not fit', async () => {
    await expect(traceText(stories.manyLanes)).toMatchFileSnapshot(golden('many-lanes'));
  });
});

describe.each(Object.entries(stories))('%s', (_, trace) => {
  it.each([50, 60, 72, 80, 100, 160])(
    'keeps to %i columns and ends no line in spaces',
    (columns) => {
      for (const line of traceText(trace, { columns, places: true }).split('\n')) {
        expect(textWidth(line), line).toBeLessThanOrEqual(columns);
        expect(line).toBe(line.trimEnd());
      }
    },
  );

  it('is laid out the same in colour', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing what the style adds
    const plain = traceText(trace, { style: ansiStyle }).replace(/\x1b\[\d+m/g, '');
    expect(plain).toBe(traceText(trace));
  });
});
