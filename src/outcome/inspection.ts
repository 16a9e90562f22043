// A system as mmcheck understands it, as data: what `inspect` prints. Members are added, never renamed or removed,
// without a new schema number.

import type { PropertyKind } from '../language/claims/property.ts';
import type { ParameterValues } from '../language/define-model.ts';

export interface InspectedField {
  readonly name: string;
  /** `a whole number 0..3`, `5 x { zone: a zone or none, idx: ... }`. */
  readonly holds: string;
  readonly bits: number;
}
export interface InspectedStep {
  readonly label: string;
  /** Cells read and written, by element where that is known: `zonelist[me.i].zone`, `free[*]`. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly next: readonly string[];
  readonly chooses: boolean;
  /** Where it stands in the kernel, and which steps of the argument it is. */
  readonly at?: string;
  readonly thread?: readonly string[];
  /** Why it may be atomic; the name is that which the note had first. */
  readonly coarse?: string;
}
export interface InspectedProcess {
  readonly name: string;
  readonly instances: number;
  readonly environment: boolean;
  readonly end: readonly string[];
  readonly locals: readonly InspectedField[];
  readonly steps: readonly InspectedStep[];
}
export interface Inspection {
  readonly schema: 1;
  readonly model: string;
  readonly parameters: ParameterValues;
  readonly bitsPerState: number;
  readonly bytesPerState: number;
  readonly cells: readonly InspectedField[];
  readonly processes: readonly InspectedProcess[];
  readonly properties: readonly {
    readonly name: string;
    readonly kind: PropertyKind;
    readonly about: string;
  }[];
  readonly symmetry: InspectedSymmetry;
  readonly partialOrder: InspectedPartialOrder;
}

export interface InspectedSymmetry {
  /** The interchangeable kinds, with how many ids each. */
  readonly kinds: readonly { readonly name: string; readonly size: number }[];
  readonly permutations: number;
  /** Why each other kind is not interchangeable. */
  readonly reasons: readonly { readonly kind: string; readonly reason: string }[];
}

export interface InspectedPartialOrder {
  /** Why it is off: the property, or something else. */
  readonly refused?: { readonly property?: string; readonly reason: string };
  /** The labels at which cycles are fully expanded, by process: of one of its instances at least. */
  readonly sticky: Readonly<Record<string, readonly string[]>>;
}
