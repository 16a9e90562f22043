// The labels that a state property tells apart from others: no other step of a process changes its answer by a label.

import { labelsCompared } from '../access/labels-compared.ts';
import type { Layout } from '../layout/layout.ts';
import type { StateCheck } from './state-checks.ts';

/** Undefined where the property may tell all labels apart. */
export function labelsOfProperty(
  { processes }: Layout,
  { name, question, access }: StateCheck,
): ReadonlySet<string> | undefined {
  const names = processes.map((process) => process.name);
  const labels = new Set(processes.flatMap(({ labelNames }) => labelNames));
  return labelsCompared(question, access, names, name, [...labels]);
}
