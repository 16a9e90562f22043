// A process of a random model, as source and as what claims need to know of it.

import type { Draw } from '../random-model/draw.ts';
import { type Piece, piece, type Scripted } from './script.ts';
import type { Reach } from './statements.ts';

export interface Actor {
  readonly name: string;
  readonly count: number;
  readonly source: string;
  /** For claims. */
  readonly labels: readonly string[];
}

/** What all processes of a model share. */
export interface Common extends Pick<Reach, 'wakes'> {
  /** Arrays are over ids of a kind, by which workers are counted, or over a number. */
  readonly byKind: boolean;
  readonly procedures: readonly string[];
}

export const LOCALS = 'v: upTo(2)';

/** Elements that are nobody's in particular, and nobody to wake. */
export const NOBODYS: Reach = { indices: ['0', '1'], wakes: [] };

/** Where straight code ends. */
export const ENDS = { last: 'done', branches: false };

export interface Plan {
  readonly name: string;
  readonly count: number;
  /** Options besides the steps. */
  readonly options: readonly string[];
  readonly steps: readonly string[];
  /** Where they cannot be read off the steps. */
  readonly labels?: readonly string[];
}

export function actor({ name, count, options, steps, labels = labelsOf(steps) }: Plan): Actor {
  const start = labels.includes('s0') ? ["start: 's0'"] : [];
  const lines = [...options, ...start, `steps: {\n        ${steps.join('\n        ')}\n      }`];
  return {
    name,
    count,
    labels,
    source: `${name}: process({\n      ${lines.join(',\n      ')},\n    }),`,
  };
}

function labelsOf(steps: readonly string[]): string[] {
  return steps.map((step) => step.slice(0, step.indexOf(':')));
}

export function pieces(draw: Draw, scripted: Scripted, most: number): Piece[] {
  return Array.from({ length: 1 + draw.below(most) }, () => piece(draw, scripted));
}
