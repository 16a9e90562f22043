// Labels that a property compares `at` with and at which no process that it reads can ever be: a misspelt label makes a
// comparison that is always false, and a property that holds vacuously.

import type { ObserverDefinition, Properties } from '../../language/claims/property.ts';
import { handlersOf } from '../../language/claims/questions.ts';
import type { ProcessDefinition } from '../../language/process.ts';
import type { StepAccess } from '../access/access.ts';
import { comparedWithStep, labelsCompared } from '../access/labels-compared.ts';
import { expandProcess } from '../layout/expand.ts';
import type { CompiledSystem } from '../program/compile.ts';
import type { ClaimAccess } from './claim-accesses.ts';

export interface UnknownLabel {
  readonly property: string;
  readonly label: string;
  /** The processes that the property reads. */
  readonly processes: readonly string[];
  /** The labels of these. */
  readonly known: readonly string[];
}

export function unknownLabels(
  system: CompiledSystem,
  properties: Properties,
  asked: readonly ClaimAccess[],
): UnknownLabel[] {
  return Object.entries(properties).flatMap(([property, definition]) =>
    definition.kind === 'observer'
      ? unknownInObserver(system, property, definition)
      : asked
          .filter((one) => one.property === property)
          .flatMap((one) => unknownInClaim(system, one)),
  );
}

function unknownInClaim(
  system: CompiledSystem,
  { property, question, access }: ClaimAccess,
): UnknownLabel[] {
  const names = Object.keys(system.definition.processes);
  const read = names.filter((name) => access.accesses.some(({ cell }) => cell === name));
  if (read.length === 0 || hasOwnField(access, names)) return [];
  const compared = labelsCompared(question, access, names, property) ?? [];
  return unknownOf(system, property, read, compared);
}

/** Where a step came from and went to are labels of the process that a handler watches. */
function unknownInObserver(
  system: CompiledSystem,
  property: string,
  observer: ObserverDefinition,
): UnknownLabel[] {
  const names = Object.keys(system.definition.processes);
  return handlersOf(observer).flatMap(({ handler, process }) => {
    const watched = process === undefined ? names : [process];
    if (!watched.every((name) => names.includes(name))) return [];
    const compared = ['from', 'to'].flatMap((field) => [
      ...comparedWithStep(handler, field, property),
    ]);
    return unknownOf(system, property, watched, compared);
  });
}

/** Names that handlers compare `step.process` with and that no process has. */
export function unknownProcesses(
  system: CompiledSystem,
  properties: Properties,
): { property: string; process: string }[] {
  return Object.entries(properties).flatMap(([property, definition]) =>
    definition.kind !== 'observer'
      ? []
      : handlersOf(definition)
          .flatMap(({ handler }) => [...comparedWithStep(handler, 'process', property)])
          .filter((process) => !Object.hasOwn(system.definition.processes, process))
          .map((process) => ({ property, process })),
  );
}

function unknownOf(
  { definition: { processes } }: CompiledSystem,
  property: string,
  read: readonly string[],
  compared: Iterable<string>,
): UnknownLabel[] {
  const known = [...new Set(read.flatMap((name) => labelsAt(name, processes[name])))];
  return [...new Set(compared)]
    .filter((label) => !known.includes(label))
    .map((label) => ({ property, label, processes: read, known }));
}

/** The labels at which a process may be; one of a pool is never done. */
export function labelsAt(name: string, definition: ProcessDefinition): readonly string[] {
  const labels = expandProcess(name, definition).labels.map((label) => label.name);
  return definition.pool === undefined ? [...labels, 'done'] : labels;
}

/** A field of a cell may be called `at`, too, and what is compared with it is no label. */
function hasOwnField({ accesses }: StepAccess, processes: readonly string[]): boolean {
  return accesses.some(
    ({ cell, path }) =>
      !processes.includes(cell) && path.some((part) => part.type === 'field' && part.name === 'at'),
  );
}
