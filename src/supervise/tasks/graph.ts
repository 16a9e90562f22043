// The task of `graph`: every state and transition of a small model, as the labels of a picture.

import { stateGraph } from '../../check/state-graph.ts';
import type { Unfinished } from '../../check/whole-graph.ts';
import type { StateGraph } from '../../report/dot/state-graph.ts';
import { stateLabel } from '../../report/text/state.ts';
import type { TaskContext } from '../task-context.ts';
import { checkPropertyNames, instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export interface GraphInput extends SubjectInput {
  readonly maxStates: number;
  /** Shows the counterexample of the first of these; by default, of any property. */
  readonly only?: readonly string[];
}

export async function graph(
  { maxStates, only, ...input }: GraphInput,
  { progress, searching }: TaskContext,
): Promise<StateGraph | Unfinished> {
  const subject = await loadSubject(input);
  const { model, parameters, properties } = subject;
  checkPropertyNames(properties, only);
  searching(instanceNames(subject));
  const wanted = Object.entries(properties).filter(([name]) => only?.includes(name) ?? true);
  const claims = Object.fromEntries(wanted);
  const graph = stateGraph(model, parameters, claims, maxStates, progress);
  if ('figures' in graph) return graph;
  const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  return {
    title: model.name + set.join(''),
    nodes: graph.states.map(({ state, ...node }) => ({ ...node, label: stateLabel(state) })),
    edges: graph.edges.map(({ process, label, ...edge }) => ({
      ...edge,
      label: `${process}: ${label}`,
    })),
  };
}
