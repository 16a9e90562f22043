// Traces that were accepted, made wrong in a hundred ways. Most are refused. Why the others pass is told by what the map makes of
// them: each instance is asked for the same steps in the same order, or for the first of them only.

import { expect, test } from 'vitest';
import { layoutSystem } from '../../src/compile/layout/layout.ts';
import { assign } from '../../src/conform/assign.ts';
import { bindMap } from '../../src/conform/bind.ts';
import type { KernelEvent } from '../../src/ftrace/event.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import { loadedAt } from './loaded-at.ts';
import { KINDS, mutated } from './mutations.ts';
import { conformed, eventsOf, ROWS, type Row } from './trace-rows.ts';

const EACH = 25;

/** The same numbers in every run. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** For each instance the rules by which it is asked for steps, in order; and the first event of each demand. */
async function asked(
  { model: name, set = {}, parameter, accepted }: Row,
  events: readonly KernelEvent[],
) {
  const { model, map } = await loadedAt(name);
  const values = resolveParameters(model, { ...set, [parameter]: Object.keys(accepted)[0] });
  const layout = layoutSystem(model.system(values));
  const { demands } = assign(
    events,
    map.at(values),
    bindMap(name, map.at(values), layout, () => true),
  );
  const rules = new Map<string, string[]>();
  for (const { instance, rule } of demands) {
    const row = rules.get(instance.name) ?? [];
    rules.set(instance.name, [...row, `${rule.labels}`]);
  }
  return { rules, events: new Set(demands.map((one) => one.events[0])) };
}

function whyItPasses(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
  untraced: readonly string[],
): string {
  const rows = [...before].map(([name, row]) => [row, after.get(name) ?? []] as const);
  const same = ([one, other]: (typeof rows)[number]) => `${one}` === `${other}`;
  if (rows.every(same)) return 'the same steps of each';
  const isBeginning = ([one, other]: (typeof rows)[number]) =>
    `${one.slice(0, other.length)}` === `${other}`;
  if (rows.every(isBeginning)) return 'the first steps of each';
  const other = untraced.length > 0 ? 'a rule that is not asked without its event' : 'unexplained';
  const once = (row: readonly string[]) => row.filter((rule, k) => rule !== row[k - 1]);
  const isAgain = ([one, other]: (typeof rows)[number]) => `${once(one)}` === `${once(other)}`;
  return rows.every(isAgain) ? 'a step that is tried again until it succeeds' : other;
}

test(`${4 * EACH} mutated traces: which are refused, and why the others pass`, async () => {
  const draw = drawing(1);
  const counts: Record<string, number> = {};
  const known = new Map<Row, Awaited<ReturnType<typeof asked>>>();
  const traces = new Map<string, readonly KernelEvent[]>();
  const many = ROWS.filter(({ accepted }) => Object.values(accepted)[0] > 5);
  for (const kind of KINDS) {
    for (let made = 0; made < EACH; ) {
      const row = many[draw(many.length)];
      const events = traces.get(row.trace) ?? eventsOf(row.trace);
      traces.set(row.trace, events);
      const before = known.get(row) ?? (await asked(row, events));
      known.set(row, before);
      const places = events.flatMap((event, k) => (before.events.has(event) ? [k] : []));
      const mutation = mutated(events, places, kind, draw);
      if (!mutation) continue;
      made++;
      const set = { ...row.set, [row.parameter]: Object.keys(row.accepted)[0] };
      const { verdict, leftOut } = await conformed(row.trace, row.model, set, {
        events: mutation.events,
      });
      const after = await asked(row, mutation.events);
      const why =
        verdict === 'refused'
          ? 'refused'
          : whyItPasses(before.rules, after.rules, leftOut.untraced);
      counts[`${kind}: ${why}`] = (counts[`${kind}: ${why}`] ?? 0) + 1;
    }
  }
  expect(counts).toMatchInlineSnapshot(`
    {
      "double: a step that is tried again until it succeeds": 1,
      "double: refused": 19,
      "double: the same steps of each": 5,
      "drop: a rule that is not asked without its event": 1,
      "drop: refused": 21,
      "drop: the first steps of each": 2,
      "drop: the same steps of each": 1,
      "exchange: refused": 13,
      "exchange: the first steps of each": 11,
      "exchange: the same steps of each": 1,
      "swap: refused": 25,
    }
  `);
  expect(Object.keys(counts).filter((why) => why.endsWith('unexplained'))).toEqual([]);
}, 120_000);
