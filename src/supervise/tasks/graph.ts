// The task of `graph`: every state and transition of a small model, or groups of those of a larger one, as the labels of a
// picture.

import type { StateGroup } from '../../check/grouped-graph.ts';
import { groupedStateGraph, stateGraph } from '../../check/state-graph.ts';
import type { Unfinished } from '../../check/whole-graph.ts';
import { capped, type StateGraph } from '../../report/state-graph.ts';
import { showParameters, showState } from '../../report/text/show-value.ts';
import { stateLabel } from '../../report/text/state.ts';
import type { TaskContext } from '../task-context.ts';
import {
  checkPropertyNames,
  instanceNames,
  loadSubject,
  type Subject,
  type SubjectInput,
} from './subject.ts';

export interface GraphInput extends SubjectInput {
  readonly maxStates: number;
  readonly maxNodes: number;
  /** Shows the counterexample of the first of these; by default, of any property. */
  readonly only?: readonly string[];
  /** Groups states by where processes stand, or by these cells and locals. */
  readonly by?: readonly string[] | 'labels';
}

export async function graph(
  { maxStates, maxNodes, only, by, ...input }: GraphInput,
  { progress, searching }: TaskContext,
): Promise<StateGraph | Unfinished> {
  const subject = await loadSubject(input);
  checkPropertyNames(subject.properties, only);
  searching(instanceNames(subject));
  const wanted = Object.entries(subject.properties).filter(
    ([name]) => only?.includes(name) ?? true,
  );
  const asked = { ...subject, properties: Object.fromEntries(wanted) };
  const options = { maxStates, shared: progress };
  const drawn = by === undefined ? wholly(asked, options) : inGroups(asked, by, options);
  return 'figures' in drawn ? drawn : capped(drawn, maxNodes);
}

type Options = Parameters<typeof stateGraph>[3];

function wholly(
  { model, parameters, properties }: Subject,
  options: Options,
): StateGraph | Unfinished {
  const found = stateGraph(model, parameters, properties, options);
  if ('figures' in found) return found;
  return {
    title: titleOf(model.name, parameters),
    nodes: found.states.map(({ state, ...node }) => ({ ...node, label: stateLabel(state) })),
    edges: found.edges.map(labelled),
  };
}

function inGroups(
  { model, parameters, properties }: Subject,
  by: readonly string[] | 'labels',
  options: Options,
): StateGraph | Unfinished {
  const found = groupedStateGraph(model, parameters, properties, by, options);
  if ('figures' in found) return found;
  const what = by === 'labels' ? 'where processes stand' : by.join(', ');
  return {
    title: `${titleOf(model.name, parameters)}, by ${what}`,
    nodes: found.groups.map(({ values, ...group }, id) => ({
      ...group,
      id,
      label: groupLabel(values),
    })),
    edges: found.edges.map(labelled),
  };
}

function labelled<E extends { readonly process: string; readonly label: string }>({
  process,
  ...edge
}: E): Omit<E, 'process'> {
  return { ...edge, label: `${process}: ${edge.label}` };
}

function titleOf(model: string, parameters: Subject['parameters']): string {
  return `${model} ${showParameters(parameters)}`.trim();
}

/** `task0 at load`, `count = 1`. */
function groupLabel(values: StateGroup['values']): string {
  return Object.entries(values)
    .map(([name, value]) =>
      name.endsWith('.at')
        ? `${name.slice(0, -3)} at ${showState(value)}`
        : `${name} = ${showState(value)}`,
    )
    .join('\n');
}
