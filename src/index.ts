// The public names. Everything that a model, a spec or a script may import stands here; the rest is internal.

export { type CheckOptions, checkModel } from './check.ts';
export type { Cell, ListView, Scalar, SetView } from './model/cell.ts';
export { array, cell, list, perProcess, primitive, record, set, table } from './model/cell.ts';
export { defaultTo, defineModel, parameter, pick } from './model/define-model.ts';
export * from './model/domain.ts';
export { ModelError, UsageError } from './model/errors.ts';
export { type PoolView, pool } from './model/pool.ts';
export { system } from './model/system.ts';
export type { CheckOutcome, PropertyOutcome, Statistics } from './outcome.ts';
export type { ObserverContext, PropertyContext, PropertyMakers } from './property/makers.ts';
export { defineProperties } from './property/makers.ts';
export type { Verdict } from './property/verdict.ts';
export type { Expectation, SpecRow, StoryEvent } from './spec/spec.ts';
export { defineSpec, violated } from './spec/spec.ts';
