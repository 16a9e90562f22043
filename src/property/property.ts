// Properties as data: what an author claims about a system, and the makers that give the claims their types.

import type { Cells, FieldViews } from '../model/cell.ts';
import type { Model, ModelDefinition, Parameters, ParameterValues, ValuesOf } from '../model/define-model.ts';
import type { Kind } from '../model/domain.ts';
import type { Locals, Process, Views } from '../model/process.ts';

export type PropertyKind =
  | 'invariant'
  | 'assertion'
  | 'observer'
  | 'deadlock'
  | 'reachable'
  | 'unreachable'
  | 'conservation'
  | 'liveness'
  | 'memory-model';

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
export type Predicate = (views: any) => boolean;

/** A claim about every reachable state, initial states included. */
export interface InvariantDefinition {
  readonly kind: 'invariant';
  readonly about: string;
  readonly holds: Predicate;
}
/** A condition that some (or no) reachable state satisfies. */
export interface ReachabilityDefinition {
  readonly kind: 'reachable' | 'unreachable';
  readonly about: string;
  readonly when: Predicate;
}
/** No process that is neither at a valid end nor environment waits for something that can never come. */
export interface DeadlockDefinition {
  readonly kind: 'deadlock';
  readonly about: string;
}
/** Each thing of a kind is in exactly one place, or an amount is the same in every state. */
export interface ConservationDefinition {
  readonly kind: 'conservation';
  readonly about: string;
  /** With `of` a kind: the places, each an id, `none`, a set, a list or an array of ids. */
  readonly of: Kind | number;
  // biome-ignore lint/suspicious/noExplicitAny: counts over the cells of any system
  readonly count: (views: any) => readonly unknown[] | number;
}
// biome-ignore lint/suspicious/noExplicitAny: a handler over the cells of any system
export type Handler = (context: any) => void;
/**
 * A small machine that watches transitions and keeps history. After each transition `always` runs, if the transition
 * may have written something that `always` names; then the handler in `on` for the stepping process, and for the label
 * that it left where `on` tells labels apart. A handler sees the state after the transition.
 */
export interface ObserverDefinition {
  readonly kind: 'observer';
  readonly about: string;
  readonly state: Locals;
  readonly always?: Handler;
  readonly on: Readonly<Record<string, Handler | Readonly<Record<string, Handler>>>>;
}
/** A claim whose machinery is not built yet; counted in every report. */
export interface PendingDefinition {
  readonly kind: 'liveness' | 'memory-model';
  readonly about: string;
}
export type PropertyDefinition =
  | InvariantDefinition
  | ReachabilityDefinition
  | DeadlockDefinition
  | ConservationDefinition
  | ObserverDefinition
  | PendingDefinition;
export type Properties = Readonly<Record<string, PropertyDefinition>>;

/** How a property sees a process: its label and its locals. `'call/label'` is a label inside a called procedure. */
export type ProcessState<P> =
  P extends Process<infer Label, infer L, infer I>
    ? { readonly at: Label | 'done' | `${Label}/${string}`; readonly id: I } & Readonly<FieldViews<L>>
    : never;
export type ProcessViews<P> = { readonly [K in keyof P]: readonly ProcessState<P[K]>[] };

/** The transition that an observer is told of. */
export interface ObservedStep {
  readonly process: string;
  readonly id: number;
  /** The label that it left, and the one that it went to. */
  readonly from: string;
  readonly to: string;
}
export type PropertyContext<C, P> = Readonly<Views<C>> & ProcessViews<P>;
export type ObserverContext<C, P, S, Who extends keyof P> = PropertyContext<C, P> & {
  /** The observer's own state. */
  readonly my: FieldViews<S>;
  readonly step: ObservedStep;
  /** The process that stepped. */
  readonly me: ProcessState<P[Who]>;
  /** A false condition violates the observer's property. */
  assert(condition: boolean, message: string): void;
};
type LabelOf<P> = P extends Process<infer Label, infer _L, infer _I> ? Label : never;
export type ObserverHandlers<C, P, S> = {
  readonly [Who in keyof P]?:
    | ((context: ObserverContext<C, P, S, Who>) => void)
    | {
        readonly [L in LabelOf<P[Who]> | `${LabelOf<P[Who]>}/${string}`]?: (
          context: ObserverContext<C, P, S, Who>,
        ) => void;
      };
};

/** The makers of properties, typed for the cells and processes of a system. */
export interface PropertyMakers<C extends Cells, P> {
  invariant(
    about: string,
    holds: (views: PropertyContext<C, P>) => boolean,
  ): InvariantDefinition;
  reachable(about: string, when: (views: PropertyContext<C, P>) => boolean): ReachabilityDefinition;
  unreachable(
    about: string,
    when: (views: PropertyContext<C, P>) => boolean,
  ): ReachabilityDefinition;
  deadlock(about?: string): DeadlockDefinition;
  /** `conservation('...', page, ({ buddy, held }) => [buddy, held])`, or a total and a function that counts it. */
  conservation(
    about: string,
    of: Kind,
    places: (views: PropertyContext<C, P>) => readonly unknown[],
  ): ConservationDefinition;
  conservation(
    about: string,
    total: number,
    count: (views: PropertyContext<C, P>) => number,
  ): ConservationDefinition;
  observer<S extends Locals>(
    about: string,
    options: {
      readonly state: S;
      readonly always?: (
        context: Omit<ObserverContext<C, P, S, keyof P>, 'me'>,
      ) => void;
      readonly on?: ObserverHandlers<C, P, S>;
    },
  ): ObserverDefinition;
  pending(kind: 'liveness' | 'memory-model', about: string): PendingDefinition;
}

export function propertyMakers<C extends Cells, P>(): PropertyMakers<C, P> {
  const makers = {
    invariant: (about: string, holds: Predicate) => ({ kind: 'invariant', about, holds }),
    reachable: (about: string, when: Predicate) => ({ kind: 'reachable', about, when }),
    unreachable: (about: string, when: Predicate) => ({ kind: 'unreachable', about, when }),
    deadlock: (about = 'no process waits for something that can never come') => ({
      kind: 'deadlock',
      about,
    }),
    conservation: (about: string, of: unknown, count: unknown) => ({
      kind: 'conservation',
      about,
      of,
      count,
    }),
    observer: (about: string, options: object) => ({ kind: 'observer', about, on: {}, ...options }),
    pending: (kind: string, about: string) => ({ kind, about }),
  };
  return makers as unknown as PropertyMakers<C, P>;
}

/** Properties that belong to a model file: `export const properties = defineProperties(model, ...)`. */
export interface ModelProperties {
  readonly type: 'mmcheck/properties';
  readonly model: ModelDefinition;
  readonly properties: (values: ParameterValues) => Properties;
}

export function defineProperties<Ps extends Parameters, C extends Cells, P>(
  model: Model<Ps, C, P>,
  properties: (makers: PropertyMakers<C, P>, values: ValuesOf<Ps>) => Properties,
): ModelProperties {
  return {
    type: 'mmcheck/properties',
    model,
    properties: (values) => properties(propertyMakers<C, P>(), values as ValuesOf<Ps>),
  };
}
