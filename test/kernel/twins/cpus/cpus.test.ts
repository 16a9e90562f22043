// Each primitive against its twin from plain cells, on random models that use either: the same runs, the same answers, the
// same verdicts.
//
// RANDOM_MODELS=20000 SEED=7 npx vitest run test/kernel/twins/cpus looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calls } from './calls.ts';
import { chains } from './chains.ts';
import { cpuTwin } from './cpu.ts';
import { hotplug } from './hotplug.ts';
import { places } from './places.ts';
import { stopTwin } from './stops.ts';
import { threads } from './threads.ts';
import { seenOf, type Twin } from './twin.ts';
import { work } from './work.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 60);
const SEED = Number(process.env.SEED ?? 1);
const TWINS: Readonly<Record<string, Twin>> = {
  work,
  calls,
  chains,
  hotplug,
  threads,
  places,
  cpu: cpuTwin,
  stops: stopTwin,
};
/** All of them share what CI looks at. */
const EACH = Math.ceil(RUNS / Object.keys(TWINS).length);

test.each(Object.entries(TWINS))(
  `%s, ${EACH} random models`,
  (_name, twin) => {
    const shown = new Set<string>();
    const scripts = fc.noBias(
      fc.tuple(...twin.users.map(() => fc.array(fc.nat(1000), { maxLength: twin.most ?? 3 }))),
    );
    const agrees = fc.property(scripts, (drawn) => {
      const primitive = seenOf(twin, 'primitive', drawn);
      const plain = primitive && seenOf(twin, 'twin', drawn);
      fc.pre(plain !== undefined);
      if (primitive === undefined || plain === undefined) return;
      expect(plain.verdicts).toEqual(primitive.verdicts);
      expect(plain.states).toEqual(primitive.states);
      for (const [property, verdict] of Object.entries(plain.verdicts))
        shown.add(`${property} ${verdict}`);
    });
    fc.assert(agrees, { numRuns: EACH, seed: SEED });
    // The models must show something, or they prove nothing.
    expect(shown).toContain('deadlock holds');
  },
  300_000 + EACH * 6000,
);
