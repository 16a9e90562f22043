// Audits of small systems, whole or with a part that lies.

import { audit } from '../../src/audit/audit.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import { CompiledSystem } from '../../src/model/compile.ts';
import type { SystemDefinition } from '../../src/model/system.ts';
import { Monitor, observerShapes } from '../../src/property/monitor.ts';
import type { Properties } from '../../src/property/property.ts';
import type { Canonicalizer } from '../../src/reduction/canonical.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';
import type { StubbornSets } from '../../src/reduction/partial-order/stubborn.ts';
import { Progress } from '../../src/search/progress.ts';

export interface Audited {
  readonly definition: SystemDefinition;
  readonly properties?: Properties;
  readonly system?: CompiledSystem;
  readonly sets?: StubbornSets;
  readonly symmetry?: Canonicalizer;
}

export function compiled(
  definition: SystemDefinition,
  properties: Properties = {},
): CompiledSystem {
  return new CompiledSystem(definition, observerShapes(properties));
}

export function setsOf(definition: SystemDefinition, properties: Properties = {}): StubbornSets {
  const system = compiled(definition, properties);
  return stubbornSets(system, new Monitor(system, properties));
}

/** All states are audited, so none that a search kept is asked for. */
export function auditOf(audited: Audited): AuditReport {
  const { definition, properties = {}, system = compiled(definition, properties) } = audited;
  const kept = {
    count: 0,
    stateAt: (): never => {
      throw new Error('the model is too large for this test');
    },
  };
  return audit({ ...audited, system, properties, kept, progress: new Progress() });
}

/** What was found, a line each: `accesses p/s: count: the step ...`. */
export function found(audited: Audited): string[] {
  return auditOf(audited).problems.map(
    ({ claim, step, message }) => `${claim} ${step}: ${message}`,
  );
}
