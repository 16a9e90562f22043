// How many states the reductions leave on the peer models, at sizes that take a second: exactly, because a search that
// keeps fewer may have lost some and one that keeps more has become worse; and never more than SPIN's partial-order
// reduction (6.5.2, of the Promela models in bench/) or Rumur's symmetry reduction (2022.08.20, bench/murphi) keep.
// docs/benchmarks.md has the larger sizes.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { ModelDefinition, ParameterValues } from '../../src/language/define-model.ts';
import type { ReductionName } from '../../src/outcome/reduction-names.ts';
import bakery from '../peer-models/bakery.ts';
import leader from '../peer-models/leader.ts';
import pcpdrain from '../peer-models/pcpdrain.ts';
import peterson from '../peer-models/peterson.ts';
import phils from '../peer-models/phils.ts';
import ring from '../peer-models/ring.ts';
import twoPhase from '../peer-models/two-phase.ts';
import zonelist from '../peer-models/zonelist.ts';

interface Kept {
  readonly model: ModelDefinition;
  readonly set: ParameterValues;
  readonly unreduced: number;
  readonly symmetry: number;
  readonly partialOrder: number;
  readonly both: number;
  readonly spin?: number;
  readonly rumur?: number;
}

const ROWS: readonly Kept[] = [
  {
    model: zonelist,
    set: { Z: 3, P: 1, A: 4 },
    unreduced: 72_054,
    symmetry: 4205,
    partialOrder: 53_077,
    both: 3176,
    spin: 71_819,
    rumur: 4205,
  },
  {
    model: phils,
    set: { N: 11 },
    unreduced: 177_146,
    symmetry: 177_146,
    partialOrder: 4314,
    both: 4314,
    spin: 177_146,
  },
  {
    model: pcpdrain,
    set: { N: 4, C: 1, M: 2, T: 6 },
    unreduced: 86_710,
    symmetry: 86_710,
    partialOrder: 86_710,
    both: 86_710,
    spin: 86_710,
  },
  {
    model: peterson,
    set: { N: 3, ERR: 2 },
    unreduced: 170_156,
    symmetry: 170_156,
    partialOrder: 98_701,
    both: 98_701,
    spin: 137_732,
  },
  {
    model: bakery,
    set: { N: 3, MAX: 6, ERR: 1 },
    unreduced: 157_003,
    symmetry: 157_003,
    partialOrder: 133_740,
    both: 133_740,
    spin: 157_003,
  },
  {
    model: twoPhase,
    set: { N: 4 },
    unreduced: 1568,
    symmetry: 166,
    partialOrder: 1568,
    both: 166,
  },
  {
    model: ring,
    set: { N: 6 },
    unreduced: 2471,
    symmetry: 2471,
    partialOrder: 23,
    both: 23,
    // Without its init, which is a process of its own.
    spin: 201,
  },
  {
    model: leader,
    set: { N: 5 },
    // SPIN's 15,779 and 97 are before its init has run and after it has died, too.
    unreduced: 15_777,
    symmetry: 15_777,
    partialOrder: 54,
    both: 54,
    spin: 95,
  },
];

test.each(ROWS.map((row) => [`${row.model.name} ${JSON.stringify(row.set)}`, row] as const))(
  '%s',
  (_name, { model, set, spin, rumur, ...counts }) => {
    const states = (reduction: readonly ReductionName[]) =>
      checkModel(model, set, {}, { reduction }).statistics.states;
    const kept = {
      unreduced: states([]),
      symmetry: states(['symmetry']),
      partialOrder: states(['partial-order']),
      both: states(['symmetry', 'partial-order']),
    };
    expect(kept).toEqual(counts);
    const fewest = Math.min(spin ?? counts.unreduced, rumur ?? counts.unreduced);
    expect(kept.both).toBeLessThanOrEqual(fewest);
  },
);
