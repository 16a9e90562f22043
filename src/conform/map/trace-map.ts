// What an author says of a model and the kernel's traces: which tasks a process is, and for which of its steps an event
// stands. It is data, in a file of its own beside the model: `models/GROUP/NAME.trace.ts`.
//
// What must stay true: a label that a rule names is observable. A run of the model takes such a step if and only if the
// trace has an event for it, so a label is to be named only where the trace would show it.

import { authored } from '../../base/author-code.ts';
import { ModelError } from '../../base/errors.ts';
import { checkOptions, checkTexts, checkWord, inWords, isRecord } from '../../base/given.ts';
import type { Cells } from '../../language/cell.ts';
import type { LabelOf } from '../../language/claims/makers.ts';
import {
  checkIsModel,
  type Model,
  type ModelDefinition,
  namedValues,
  type Parameters,
  type ParameterValues,
  type ValuesOf,
} from '../../language/define-model.ts';
import { type EventPattern, eventPattern } from './pattern.ts';

/** When the step is taken: before the event, at it, or after it, each as far as the task's next event of a rule. */
export type When = 'before' | 'at' | 'after';
const WHEN: readonly When[] = ['before', 'at', 'after'];

/** Each label may stand for a step, `'slow/read'` for one within a call. */
type Labels<Label extends string> = Label | `${Label}/${string}`;
type OneOrMore<T> = T | readonly T[];

export interface RuleOptions<Label extends string = string> {
  /** A function, `build_zonelists <-__build_all_zonelists`, or an event, `wlocked lock=mem_hotplug_lock`. */
  readonly event: OneOrMore<string>;
  /** The steps that it may stand for; without any it stands for none, and ends what the event before it left open. */
  readonly labels?: OneOrMore<Labels<Label>>;
  /** Only where such a step leads to one of these. */
  readonly to?: OneOrMore<Labels<Label> | 'done'>;
  /** By default after the entry of a function, before its return, and at any other event. */
  readonly when?: When;
  /** Such events in a row are one, and stand for one step or more in a row: what is done for each cpu. */
  readonly fold?: true;
  /** Only where the trace has such an event at all: what one filter shows, and another does not. */
  readonly ifTraced?: true;
}

export interface ProcessMapOptions<Label extends string = string> {
  /** Names of its tasks, `*` for anything; by default all. */
  readonly tasks?: OneOrMore<string>;
  /** Other tasks that do part of its work. */
  readonly helpers?: OneOrMore<string>;
  /** The event with which an instance begins, on the task that has it; without one all its tasks are the process. */
  readonly each?: OneOrMore<string>;
  /** The event with which it ends. */
  readonly until?: OneOrMore<string>;
  /** An event that comes in between; what begins and ends without it is something else that the kernel does. */
  readonly with?: OneOrMore<string>;
  /** Which instance it is, where not any. */
  readonly instance?: number;
  readonly rules: readonly RuleOptions<Label>[];
  /** Events of its tasks that no rule names, and why that does not matter to the claims. */
  readonly beside?: Readonly<Record<string, string>>;
}

export interface TraceMapOptions<P> {
  /**
   * The part of a trace that is looked at: both events included, and no farther than `before`, which is something that no
   * process does, and that changes what they find. Such an event counts once a rule has asked for a step.
   */
  readonly window?: { readonly from?: string; readonly to?: string; readonly before?: string };
  readonly processes: {
    readonly [Who in keyof P]?: OneOrMore<ProcessMapOptions<LabelOf<P[Who]>>>;
  };
}

export interface Rule {
  readonly events: readonly EventPattern[];
  readonly labels: readonly string[];
  readonly to: readonly string[];
  readonly when?: When;
  readonly fold: boolean;
  readonly ifTraced: boolean;
}
export interface ProcessMap {
  readonly process: string;
  readonly instance?: number;
  readonly tasks: readonly string[];
  readonly helpers: readonly string[];
  readonly each: readonly EventPattern[];
  readonly until: readonly EventPattern[];
  /** Empty where nothing need come in between. */
  readonly with: readonly EventPattern[];
  readonly rules: readonly Rule[];
  readonly beside: readonly { readonly event: EventPattern; readonly why: string }[];
}
/** The map of one variant. */
export interface VariantMap {
  readonly window: {
    readonly from?: EventPattern;
    readonly to?: EventPattern;
    readonly before?: EventPattern;
  };
  readonly processes: readonly ProcessMap[];
}
/** A map as plain data; recognised by its `type`, never by instanceof. */
export interface TraceMap {
  readonly type: 'mmcheck/trace-map';
  readonly model: ModelDefinition;
  readonly at: (values: ParameterValues) => VariantMap;
}

/**
 * Defines how traces of a running kernel are read as runs of a model; as a function, of its parameters. Default-export it from
 * `NAME.trace.ts`.
 */
export function defineTraceMap<Ps extends Parameters, C extends Cells, P>(
  model: Model<Ps, C, P>,
  options: TraceMapOptions<P> | ((values: ValuesOf<Ps>) => TraceMapOptions<P>),
): TraceMap {
  checkIsModel('defineTraceMap', model);
  const what = `the trace map of '${model.name}'`;
  const at = (values: ParameterValues): VariantMap => {
    const given =
      typeof options === 'function'
        ? authored(what, () => options(namedValues(model, values as ValuesOf<Ps>)))
        : options;
    return variantMap(what, given);
  };
  if (typeof options !== 'function') variantMap(what, options);
  return { type: 'mmcheck/trace-map', model, at };
}

function variantMap<P>(what: string, options: TraceMapOptions<P>): VariantMap {
  checkOptions(what, options, ['window', 'processes']);
  const { window = {}, processes } = options;
  checkOptions(`${what}: window`, window, ['from', 'to', 'before']);
  checkTexts(`${what}: window`, window, ['from', 'to', 'before']);
  if (!isRecord(processes)) {
    throw new ModelError(
      `${what}: processes must be { name: { rules } }, not ${inWords(processes)}`,
    );
  }
  return {
    window: {
      ...(window.from !== undefined && { from: eventPattern(window.from, what) }),
      ...(window.to !== undefined && { to: eventPattern(window.to, what) }),
      ...(window.before !== undefined && { before: eventPattern(window.before, what) }),
    },
    processes: Object.entries(processes).flatMap(([process, given]) =>
      [given as OneOrMore<ProcessMapOptions>].flat().map((one) => processMap(what, process, one)),
    ),
  };
}

function processMap(map: string, process: string, given: ProcessMapOptions): ProcessMap {
  const what = `${map}: process '${process}'`;
  const known = ['tasks', 'helpers', 'each', 'until', 'with', 'instance', 'rules', 'beside'];
  checkOptions(what, given, known);
  const { tasks = '*', helpers = [], each = [], until = [], instance, rules, beside = {} } = given;
  const between = given.with ?? [];
  if (!Array.isArray(rules)) {
    throw new ModelError(`${what} needs rules: [{ event, labels }], and got ${inWords(rules)}`);
  }
  if (between.length > 0 && each.length === 0) {
    throw new ModelError(`${what}: with needs each: it comes after that, before the end`);
  }
  return {
    process,
    ...(instance === undefined ? {} : { instance }),
    tasks: texts(`${what}: tasks`, tasks),
    helpers: texts(`${what}: helpers`, helpers),
    each: patterns(`${what}: each`, each),
    until: patterns(`${what}: until`, until),
    with: patterns(`${what}: with`, between),
    rules: rules.map((rule) => ruleOf(what, rule)),
    beside: Object.entries(beside).map(([event, why]) => ({
      event: eventPattern(event, `${what}: beside`),
      why,
    })),
  };
}

function ruleOf(process: string, given: RuleOptions): Rule {
  const what = `${process}: a rule`;
  checkOptions(what, given, ['event', 'labels', 'to', 'when', 'fold', 'ifTraced']);
  const { event, labels = [], to = [], when, fold = false, ifTraced = false } = given;
  if (when !== undefined) checkWord(`${what}: when`, when, WHEN);
  return {
    events: patterns(what, event),
    labels: texts(`${what}: labels`, labels),
    to: texts(`${what}: to`, to),
    ...(when === undefined ? {} : { when }),
    fold,
    ifTraced,
  };
}

function patterns(what: string, given: OneOrMore<string>): EventPattern[] {
  return texts(what, given).map((text) => eventPattern(text, what));
}

function texts(what: string, given: OneOrMore<string>): string[] {
  const all = [given].flat();
  const wrong = all.find((one) => typeof one !== 'string');
  if (wrong === undefined && given !== undefined) return all as string[];
  throw new ModelError(`${what}: write a text or several, not ${inWords(wrong)}`);
}
