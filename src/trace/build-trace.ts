// Building a trace from a path of state vectors: decoded states, what each step changed, and where it stands.

import type { InstancePlan } from '../compile/layout/layout.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { choosesBegin } from '../compile/program/initial-states.ts';
import type { ParameterValues } from '../language/define-model.ts';
import { none, type ValueDomain } from '../language/domain.ts';
import { atRest } from './at-rest.ts';
import { changesBetween } from './changes.ts';
import { List } from './immutable.ts';
import { StepReads } from './reads.ts';
import { StateDecoder } from './show-state.ts';
import { StepLines } from './step-lines.ts';
import type { ShownValue, Trace, TraceProperty, TraceStep } from './trace.ts';

/** A value that a step chose, and the domain of it where it is an id: any value can be chosen, also one that no cell can hold. */
export interface Chosen {
  readonly value: unknown;
  readonly domain?: ValueDomain | undefined;
}

/** A step as the search knows it. */
export interface RawStep {
  readonly instance: number;
  readonly from: number;
  readonly to: number;
  readonly choice: number;
  readonly chosen: readonly Chosen[];
  /** The state that the step made; that before it where its assertion failed. */
  readonly state: Int32Array;
  /** Its assertion failed, so nothing that it may have stored was kept. */
  readonly failed: boolean;
}

export interface TraceParts {
  readonly system: CompiledSystem;
  readonly model: string;
  readonly parameters: ParameterValues;
  readonly fingerprint: string;
  readonly property: TraceProperty;
  readonly minimal: boolean;
  readonly initial: Int32Array;
  readonly steps: readonly RawStep[];
  readonly loop?: number;
}

export function buildTrace(parts: TraceParts): Trace {
  const { system, model, parameters, fingerprint, property, minimal, loop } = parts;
  const { layout } = system;
  const decoder = new StateDecoder(layout);
  const shownSteps = new ShownSteps(system, decoder);
  const initial = decoder.decode(parts.initial);
  let before = { vector: parts.initial, shown: initial };
  const steps = parts.steps.map((raw) => {
    const shown = decoder.decode(raw.state, before.shown);
    const step = { ...shownSteps.of(raw, before.vector), state: shown };
    before = { vector: raw.state, shown };
    return step;
  });
  const resting = atRest(layout, parts.initial);
  const begun = layout.instances.filter(choosesBegin).map(({ name }) => name);
  const lanes = [...new Set(layout.instances.map(laneOf))];
  return {
    model,
    parameters,
    fingerprint,
    property,
    minimal,
    lanes,
    initial,
    ...(resting.length > 0 && { atRest: resting }),
    ...(begun.length > 0 && { begun }),
    steps: List(steps),
    ...(loop === undefined ? {} : { loop }),
  };
}

/** What steps of a system do, as people see it. Where each stands is looked up once. */
export class ShownSteps {
  readonly #system: CompiledSystem;
  readonly #decoder: StateDecoder;
  readonly #reads: StepReads;
  readonly #lines = new StepLines();

  constructor(system: CompiledSystem, decoder: StateDecoder) {
    this.#system = system;
    this.#decoder = decoder;
    this.#reads = new StepReads(system, decoder);
  }

  of(raw: RawStep, before: Int32Array): Omit<TraceStep, 'state'> {
    const { layout } = this.#system;
    const instance = layout.instances[raw.instance];
    const { process } = instance;
    const { at, step } = process.flat.labels[raw.from];
    const source = this.#lines.of(step);
    const changes = changesBetween(layout, this.#decoder, before, raw.state, raw.instance);
    const looksOnly = changes.every(({ of }) => of !== 'cell');
    return {
      process: process.name,
      id: instance.id,
      name: instance.name,
      lane: laneOf(instance),
      label: process.labelNames[raw.from],
      to: process.labelNames[raw.to],
      choice: raw.choice,
      chosen: raw.chosen.map((one) => shownChoice(this.#decoder, one)),
      ...(at === undefined ? {} : { at }),
      ...(source === undefined ? {} : { source }),
      changes,
      reads: looksOnly ? this.#reads.of(before, raw) : [],
    };
  }
}

function shownChoice(decoder: StateDecoder, { value, domain }: Chosen): ShownValue {
  if (domain) return decoder.value(domain, value);
  if (value === none || value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as ShownValue);
}

/** The context that an instance is shown in. */
export function laneOf(instance: InstancePlan): string {
  return instance.process.definition.lane?.(instance.id) ?? instance.name;
}
