// DOT that Graphviz accepts, whatever the names in the model are.

import { renderGraphFromSource } from 'graphviz-cli';
import { describe, expect, it } from 'vitest';
import { stateGraphDot } from '../../src/report/dot/state-graph.ts';
import { traceDot } from '../../src/report/dot/trace.ts';
import { stateLabel } from '../../src/report/text/state.ts';
import * as stories from './support/stories.ts';

function svg(dot: string): Promise<string> {
  return renderGraphFromSource({ input: dot }, { format: 'svg' });
}

it('draws the race of 2017', async () => {
  await expect(traceDot(stories.emptyZonelist)).toMatchFileSnapshot('./golden/never-empty.dot');
});

it('leads from the last step back where a run never ends', () => {
  const dot = traceDot(stories.starvedOffline);
  expect(dot).toContain('step3 -> step2 [color="#c01c28"');
  expect(dot).toContain('... and again from step 2\\l"');
});

it('draws no way back where a run stays for ever', () => {
  const { steps } = stories.starvedOffline;
  const dot = traceDot({ ...stories.starvedOffline, loop: steps.size });
  expect(dot).not.toMatch(/step3 -> step\d/);
  expect(dot).not.toContain('and again from');
});

it('tells what no step changes apart from what the run is about', () => {
  const dot = traceDot(stories.emptyZonelist);
  expect(dot).toContain('managed = [2, 1]\\lAll the time free = [1, 0]');
});

it('speaks of a deadlock as the text does', () => {
  expect(traceDot(stories.deadlock)).toContain('[label="DEADLOCK\\lClaim: ');
});

describe('a run that was explained', () => {
  const step = (number: number, process: string, label: string) => ({ number, process, label });
  const races = (['matters', 'does-not-matter', 'cannot-turn'] as const).map((order, k) => ({
    first: step(2, 'hotplug', 'clear'),
    second: step(4, 'alloc_pages', 'read'),
    on: ['zonelist[0].zone', 'zonelist[0].idx', 'seq'].slice(0, 3 - k),
    order,
  }));
  const noReturn = { step: step(2, 'hotplug', 'clear'), exact: true };
  const dot = traceDot(stories.emptyZonelist, { steps: 4, mattering: [], races, noReturn });

  it('has an arrow for each pair whose order matters, and says of what', () => {
    expect(dot.match(/step2 -> step4 .*/g)).toEqual([
      'step2 -> step4 [label="zonelist[0].zone\\lzonelist[0].idx\\l...\\l", color="#c01c28", fontcolor="#c01c28", style=dashed, constraint=false];',
    ]);
    expect(dot).toContain('red dashes      in the other order');
  });

  it('marks the step with which it was too late', () => {
    expect(dot).toMatch(/step2 \[label="2\. clear.*\.\.\. from here on it is too late/);
  });

  it('is accepted by Graphviz', async () => {
    expect(await svg(dot)).toContain('<title>step2&#45;&gt;step4</title>');
  });
});

it('says where the run starts', () => {
  expect(traceDot(stories.emptyZonelist)).toContain('tasks=1\\nInitially zonelist = [{zone');
});

it('explains as much of its notation as there is', () => {
  const shown = traceDot(stories.emptyZonelist);
  expect(shown).toContain('[name: 0 -> 1]  what the claim remembers');
  expect(shown).toContain('grey arrow');
  expect(shown).toContain('(-> label)');
  expect(shown).toContain('cell: 0 -> 1');
  const plain = traceDot({ ...stories.emptyZonelist, steps: stories.emptyZonelist.steps.take(1) });
  expect(plain).not.toContain('remembers');
  expect(plain).not.toContain('grey arrow');
});

it('says a claim once where nothing is to be added', () => {
  const { property } = stories.emptyZonelist;
  const about = 'never empty';
  const trace = { ...stories.emptyZonelist, property: { ...property, about, message: about } };
  expect(traceDot(trace).split(about)).toHaveLength(2);
});

describe.each(Object.entries(stories))('%s', (_, trace) => {
  it('is accepted by Graphviz, with every step', async () => {
    const picture = await svg(traceDot(trace));
    for (let k = 1; k <= trace.steps.size; k++)
      expect(picture).toContain(`<title>step${k}</title>`);
  });
});

describe('a state graph', () => {
  const state = (id: number, label: string, initial = false, violating = false) => ({
    id,
    label,
    initial,
    violating,
  });
  const graph = {
    title: 'a "graph" \\N of 3 states',
    nodes: [
      state(0, 'x = "none"\nt at first', true),
      state(1, 'x = C:\\new\nt at done', false, true),
      state(2, 'x = ]; }'),
      state(3, 'R&D &copy; &#65; \uffff\ufffe\ud800'),
    ],
    edges: [
      { from: 0, to: 1, label: 't set\\l', red: true },
      { from: 0, to: 2, label: 't skip', red: false },
      { from: 2, to: 2, label: 't retry', red: false },
    ],
  };
  it('shows the counterexample in red', async () => {
    await expect(stateGraphDot(graph)).toMatchFileSnapshot('./golden/state-graph.dot');
  });
  it('labels a state with its cells and processes', () => {
    expect(stateLabel(stories.violatedAtOnce.initial)).toBe(
      'managed = [0]\nfree = [1]\nalloc_pages0, alloc_pages1 at first (i: 0)',
    );
  });
  it('is accepted by Graphviz, names unharmed', async () => {
    const picture = await svg(stateGraphDot(graph));
    expect(picture).toContain('C:\\new');
    expect(picture).toContain('a &quot;graph&quot; \\N of 3 states');
    expect(picture).toContain('R&amp;D &amp;copy; &amp;#65;');
    expect(picture).toContain('\\uffff\\ufffe\\ud800');
  });
});
