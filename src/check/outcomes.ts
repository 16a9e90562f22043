// How the runs of a model end: all combinations of final values, as a tool for litmus tests prints them, each with a shortest
// run that leads to it.
//
// Sound only if every state is looked at: the search uses no reduction, since one keeps the ends of runs up to the names of ids
// at best, and here the names are what is asked for.

import { authorsCells } from '../compile/memory/memory.ts';
import { constraintOf } from '../compile/monitor/constraint.ts';
import { pathTo } from '../counterexample/path.ts';
import { ends, waitingIn } from '../decide/at-end.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import type { FinalStep, FinalValues, Outcomes } from '../outcome/outcomes.ts';
import { is } from '../trace/immutable.ts';
import { StateEncoder } from '../trace/state-codec.ts';
import type { ShownState } from '../trace/trace.ts';
import { type Shown, shownBy } from './shown-values.ts';
import { type Unfinished, type WholeGraphOptions, wholeGraph } from './whole-graph.ts';

export interface OutcomesOptions extends Omit<WholeGraphOptions, 'purpose'> {
  /** Cells and parts of them, and locals as `process.local`; by default all cells that are not the same in all final states. */
  readonly show?: readonly string[];
}

type Values = Readonly<Record<string, ShownState>>;

/** The final states that look alike. */
interface Group {
  readonly values: Values;
  /** The number of the one that was reached first. */
  readonly first: number;
  states: number;
  deadlocked: number;
}

export function outcomesOf(
  model: ModelDefinition,
  parameters: ParameterValues,
  { show, ...options }: OutcomesOptions,
): Outcomes | Unfinished {
  const whole = wholeGraph(model, parameters, {}, { ...options, purpose: 'to list their ends' });
  if ('figures' in whole) return whole;
  const { graph } = whole.search;
  const { layout } = graph.stepper.system;
  const shown = (show ?? authorsCells(layout)).flatMap((word) => shownBy(word, layout));
  const { groups, failed } = grouped(graph, shown);
  const same = show ? {} : sameIn(groups);
  const merged = show ? groups : groups.map((group) => without(group, same));
  const encoder = new StateEncoder();
  const encoded = (values: Values) => encoder.members(Object.entries(values), 'values');
  return {
    model: model.name,
    parameters,
    shown: shown.map(({ name }) => name).filter((name) => !Object.hasOwn(same, name)),
    same: encoded(same),
    outcomes: merged.map((group) => ({ ...withRun(graph, group), values: encoded(group.values) })),
    ...encoder.sets,
    finalStates: groups.reduce((sum, { states }) => sum + states, 0),
    states: graph.visited.count,
    failed,
    complete: whole.result.limit === undefined,
  };
}

interface Grouped {
  readonly groups: readonly Group[];
  readonly failed: number;
}

/** By their values, in the order in which each was first reached. */
function grouped(graph: ExploredGraph, shown: readonly Shown[]): Grouped {
  const isWithin = constraintOf(graph.stepper.system);
  const groups = new Map<string, Group>();
  let failed = 0;
  for (const index of ends(graph, isWithin, () => failed++)) {
    const state = graph.stateAt(index);
    const values = Object.fromEntries(shown.map((one) => [one.name, one.valueIn(state)]));
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, first: index, states: 0, deadlocked: 0 };
    groups.set(key, group);
    group.states++;
    if (waitingIn(graph, index).length > 0) group.deadlocked++;
  }
  return { groups: [...groups.values()], failed };
}

/** What never differs says nothing, unless nothing differs. */
function sameIn(groups: readonly Group[]): Values {
  if (groups.length < 2) return {};
  const [{ values }] = groups;
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      groups.every((group) => is(group.values[name], value)),
    ),
  );
}

function without(group: Group, same: Values): Group {
  const left = Object.entries(group.values).filter(([name]) => !Object.hasOwn(same, name));
  return { ...group, values: Object.fromEntries(left) };
}

function withRun(
  graph: ExploredGraph,
  { states, deadlocked, first }: Group,
): Omit<FinalValues, 'values'> {
  const { instances } = graph.stepper.system.layout;
  const run = pathTo(graph, { state: first }).steps.map(
    ({ instance, from }): FinalStep => ({
      process: instances[instance].name,
      label: instances[instance].process.labelNames[from],
    }),
  );
  return { states, deadlocked, run };
}
