// The labels that a state property compares `at` with: no other step of a process changes its answer by a label.

import { labelsCompared } from '../access/labels-compared.ts';
import type { Layout } from '../layout/layout.ts';
import type { StateCheck } from './state-checks.ts';

/** Undefined where the property may tell all labels apart. */
export function labelsOfProperty(
  { processes }: Layout,
  { name, question, access }: StateCheck,
): ReadonlySet<string> | undefined {
  const names = processes.map((process) => process.name);
  return labelsCompared(question, access, names, name);
}
