// All that a check is made of before it searches: the system at its parameters, the properties, the reductions that are
// sound for them.

import { UsageError } from '../base/errors.ts';
import { DEFAULT_MEMORY } from '../base/limits.ts';
import { ORDERS, type Order } from '../base/orders.ts';
import { Progress } from '../base/progress.ts';
import { type ClaimAccess, claimAccesses } from '../compile/monitor/claim-accesses.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { SearchLimits } from '../explore/options.ts';
import { withConstraint } from '../language/claims/constrained.ts';
import { ASSERTIONS, type Properties } from '../language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../language/define-model.ts';
import { LockOrder } from '../lock-order/lock-order.ts';
import { asksForLockOrder } from '../lock-order/outcome.ts';
import { compileSystem } from './compile-system.ts';
import type { InternalOptions } from './options.ts';
import { type Plans, planReductions } from './reductions.ts';
import { refuseCheckpoint } from './refuse-checkpoint.ts';
import { refuseEmpty } from './refuse-empty.ts';
import { refuseImpossible } from './refuse-impossible.ts';
import { refuseUnknownLabels } from './refuse-labels.ts';
import { refuseOtherKinds } from './refuse-other-kinds.ts';
import { reductionsOf, refuseKeptByOne, refusePartitioned } from './refuse-partitioned.ts';
import { refuseStore } from './refuse-store.ts';
import { refuseUnasserted } from './refuse-unasserted.ts';
import type { Attempt } from './search-again.ts';

export interface PreparedCheck {
  readonly model: ModelDefinition;
  readonly parameters: ParameterValues;
  /** Those that are checked, of all that there are. */
  readonly properties: Properties;
  readonly all: Properties;
  readonly system: CompiledSystem;
  readonly monitor: Monitor;
  readonly asked: readonly ClaimAccess[];
  readonly reductions: Plans;
  readonly attempt: Attempt;
  /** Whether the assertions of steps are checked, too. */
  readonly checksAssertions: boolean;
  readonly limits: SearchLimits & { readonly order: Order };
  readonly lockOrder: LockOrder | undefined;
  readonly options: InternalOptions;
}

export function prepare(
  model: ModelDefinition,
  values: ParameterValues,
  all: Properties,
  options: InternalOptions,
  attempt: Attempt,
): PreparedCheck {
  const parameters = resolveParameters(model, values);
  const properties = selectProperties(all, options.only);
  refuseStore(properties, options);
  refusePartitioned(properties, options);
  const progress = new Progress(options.progress);
  const system = compileSystem(model.system(parameters), properties, progress, all);
  system.recallsFrom = options.recallsFrom ?? system.recallsFrom;
  refuseCheckpoint(system, properties, options);
  refuseKeptByOne(system, options);
  const monitor = new Monitor(system, properties);
  const claims = withConstraint(system.definition, properties);
  const asked = claimAccesses(system, claims);
  refuseUnknownLabels(model, system, claims, asked);
  refuseImpossible(model, system, monitor, asked);
  refuseEmpty(properties, asked);
  refuseOtherKinds(system, properties, asked);
  refuseUnasserted(model, system, properties);
  const { maxDepth } = options;
  const { dropped, isSteady } = attempt;
  const subject = { system, monitor, properties, maxDepth, dropped, isSteady };
  const reductions = planReductions(subject, reductionsOf(options));
  const permuted = reductions.symmetry?.quotient;
  return {
    model,
    parameters,
    properties,
    all,
    system,
    monitor,
    asked,
    reductions,
    attempt,
    checksAssertions: system.asserts() && (options.only?.includes(ASSERTIONS) ?? true),
    limits: {
      order: options.order ?? ORDERS[0],
      maxStates: options.maxStates ?? Number.POSITIVE_INFINITY,
      maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
      memoryBytes: options.memoryBytes ?? DEFAULT_MEMORY,
      progress,
      exhaustive: options.untilWrong === true,
      onBeat: permuted && attempt.watch(monitor, permuted, progress.flags),
    },
    lockOrder: asksForLockOrder(properties) ? new LockOrder(system) : undefined,
    options,
  };
}

export function selectProperties(
  properties: Properties,
  only: readonly string[] | undefined,
): Properties {
  if (!only) return properties;
  const unknown = only.find((name) => !Object.hasOwn(properties, name) && name !== ASSERTIONS);
  if (unknown !== undefined) {
    const known = Object.keys(properties).join(', ') || 'none';
    throw new UsageError(`there is no property '${unknown}'; the properties: ${known}`);
  }
  return Object.fromEntries(Object.entries(properties).filter(([name]) => only.includes(name)));
}
