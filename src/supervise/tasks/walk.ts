// The tasks of `explore`: a model walked by hand. What is asked names the whole way, so that a thread that was ended, and
// replaced, answers as the one before would have; a model is compiled once a thread and choice of parameters.

import { shownPath } from '../../base/shown-path.ts';
import { isBrokenByRun } from '../../check/options.ts';
import type { ParameterValue, ParameterValues } from '../../language/define-model.ts';
import { resolveParameters } from '../../language/define-model.ts';
import { describeDomain, type ValueDomain } from '../../language/domain.ts';
import { loadModel } from '../../load/load-model.ts';
import { isFile, readText } from '../../load/sources.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import type { Near } from '../../walk/near.ts';
import type { Position, Way } from '../../walk/position.ts';
import { Walk } from '../../walk/walk.ts';
import type { InstanceNames } from '../instance-names.ts';
import type { TaskContext } from '../task-context.ts';
import { subjectOfTrace } from './replay.ts';
import { instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export interface WalkParameter {
  readonly name: string;
  readonly about: string;
  /** As text: `a whole number 1..3`. */
  readonly domain: string;
  /** All of them, as they are set; none where there are too many to choose from. */
  readonly values?: readonly string[];
  readonly value: ParameterValue;
}

export interface WalkProperty {
  readonly name: string;
  readonly about: string;
  /** Whether one run that ends can violate it. */
  readonly isBrokenByRun: boolean;
}

/** A model at a choice of parameters, as a page needs to know it. */
export interface Walkable {
  readonly model: string;
  readonly about: string;
  readonly parameters: readonly WalkParameter[];
  readonly properties: readonly WalkProperty[];
  readonly processes: readonly string[];
  /** How many initial states there are. */
  readonly beginnings: number;
  /** The files in which its steps stand. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

/** More states than these are no picture any more. */
const AROUND = { depth: 3, states: 40 };

interface Kept {
  readonly names: readonly InstanceNames[];
  readonly walk: Walk;
  readonly walkable: Walkable;
}

const walks = new Map<string, Kept>();
/** Of other choices of parameters somebody may come back to the last few. */
const MOST_KEPT = 4;

export async function walkable(input: SubjectInput, context: TaskContext): Promise<Walkable> {
  return (await keptWalk(input, context)).walkable;
}

export async function walkAlong(
  { way, from, ...subject }: SubjectInput & { readonly way: Way; readonly from: number },
  context: TaskContext,
): Promise<Position[]> {
  return (await keptWalk(subject, context)).walk.along(way, from);
}

export async function walkNear(
  { way, property, ...subject }: SubjectInput & { readonly way: Way; readonly property?: string },
  context: TaskContext,
): Promise<Near> {
  return (await keptWalk(subject, context)).walk.near(way, AROUND, property);
}

export async function walkTrace(
  { way, ...subject }: SubjectInput & { readonly way: Way },
  context: TaskContext,
): Promise<JsonTrace> {
  return encodeTrace((await keptWalk(subject, context)).walk.traceOf(way));
}

export interface TraceToWalk {
  readonly trace: JsonTrace;
  readonly model?: string;
  readonly spec?: string;
}

/** Where a trace leads, and the parameters that it is of. */
export interface WayOfTrace {
  /** The model's. */
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
  readonly way: Way;
  /** Of a run that never ends: after how many steps it repeats. */
  readonly loop?: number;
}

export async function wayOfTrace(input: TraceToWalk, context: TaskContext): Promise<WayOfTrace> {
  const trace = decodeTrace(input.trace);
  const { loaded } = await subjectOfTrace(trace, input, context.searching);
  const file = shownPath(loaded.path);
  const set = asText(resolveParameters(loaded.model, trace.parameters));
  const { spec } = input;
  const subject = { file, set, ...(spec !== undefined && { spec }) };
  const { walk } = await keptWalk(subject, context);
  const { loop } = trace;
  return { file, set, way: walk.wayOf(trace), ...(loop !== undefined && { loop }) };
}

function asText(parameters: ParameterValues): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, `${value}`]));
}

async function keptWalk(
  { file, set, spec }: SubjectInput,
  { progress, searching }: TaskContext,
): Promise<Kept> {
  const input = { file, set, ...(spec !== undefined && { spec }) };
  const key = JSON.stringify(input);
  const known = walks.get(key);
  if (known) {
    searching(known.names);
    known.walk.watchedBy(progress);
    return known;
  }
  const subject = await loadSubject(input);
  const names = instanceNames(subject);
  searching(names);
  const { model, parameters, properties } = subject;
  const walk = new Walk(model, parameters, properties, progress);
  const { parameters: domains } = (await loadModel(file)).model;
  const made: Kept = {
    names,
    walk,
    walkable: {
      model: model.name,
      about: model.about,
      parameters: Object.entries(domains).map(([name, domain]) => ({
        name,
        about: domain.about ?? '',
        domain: describeDomain(domain),
        ...valuesOf(domain),
        value: parameters[name],
      })),
      properties: Object.entries(properties).map(([name, { kind, about }]) => ({
        name,
        about,
        isBrokenByRun: kind !== 'reachable' && isBrokenByRun(kind, {}),
      })),
      processes: walk.processes,
      beginnings: walk.beginnings,
      sources: walk.files.filter(isFile).map((path) => ({ file: path, text: readText(path) })),
    },
  };
  walks.set(key, made);
  if (walks.size > MOST_KEPT) walks.delete([...walks.keys()][0]);
  return made;
}

const MOST_VALUES = 64;

function valuesOf(domain: ValueDomain): Pick<WalkParameter, 'values'> {
  if (domain.type === 'bool') return { values: ['false', 'true'] };
  if (domain.type === 'oneOf') return { values: domain.values.map(String) };
  if (domain.type !== 'range' || domain.high - domain.low >= MOST_VALUES) return {};
  const { low, high } = domain;
  return { values: Array.from({ length: high - low + 1 }, (_, k) => `${low + k}`) };
}
