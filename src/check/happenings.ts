// What may never happen in any run: a label that no process comes to, a process that never ends, an observer that has
// nothing to do or never remembers anything. A property about these holds vacuously, without a word.
//
// Of a finished graph, what was not seen never happens; of another, nothing follows from it. Reductions keep it: a step
// that is taken in some run is taken in some run of the reduced search, by its process or by one that is interchangeable;
// a label that a chain passes over has been stepped from, too.

import { readField, wordMasks } from '../compile/layout/field.ts';
import type { InstancePlan, ProcessPlan } from '../compile/layout/layout.ts';
import { fieldsOf } from '../compile/layout/slot.ts';
import type { CompiledObserver } from '../compile/monitor/compile-observer.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Happening } from '../outcome/outcome.ts';
import { LabelGraph, targetsOf } from '../reduction/partial-order/label-graph.ts';

/** The instances of one process, with the labels to which the text of its steps leads. */
export interface Group {
  readonly name: string;
  readonly instances: readonly InstancePlan[];
  readonly codes: readonly number[];
}

/** What the text of the steps rules out, such as the steps of another variant, is not among them. */
export function happenings(graph: ExploredGraph): Happening[] {
  const groups = groupsOf(graph.stepper.system);
  return [
    ...groups.flatMap((group) => labels(graph, group)),
    ...groups.flatMap((group) => ends(graph, group)),
    ...graph.stepper.system.layout.processes.map(existence),
    ...graph.stepper.monitor.observers.flatMap((one) => reactions(graph, groups, one)),
  ];
}

/** A process whose count is 0 here ends, and is late for nothing. */
function existence({ name, count }: ProcessPlan): Happening {
  return { words: `there is any ${name}`, seen: count > 0 };
}

/** What is not among the labels the text of the steps rules out. */
export function groupsOf(system: CompiledSystem): Group[] {
  const { instances, processes } = system.layout;
  return processes.flatMap((process) => {
    const own = instances.filter((one) => one.process === process);
    if (own.length === 0) return [];
    const text = new LabelGraph(process.flat, (label) => system.accessOf(own[0], label));
    return [{ name: process.name, instances: own, codes: text.reach(process.flat.start) }];
  });
}

function labels(graph: ExploredGraph, group: Group): Happening[] {
  const { labelNames } = group.instances[0].process;
  return group.codes.map((code) => ({
    words: `${group.name} is at ${labelNames[code]}`,
    seen: isReached(graph, group, code),
  }));
}

/** Whether some instance has stepped from a label, or tried to. */
function isReached({ stepper }: ExploredGraph, { instances }: Group, code: number): boolean {
  return instances.some(({ index }) => stepper.hasBeenAt(index, code));
}

/** The end of a process whose steps say how it ends. */
function ends(graph: ExploredGraph, { name, instances, codes }: Group): Happening[] {
  const [{ process }] = instances;
  const { flat, definition } = process;
  const { system } = graph.stepper;
  const leads = codes.some((code) => {
    const label = flat.labels[code];
    return targetsOf(label, system.accessOf(instances[0], label)).includes(flat.done);
  });
  if (!leads || definition.pool !== undefined) return [];
  const isOver = (state: Int32Array): boolean =>
    instances.some(({ label }) => readField(state, label) === flat.done);
  return [{ words: `${name} ends`, seen: someState(graph, isOver) }];
}

/** That an observer's handlers run; and where they do, that what it remembers changes. */
function reactions(
  graph: ExploredGraph,
  groups: readonly Group[],
  observer: CompiledObserver,
): Happening[] {
  const { name, definition } = observer;
  const reacts = (group: Group): boolean => {
    const handlers = definition.on[group.name];
    if (handlers === undefined) return false;
    const { labelNames } = group.instances[0].process;
    const isWatched = (code: number): boolean =>
      typeof handlers === 'function' || handlers[labelNames[code]] !== undefined;
    return group.codes.some((code) => isWatched(code) && isReached(graph, group, code));
  };
  // Said of an observer that reacts, too: another row, in which it does not, says the same words.
  const words = `observer '${name}' has anything to do`;
  if (!definition.always && !groups.some(reacts)) return [{ words, seen: false }];
  const fields = Object.values(graph.stepper.system.layout.observers[name]).flatMap(fieldsOf);
  const masks = wordMasks(fields, graph.stepper.system.layout.words);
  const first = graph.stateAt(0);
  const isMoved = (state: Int32Array): boolean =>
    masks.some(([w, mask]) => ((state[w] ^ first[w]) & mask) !== 0);
  const seen = masks.length === 0 || someState(graph, isMoved);
  return [
    { words, seen: true },
    { words: `observer '${name}' remembers anything`, seen },
  ];
}

function someState({ visited }: ExploredGraph, holds: (state: Int32Array) => boolean): boolean {
  const state = new Int32Array(visited.words);
  for (let k = 0; k < visited.count; k++) {
    visited.load(k, state);
    if (holds(state)) return true;
  }
  return false;
}
