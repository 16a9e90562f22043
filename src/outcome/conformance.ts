// What was found where a trace of a running kernel was followed on a model, as data.

import type { LimitReached } from '../base/limits.ts';
import type { ParameterValues } from '../language/define-model.ts';

/** An event of the trace, as it is shown. */
export interface ShownEvent {
  readonly line: number;
  readonly task: string;
  readonly text: string;
}
export interface Step {
  /** The instance of the process. */
  readonly process: string;
  readonly label: string;
}
export interface ExplainedEvent extends ShownEvent {
  readonly process: string;
  /** For the steps of which it may stand. */
  readonly labels: readonly string[];
}

export interface Refusal {
  /** The event for which no run of the model has a step in time. */
  readonly event: ExplainedEvent;
  /** Where the step had to be taken at the latest, if that is another event. */
  readonly until?: ShownEvent;
  /** The last events of rules before it. */
  readonly before: readonly ExplainedEvent[];
  /** The step could be taken up to the end of the trace, and beyond. */
  readonly atEnd?: true;
  /** Where each process may stand when it is too late, or at the end of the trace. */
  readonly stands: readonly { readonly process: string; readonly labels: readonly string[] }[];
  /** The steps that some run could take there, and that the trace would show. */
  readonly possible: readonly Step[];
}

/** Events of one sort which no rule names. */
export interface LeftOutEvents {
  readonly text: string;
  readonly process: string;
  readonly count: number;
  readonly line: number;
  /** Why that does not matter, as the map says. */
  readonly why?: string;
}
export interface LeftOut {
  /** Of the processes' tasks, those that take or release locks. */
  readonly locks: readonly LeftOutEvents[];
  /** Functions named in `at` of which the trace has no event. */
  readonly notSeen: readonly string[];
  /** Functions named in `at` of which it has some, of these processes, and which no rule names. */
  readonly notNamed: readonly LeftOutEvents[];
  /** Events of rules that count only where the trace has such events, and it has none. */
  readonly untraced: readonly string[];
  /** Instances that no event of the trace speaks of. */
  readonly unseen: readonly string[];
  /** Beginnings of an instance where the model has no more of them. */
  readonly tooMany: readonly LeftOutEvents[];
  /** Beginnings of what the model does not speak of: they end without what makes them an instance. */
  readonly notMeant: readonly LeftOutEvents[];
  /** From where on the trace is not looked at: it is something that no process of the model does. */
  readonly beyond?: ShownEvent;
  /** Events that rules name, of tasks that are no process. */
  readonly others: readonly LeftOutEvents[];
  /** Tasks of the trace that are no process. */
  readonly tasks: readonly string[];
}

export interface Conformance {
  readonly verdict: 'accepted' | 'refused' | 'undecided';
  readonly parameters: ParameterValues;
  /** Events for which rules ask a step, and those of them that were explained. */
  readonly events: number;
  readonly explained: number;
  /** How many events each label explained, of all runs that follow the trace to its end. */
  readonly labels: readonly (Step & { readonly events: number })[];
  /** Labels that a rule names and that explained none. */
  readonly unused: readonly Step[];
  /** The most states that the model may have been in at once. */
  readonly states: number;
  readonly refusal?: Refusal;
  readonly limit?: LimitReached;
  readonly leftOut: LeftOut;
}

/** What becomes of one variant of the model. */
export interface VariantConformance {
  readonly parameters: ParameterValues;
  readonly verdict: Conformance['verdict'] | 'misfit';
  readonly explained: number;
  /** Where it was refused. */
  readonly event?: ExplainedEvent;
  /** Why it could not be followed. */
  readonly message?: string;
}

export interface ConformanceReport extends Conformance {
  readonly model: string;
  readonly trace: string;
  readonly map: string;
  /** Neighbours that happened at the same time. */
  readonly ties: number;
  readonly variants?: readonly VariantConformance[];
}
