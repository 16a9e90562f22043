// The content of a lane diagram before it is laid out: which lanes there are, and what each step
// says in which of them.

import type { Trace, TraceStep } from '../../trace/trace.ts';
import { type StepText, stepText } from './step.ts';
import { printable } from './width.ts';

const INDENT = '  ';

export interface LaneRow extends StepText {
  readonly lane: number;
  readonly number: number;
  /** Whether the place stands above the label: the lane was last seen in another one. */
  readonly enters: boolean;
}
export interface LaneRows {
  /**
   * Of each lane: the context, and below it the process where the context is not named after it.
   */
  readonly titles: readonly (readonly string[])[];
  readonly rows: readonly LaneRow[];
}

/** One lane for each context that takes a step, in the order of the model. */
export function rowsInLanes(trace: Trace): LaneRows {
  const lanes = trace.lanes.filter((lane) => trace.steps.some((step) => step.lane === lane));
  const processes = lanes.map((lane) => [
    ...new Set(trace.steps.filter((step) => step.lane === lane).map(({ name }) => name)),
  ]);
  return {
    titles: lanes.map((lane, k) => laneTitle(lane, processes[k])),
    rows: laneRows(trace, (step) => {
      const lane = lanes.indexOf(step.lane);
      return { lane, named: processes[lane].length > 1 };
    }),
  };
}

/**
 * All steps in one lane, each with the name of its process: for more contexts than fit side by
 * side.
 */
export function rowsInOneLane(trace: Trace): LaneRows {
  return {
    titles: [['process: step']],
    rows: laneRows(trace, () => ({ lane: 0, named: true })),
  };
}

function laneTitle(lane: string, processes: readonly string[]): string[] {
  const alone = processes.length === 1 && processes[0] !== lane;
  return [lane, ...(alone ? [processes[0]] : [])].map(printable);
}

function laneRows(
  trace: Trace,
  laneOf: (step: TraceStep) => { lane: number; named: boolean },
): LaneRow[] {
  const places = new Map<number, string | undefined>();
  return trace.steps.toArray().map((step, k) => {
    const { lane, named } = laneOf(step);
    const text = stepText(step, trace.property.name);
    const enters = text.place !== undefined && text.place !== places.get(lane);
    places.set(lane, text.place);
    const indent = text.place === undefined ? '' : INDENT;
    const name = named ? `${printable(step.name)}: ` : '';
    return { ...text, label: indent + name + text.label, lane, number: k + 1, enters };
  });
}
