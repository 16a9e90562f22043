// A comparison with a value that what is compared never has is refused before a search begins: a property that makes it may
// hold for nothing, and a step that makes it goes one way only.
//
// What must stay true: nothing is refused that means something in another variant of the model, so all that can be made are
// looked at; where there are too many of them, nothing is said.

import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { didYouMean } from '../base/near-name.ts';
import type { ImpossibleComparison } from '../compile/access/access.ts';
import { firstInstances } from '../compile/layout/layout.ts';
import type { ClaimAccess } from '../compile/monitor/claim-accesses.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import { placeOf } from '../compile/program/accesses.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import {
  admits,
  describeDomain,
  describeValue,
  none,
  type ValueDomain,
  valueDomain,
} from '../language/domain.ts';
import { instancesIn } from '../language/process-arrays.ts';
import type { SystemDefinition } from '../language/system.ts';
import { variantsOf } from '../language/variants.ts';
import { domainsIn } from './domains-in-variant.ts';

/** A comparison that has one answer in this system, and where it is made. */
interface Placed {
  readonly place: ModelErrorPlace;
  readonly impossible: ImpossibleComparison;
}

export function refuseImpossible(
  model: ModelDefinition,
  system: CompiledSystem,
  monitor: Monitor,
  asked: readonly ClaimAccess[],
): void {
  const all = [...inSteps(system), ...inObservers(monitor), ...inClaims(asked)].filter(
    ({ impossible }) => !isPossible(impossible, [system.definition]),
  );
  if (all.length === 0) return;
  const variants = variantsOf(model);
  const wrong = variants && all.find(({ impossible }) => !isPossible(impossible, variants));
  if (wrong) throw new ModelError(inWords(wrong.impossible, system.definition), wrong.place);
}

function inWords(
  { text, place, value, domain }: ImpossibleComparison,
  { processes }: SystemDefinition,
): string {
  const known = domain.type === 'oneOf' ? domain.values : [];
  const meant = typeof value === 'string' ? didYouMean(value, known) + idMeant(domain, value) : '';
  const count = instancesIn(processes);
  const which = valueDomain(domain).type === 'process' ? ` (0..${count - 1})` : '';
  return `\`${text}\`: ${place} is never ${describeValue(value)}, so this has the same answer always; it is ${describeDomain(domain)}${which}${meant}`;
}

/** The name of an id is no value. */
function idMeant(domain: ValueDomain, value: string): string {
  const inner = domain.type === 'orNone' ? domain.inner : domain;
  const id = inner.type === 'id' ? (inner.names?.indexOf(value) ?? -1) : -1;
  return id < 0 ? '' : `; compare it with the id, ids[${id}] of the kind`;
}

/** In steps and guards, of one instance for all of its process, and in helpers. */
function inSteps(system: CompiledSystem): Placed[] {
  const some = firstInstances(system.layout);
  const helpers = Object.entries(system.helperAccess).flatMap(([name, { impossible }]) =>
    placedAt({ step: `helper ${name}` }, impossible),
  );
  const steps = some.flatMap((instance) => {
    const { name, flat } = instance.process;
    const guard = system.guardAccess(instance)?.impossible ?? [];
    return [
      ...placedAt({ process: name, step: 'guard' }, guard),
      ...flat.labels.flatMap((label) =>
        placedAt(placeOf(instance, label), system.accessOf(instance, label).impossible),
      ),
    ];
  });
  return [...helpers, ...steps];
}

function inObservers(monitor: Monitor): Placed[] {
  return monitor.observers.flatMap((observer) =>
    observer
      .accesses()
      .flatMap(({ impossible }) => placedAt({ property: observer.name }, impossible)),
  );
}

function inClaims(asked: readonly ClaimAccess[]): Placed[] {
  return asked.flatMap(({ property, access }) => placedAt({ property }, access.impossible));
}

function placedAt(place: ModelErrorPlace, all: readonly ImpossibleComparison[]): Placed[] {
  return all.map((impossible) => ({ place, impossible }));
}

/** Whether some variant gives the value to what is called so there. */
function isPossible(one: ImpossibleComparison, variants: readonly SystemDefinition[]): boolean {
  return variants.some((variant) => {
    // What an observer remembers is the same in all variants.
    if (one.root === 'my') return mayBe(one.domain, one.value, variant);
    // Labels that a step asks for need not be those of every variant.
    if (one.root === 'cell' && Object.hasOwn(variant.labels ?? {}, one.name)) return true;
    return domainsIn(variant, one).some((domain) => mayBe(domain, one.value, variant));
  });
}

function mayBe(
  domain: ValueDomain,
  value: ImpossibleComparison['value'],
  { processes }: SystemDefinition,
): boolean {
  if (!admits(domain, value)) return false;
  return (
    value === none ||
    valueDomain(domain).type !== 'process' ||
    Number(value) < instancesIn(processes)
  );
}
