// A comparison with a value that what is compared never has is refused before a search begins: a property that makes it may
// hold for nothing, and a step that makes it goes one way only.
//
// What must stay true: nothing is refused that means something in another variant of the model, so all that can be made are
// looked at; where there are too many of them, nothing is said.

import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { didYouMean } from '../base/near-name.ts';
import type { ImpossibleComparison } from '../compile/access/access.ts';
import { expandProcess } from '../compile/layout/expand.ts';
import { firstInstances, shapesOf } from '../compile/layout/layout.ts';
import type { ClaimAccess } from '../compile/monitor/claim-accesses.ts';
import type { Monitor } from '../compile/monitor/monitor.ts';
import { labelsAt } from '../compile/monitor/unknown-labels.ts';
import { placeOf } from '../compile/program/accesses.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Shape } from '../language/cell.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { admits, describeDomain, describeValue, type ValueDomain } from '../language/domain.ts';
import type { SystemDefinition } from '../language/system.ts';
import { variantsOf } from '../language/variants.ts';

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
  const all = [...inSteps(system), ...inObservers(monitor), ...inClaims(asked)];
  if (all.length === 0) return;
  const variants = variantsOf(model);
  const wrong = variants && all.find(({ impossible }) => !isPossible(impossible, variants));
  if (wrong) throw new ModelError(inWords(wrong.impossible), wrong.place);
}

function inWords({ text, place, value, domain }: ImpossibleComparison): string {
  const known = domain.type === 'oneOf' ? domain.values : [];
  const meant = typeof value === 'string' ? didYouMean(value, known) : '';
  return `\`${text}\`: ${place} is never ${describeValue(value)}, so this has the same answer always; it is ${describeDomain(domain)}${meant}`;
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
  return variants.some((variant) =>
    domainsIn(variant, one).some((domain) => admits(domain, one.value)),
  );
}

function domainsIn(
  variant: SystemDefinition,
  { root, name, fields, value }: ImpossibleComparison,
): ValueDomain[] {
  // What an observer remembers is the same in all variants.
  if (root === 'my') return [];
  const { cells, labels = {}, processes } = variant;
  if (root === 'me')
    return shapesOfProcesses(processes).flatMap((shape) => domainsAt(shape, fields));
  // Labels that a step asks for need not be those of every variant.
  if (Object.hasOwn(labels, name)) return [{ type: 'oneOf', values: [String(value)] }];
  const named = Object.hasOwn(processes, name)
    ? shapesOfProcesses({ [name]: processes[name] })
    : [cells[name]?.shape];
  return named.flatMap((shape) => domainsAt(shape, fields));
}

/** Processes and the procedures in them: whose step it is does not matter where one of them has the value. */
function shapesOfProcesses(processes: SystemDefinition['processes']): Shape[] {
  return Object.entries(processes).flatMap(([name, process]) => {
    const at: Shape = { type: 'scalar', domain: oneOfLabels(labelsAt(name, process)) };
    const { frames } = expandProcess(name, process);
    return frames.map(
      ({ locals }): Shape => ({
        type: 'record',
        fields: { ...shapesOf(locals), at },
      }),
    );
  });
}

function oneOfLabels(values: readonly string[]): ValueDomain {
  return { type: 'oneOf', values };
}

/** What the fields lead to, whichever element it is of arrays on the way. */
function domainsAt(shape: Shape | undefined, fields: readonly string[]): ValueDomain[] {
  switch (shape?.type) {
    case 'scalar':
      return fields.length === 0 ? [shape.domain] : [];
    case 'list':
      return [shape.domain];
    case 'array':
      return domainsAt(shape.element, fields);
    case 'record': {
      const [first, ...rest] = fields;
      return domainsAt(shape.fields[first], rest);
    }
    default:
      return [];
  }
}
