// Audits of small systems, whole or with a part that lies.

import { audit } from '../../src/audit/audit.ts';
import type { AuditSize, KeptStates } from '../../src/audit/states.ts';
import { Progress } from '../../src/base/progress.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import type { AuditReport } from '../../src/outcome/audit.ts';
import type { Canonicalizer } from '../../src/reduction/canonical.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';
import type { StubbornSets } from '../../src/reduction/partial-order/stubborn.ts';

/** All states of a small model are audited, so none that a search kept is asked for. */
const NOTHING_KEPT: KeptStates = {
  count: 0,
  stateAt: () => {
    throw new Error('the model is too large for this test');
  },
};

export interface Audited {
  readonly definition: SystemDefinition;
  readonly properties?: Properties;
  readonly system?: CompiledSystem;
  readonly sets?: StubbornSets;
  readonly symmetry?: Canonicalizer;
  readonly progress?: Progress;
  readonly kept?: KeptStates;
  readonly size?: AuditSize;
}

export function compiled(
  definition: SystemDefinition,
  properties: Properties = {},
): CompiledSystem {
  return new CompiledSystem(definition, observerShapes(properties));
}

export function setsOf(definition: SystemDefinition, properties: Properties = {}): StubbornSets {
  const system = compiled(definition, properties);
  return stubbornSets(system, new Monitor(system, properties), false);
}

export function auditOf(audited: Audited): AuditReport {
  const { definition, properties = {}, system = compiled(definition, properties) } = audited;
  return audit({ progress: new Progress(), kept: NOTHING_KEPT, ...audited, system, properties });
}

/** What was found, a line each: `accesses p/s: count: the step ...`. */
export function found(audited: Audited): string[] {
  return auditOf(audited).problems.map(
    ({ claim, step, message }) => `${claim} ${step}: ${message}`,
  );
}
