// A trace survives its file, and a file that holds no trace is told what is wrong with it.

import { is, type List } from 'immutable';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { jsonText } from '../../src/report/json/json-text.ts';
import type { ShownState, TraceState } from '../../src/trace/trace.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../src/trace/trace-json.ts';
import * as stories from '../report/support/stories.ts';

function reread(json: JsonTrace): unknown {
  return JSON.parse(JSON.stringify(json));
}
function same(a: TraceState, b: TraceState): boolean {
  return is(a.cells, b.cells) && is(a.processes, b.processes) && is(a.observers, b.observers);
}

describe.each(Object.entries(stories))('%s', (_, trace) => {
  const json = encodeTrace(trace);
  const decoded = decodeTrace(reread(json));

  it('is the same after its file', () => {
    expect(encodeTrace(decoded)).toEqual(json);
    expect(same(decoded.initial, trace.initial)).toBe(true);
    for (const [k, step] of trace.steps.entries()) {
      expect(same(decoded.steps.get(k)!.state, step.state), `step ${k + 1}`).toBe(true);
    }
  });

  it('shares what a step does not change', () => {
    let before = decoded.initial;
    for (const { state } of decoded.steps) {
      for (const [name, value] of state.cells) {
        if (is(value, before.cells.get(name))) expect(value).toBe(before.cells.get(name));
      }
      before = state;
    }
  });
});

it('keeps where a run that never ends repeats itself, and refuses where it does not', () => {
  const json = encodeTrace(stories.starvedOffline);
  expect(json.loop).toBe(1);
  expect(decodeTrace(reread(json)).loop).toBe(1);
  for (const loop of [2, 4, -1, 'x']) {
    expect(() => decodeTrace(reread({ ...json, loop } as JsonTrace))).toThrow(UsageError);
  }
});

it('shares the elements of an array of which another changed', () => {
  const { initial, steps } = decodeTrace(reread(encodeTrace(stories.emptyZonelist)));
  const zonelist = ({ cells }: TraceState) => cells.get('zonelist') as List<ShownState>;
  expect(zonelist(steps.get(1)!.state).get(1)).toBe(zonelist(initial).get(1));
});

it('is written for people too', async () => {
  const text = jsonText(encodeTrace(stories.emptyZonelist));
  expect(JSON.parse(text)).toEqual(reread(encodeTrace(stories.emptyZonelist)));
  await expect(text).toMatchFileSnapshot('./golden/never-empty.json');
});

describe('what is no trace', () => {
  const good = encodeTrace(stories.emptyZonelist);
  const step = (change: object) => {
    const [first, ...rest] = good.steps;
    return { ...good, steps: [{ ...first, ...change }, ...rest] };
  };
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  it.each<[string, unknown, string]>([
    ['text', 'x', 'it must be an object, but is "x"'],
    ['null', null, 'it must be an object, but is null'],
    ['a list', [], 'it must be an object, but is a list'],
    [
      'an empty object',
      {},
      'schema must be 1, the only one that this mmcheck reads, but is missing',
    ],
    ['another schema', { ...good, schema: 2 }, 'but is 2'],
    ['a result of check', { schema: 1, properties: [] }, 'must be what --trace FILE writes'],
    ['no steps', { ...good, steps: undefined }, 'steps must be a list, but is missing'],
    ['a label of 12', step({ label: 12 }), 'steps[0].label must be text, but is 12'],
    [
      'a negative id',
      step({ id: -1 }),
      'steps[0].id must be a whole number, not negative, but is -1',
    ],
    [
      'a stranger',
      step({ name: 'x' }),
      'steps[0].name must name a process of `initial`, but is "x"',
    ],
    ['no such lane', step({ lane: 'x' }), 'steps[0].lane must be one of `lanes`, but is "x"'],
    [
      'a new cell',
      step({ becomes: { cells: { y: 1 }, processes: {}, observers: {} } }),
      'steps[0].becomes.cells.y must be part of `initial` too, but is 1',
    ],
    [
      'an unknown kind',
      { ...good, property: { ...good.property, kind: 'hope' } },
      'property.kind must be invariant, assertion,',
    ],
    [
      'a process without a place',
      { ...good, initial: { cells: {}, processes: { t: {} }, observers: {} } },
      'initial.processes.t.at must be text, but is missing',
    ],
    [
      'bottomless nesting',
      { ...good, initial: { ...good.initial, cells: { a: deep(5000) } } },
      'must not nest deeper than 32, but is a list',
    ],
  ])('%s', (_, json, message) => {
    const decode = () => decodeTrace(json, 'race.json');
    expect(decode).toThrow(UsageError);
    expect(decode).toThrow('race.json is no trace: ');
    expect(decode).toThrow(message);
  });
});
