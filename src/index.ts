// The public names. Everything that a model, a spec or a script may import stands here; the rest is internal.

export { ModelError, UsageError } from './base/errors.ts';
export { checkModel } from './check/check.ts';
export type { CheckOptions } from './check/options.ts';
export {
  defineTraceMap,
  type ProcessMapOptions,
  type RuleOptions,
  type TraceMap,
  type TraceMapOptions,
} from './conform/map/trace-map.ts';
export type { Cell, ListView, Scalar, SetView } from './language/cell.ts';
export { array, cell, list, perProcess, primitive, record, set, table } from './language/cell.ts';
export { constrained } from './language/claims/constrained.ts';
export type { ObserverContext, PropertyContext, PropertyMakers } from './language/claims/makers.ts';
export { defineProperties } from './language/claims/makers.ts';
export type { Verdict } from './language/claims/verdict.ts';
export type { ValuesOf } from './language/define-model.ts';
export { defaultTo, defineModel, parameter, pick } from './language/define-model.ts';
export * from './language/domain.ts';
export { labelsOf } from './language/labels-of.ts';
export { type PoolView, pool } from './language/pool.ts';
export type { Builder } from './language/process.ts';
export { system } from './language/system.ts';
export type { CheckOutcome, PropertyOutcome, Statistics } from './outcome/outcome.ts';
export type { Expectation, GoesWrong, SpecRow, StoryEvent } from './spec/spec.ts';
export { defineSpec, violated } from './spec/spec.ts';
