// The makers of properties: what an author writes, with the types of the system that is spoken of.

import { checkFunctions } from '../../base/given.ts';
import type { Cells, FieldViews } from '../cell.ts';
import {
  checkIsModel,
  type Model,
  type ModelDefinition,
  namedValues,
  type Parameters,
  type ParameterValues,
  type ValuesOf,
} from '../define-model.ts';
import type { Kind, ProcessId } from '../domain.ts';
import type { Fairness, Locals, Process, Views } from '../process.ts';
import { checkText } from '../text-of-model.ts';
import { authoredProperties, remembered } from './made-properties.ts';
import {
  checkClaim,
  checkedNames,
  checkLivenessOptions,
  checkObserver,
  checkPending,
  checkTotal,
  type Maker,
} from './maker-arguments.ts';
import type {
  AlwaysPossibleDefinition,
  AssertionDefinition,
  AtEndDefinition,
  ConservationDefinition,
  DeadlockDefinition,
  FairnessOverrides,
  InvariantDefinition,
  LivenessClaim,
  LivenessDefinition,
  LockOrderDefinition,
  ObserverDefinition,
  PendingDefinition,
  Predicate,
  Properties,
  ReachabilityDefinition,
} from './property.ts';

/** How a property sees a process: its label, its numbers and its locals; `self` is what a lock knows its owner by. `'call/label'` is a label inside a called procedure. */
export type ProcessState<P> =
  P extends Process<infer Label, infer L, infer I, infer More>
    ? {
        readonly at: Label | More | `${Label}/${string}`;
        readonly id: I;
        readonly self: ProcessId;
      } & Readonly<FieldViews<L>>
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
/** The labels that have a step. */
export type LabelOf<P> =
  P extends Process<infer Label, infer _L, infer _I, infer More>
    ? Label | Exclude<More, 'done'>
    : never;
/** Of a process, or of its labels; where a label stands for the function, that label's. */
export type ObserverHandlers<C, P, S> = {
  readonly [Who in keyof P]?:
    | ((context: ObserverContext<C, P, S, Who>) => void)
    | {
        readonly [L in LabelOf<P[Who]> | `${LabelOf<P[Who]>}/${string}`]?:
          | ((context: ObserverContext<C, P, S, Who>) => void)
          | LabelOf<P[Who]>;
      };
};

export interface LivenessOptions<P> {
  /** `{ alloc_pages: 'strong' }`: instead of the fairness that the process itself has. */
  readonly fairness?: { readonly [Who in keyof P]?: Fairness };
}
type Names<P> = (keyof P & string) | readonly (keyof P & string)[];

/** The makers of properties, typed for the cells and processes of a system. */
export interface PropertyMakers<C extends Cells, P> {
  invariant(about: string, holds: (views: PropertyContext<C, P>) => boolean): InvariantDefinition;
  reachable(about: string, when: (views: PropertyContext<C, P>) => boolean): ReachabilityDefinition;
  unreachable(
    about: string,
    when: (views: PropertyContext<C, P>) => boolean,
  ): ReachabilityDefinition;
  deadlock(about?: string): DeadlockDefinition;
  /** No locks are taken in opposite orders, none where an interrupt or a sleep forbids it: see lock-order/. */
  lockOrder(about?: string): LockOrderDefinition;
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
      readonly always?: (context: Omit<ObserverContext<C, P, S, keyof P>, 'me'>) => void;
      readonly on?: ObserverHandlers<C, P, S>;
    },
  ): ObserverDefinition;
  /** What those assertions of steps claim that name it: `assert(condition, message, 'name')`. */
  asserted(about: string): AssertionDefinition;
  /** Wherever a run ends, that is, nobody can take a step any more. */
  atTheEnd(about: string, holds: (views: PropertyContext<C, P>) => boolean): AtEndDefinition;
  /** From wherever a run has got to, the goal can still be reached: `'offline can still finish'`. */
  alwaysPossible(
    about: string,
    goal: (views: PropertyContext<C, P>) => boolean,
  ): AlwaysPossibleDefinition;
  /** Every fair run reaches the goal. */
  eventually(
    about: string,
    goal: (views: PropertyContext<C, P>) => boolean,
    options?: LivenessOptions<P>,
  ): LivenessDefinition;
  /** In every fair run, whenever `from` holds, `to` holds then or later. */
  leadsTo(
    about: string,
    from: (views: PropertyContext<C, P>) => boolean,
    to: (views: PropertyContext<C, P>) => boolean,
    options?: LivenessOptions<P>,
  ): LivenessDefinition;
  /** Every fair run gets to where it holds forever. */
  eventuallyAlways(
    about: string,
    stays: (views: PropertyContext<C, P>) => boolean,
    options?: LivenessOptions<P>,
  ): LivenessDefinition;
  /** In every fair run every instance of the processes gets to 'done'. */
  terminates(about: string, processes: Names<P>, options?: LivenessOptions<P>): LivenessDefinition;
  /**
   * No fair run starves an instance of the processes: one that is not done and at no label of `end`
   * takes a step some time, for ever again.
   */
  progresses(about: string, processes: Names<P>, options?: LivenessOptions<P>): LivenessDefinition;
  pending(kind: 'liveness' | 'memory-model', about: string): PendingDefinition;
}

export function propertyMakers<C extends Cells, P>(): PropertyMakers<C, P> {
  const makers = {
    invariant: (about: string, holds: Predicate) => {
      checkClaim('invariant', about, [holds]);
      return { kind: 'invariant', about, holds };
    },
    reachable: (about: string, when: Predicate) => {
      checkClaim('reachable', about, [when]);
      return { kind: 'reachable', about, when };
    },
    unreachable: (about: string, when: Predicate) => {
      checkClaim('unreachable', about, [when]);
      return { kind: 'unreachable', about, when };
    },
    deadlock: (about = 'no process waits for something that can never come') => {
      checkClaim('deadlock', about);
      return { kind: 'deadlock', about };
    },
    lockOrder: (about = 'locks are taken in one order, and where they may be') => {
      checkClaim('lockOrder', about);
      return { kind: 'lock-order', about };
    },
    conservation: (about: string, of: unknown, count: unknown) => {
      checkClaim('conservation', about, [count]);
      checkTotal(of);
      return { kind: 'conservation', about, of, count };
    },
    observer: (about: string, options: { on?: Readonly<Record<string, unknown>> }) => {
      checkClaim('observer', about);
      const on = checkObserver(options);
      return { kind: 'observer', about, ...options, on };
    },
    asserted: (about: string) => {
      checkClaim('asserted', about);
      return { kind: 'assertion', about };
    },
    atTheEnd: (about: string, holds: Predicate) => {
      checkClaim('atTheEnd', about, [holds]);
      return { kind: 'at-end', about, holds };
    },
    alwaysPossible: (about: string, goal: Predicate) => {
      checkClaim('alwaysPossible', about, [goal]);
      return { kind: 'always-possible', about, goal };
    },
    eventually: (about: string, goal: Predicate, options?: Options) => {
      checkClaim('eventually', about, [goal]);
      return liveness('eventually', about, { type: 'eventually', goal }, options);
    },
    leadsTo: (about: string, from: Predicate, to: Predicate, options?: Options) => {
      checkClaim('leadsTo', about, [from, to]);
      return liveness('leadsTo', about, { type: 'leads-to', from, to }, options);
    },
    eventuallyAlways: (about: string, stays: Predicate, options?: Options) => {
      checkClaim('eventuallyAlways', about, [stays]);
      return liveness('eventuallyAlways', about, { type: 'eventually-always', stays }, options);
    },
    terminates: (about: string, names: Names<P>, options?: Options) => {
      checkClaim('terminates', about);
      const processes = checkedNames('terminates', names);
      return liveness('terminates', about, { type: 'terminates', processes }, options);
    },
    progresses: (about: string, names: Names<P>, options?: Options) => {
      checkClaim('progresses', about);
      const processes = checkedNames('progresses', names);
      return liveness('progresses', about, { type: 'progresses', processes }, options);
    },
    pending: (kind: string, about: string) => {
      checkPending(kind, about);
      return { kind, about };
    },
  };
  return remembered(makers) as unknown as PropertyMakers<C, P>;
}

interface Options {
  readonly fairness?: FairnessOverrides;
}

function liveness(
  maker: Maker,
  about: string,
  claim: LivenessClaim,
  options: Options = {},
): LivenessDefinition {
  checkLivenessOptions(maker, options);
  return { kind: 'liveness', about, claim, fairness: options.fairness ?? {} };
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
  checkIsModel('defineProperties', model);
  checkFunctions('defineProperties', { properties }, ['properties']);
  return {
    type: 'mmcheck/properties',
    model,
    properties: (values) => {
      checkText(`the properties of '${model.name}'`, properties, model.parameters, 1);
      return authoredProperties(`'${model.name}'`, () =>
        properties(propertyMakers<C, P>(), namedValues(model, values as ValuesOf<Ps>)),
      );
    },
  };
}
