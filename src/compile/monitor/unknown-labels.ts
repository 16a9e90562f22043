// Labels that a property compares `at` with and at which no process that it reads can ever be: a misspelt label makes a
// comparison that is always false, and a property that holds vacuously.

import type { Properties } from '../../language/claims/property.ts';
import { questionsOf } from '../../language/claims/questions.ts';
import type { ProcessDefinition } from '../../language/process.ts';
import type { StepAccess } from '../access/access.ts';
import { labelsCompared } from '../access/labels-compared.ts';
import { expandProcess } from '../layout/expand.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { accessOfPredicate } from './compile-predicate.ts';
import { propertyViews } from './property-views.ts';

export interface UnknownLabel {
  readonly property: string;
  readonly label: string;
  /** The processes that the property reads. */
  readonly processes: readonly string[];
  /** The labels of these. */
  readonly known: readonly string[];
}

export function unknownLabels(system: CompiledSystem, properties: Properties): UnknownLabel[] {
  const views = propertyViews(system);
  const { processes } = system.definition;
  const names = Object.keys(processes);
  return Object.entries(properties).flatMap(([property, definition]) =>
    questionsOf(definition).flatMap((predicate) => {
      const access = accessOfPredicate(predicate, views, property);
      const read = names.filter((name) => access.accesses.some(({ cell }) => cell === name));
      if (read.length === 0 || hasOwnField(access, names)) return [];
      const known = [...new Set(read.flatMap((name) => labelsAt(name, processes[name])))];
      const compared = labelsCompared(predicate, access, names, property) ?? [];
      return [...compared]
        .filter((label) => !known.includes(label))
        .map((label) => ({ property, label, processes: read, known }));
    }),
  );
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
