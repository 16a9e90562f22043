// A process as doubts about a model look at it: what each step may touch, and where it leads.

import type { StepAccess } from './access.ts';

export interface LintedStep {
  readonly access: StepAccess;
  /** From what the step may return to the label that this leads to; 'blocked' is not among them. */
  readonly targets: Readonly<Record<string, string>>;
  /** Where the step is a call: the label at which the procedure starts. */
  readonly enters?: string;
  /** Why it may touch several cells at once. */
  readonly atomic?: string;
}

export interface LintedProcess {
  readonly name: string;
  readonly start: string;
  readonly locals: readonly string[];
  /** Locals that properties and observers read. */
  readonly observed?: ReadonlySet<string>;
  /** Locals that get a value besides the one that every local begins with. */
  readonly assigned: ReadonlySet<string>;
  readonly steps: Readonly<Record<string, LintedStep>>;
}

/** The labels to which a step may lead; a call leads into its procedure. */
export function successors({ access: { labels }, targets, enters }: LintedStep): string[] {
  if (enters !== undefined) return [enters];
  const returned = labels === 'any' ? Object.keys(targets) : labels;
  return returned.filter((label) => Object.hasOwn(targets, label)).map((label) => targets[label]);
}
