// The look at symmetry in every run, alone: with the analysis replaced by "every kind is interchangeable", random models
// that do much with ids, and often what they should not.
//
// Asymmetric is a model of which a whole search with representatives reaches other orbits, or decides a property
// otherwise or at another depth, than one without. Found is one in which the watch of that same search tells ids apart.
// What counts in the end is beside it: whether the check of the model says what it says without reduction.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/watched-random.test.ts looks further.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import { SymmetryWatch } from '../../src/symmetry-watch/watch.ts';
import { type IdModel, loadIdModel } from '../support/id-model.ts';
import { SYMMETRIC_CLAIMS, SYMMETRIC_STEPS, TRAP_CLAIMS, TRAPS } from '../support/id-statements.ts';
import { agreement } from './support.ts';

vi.mock('../../src/reduction/id-symmetry/distinguished-kinds.ts', () => ({
  distinguishedKinds: () => new Map(),
}));

const RUNS = Number(process.env.RANDOM_MODELS ?? 45);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 1000;
const MINUTE = 60_000;

const traps = Object.values(TRAPS).flatMap(({ steps }) => steps.at(-1) ?? []);
const statement = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...SYMMETRIC_STEPS) },
  { weight: 1, arbitrary: fc.constantFrom(...traps) },
);
const claims = Object.values(TRAP_CLAIMS).flatMap(([, ...texts]) => texts);
const guards = ['me.id === n.value % 2', 'n.value < 3 || me.id > 0', 'mem.size < 3'];
const idModel: fc.Arbitrary<IdModel> = fc.record(
  {
    nodes: fc.constantFrom(2, 3, 4),
    tasks: fc.constantFrom(2, 3),
    steps: fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 3,
    }),
    properties: fc.uniqueArray(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...SYMMETRIC_CLAIMS) },
        { weight: 1, arbitrary: fc.constantFrom(...claims) },
      ),
      { maxLength: 2 },
    ),
    guard: fc.constantFrom(...guards),
  },
  { requiredKeys: ['nodes', 'tasks', 'steps', 'properties'] },
);

interface Subject {
  readonly definition: SystemDefinition;
  readonly properties: Properties;
}

/** What the watch of a whole search says. */
function gapsIn({ definition, properties }: Subject): string[] {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const monitor = new Monitor(system, properties);
  const { quotient } = planSymmetry(system, properties);
  if (!quotient) return [];
  const progress = new Progress();
  const watch = new SymmetryWatch(monitor, quotient, progress.flags);
  const search = new Search(system, monitor, properties, {
    order: 'bfs',
    maxStates: MAX_STATES,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes: 2 ** 26,
    progress,
    exhaustive: true,
    quotient,
  });
  try {
    search.run();
  } catch {
    // A mistake of a representative; what was found until then counts.
  }
  return [...watch.gaps.values()].map(({ reason }) => reason);
}

/** What the check says, or that the model is broken. */
function verdicts({ definition, properties }: Subject, reduction: boolean): string {
  const model = { name: 'ids', about: '', parameters: {}, system: () => definition };
  try {
    const outcome = checkModel(model as never, {}, properties, { reduction, memoryBytes: 2 ** 26 });
    return outcome.properties
      .map(({ name, verdict, depth, minimal }) => `${name} ${verdict} ${minimal ? depth : ''}`)
      .join(', ');
  } catch (error) {
    return (error as Error).name;
  }
}

/** How a search that believes everything differs from one that believes nothing. */
function difference(subject: Subject): string {
  const system = new CompiledSystem(subject.definition, observerShapes(subject.properties));
  const { quotient } = planSymmetry(system, subject.properties);
  if (!quotient) return 'nothing to permute';
  try {
    return agreement(subject, quotient, MAX_STATES);
  } catch {
    return 'broken without symmetry, too';
  }
}

test(
  'asymmetric models are found, and their verdicts are right',
  () => {
    const escaped: string[] = [];
    const wrong: string[] = [];
    let asymmetric = 0;
    for (const given of fc.sample(idModel, { numRuns: RUNS, seed: SEED })) {
      const subject = loadIdModel(given);
      const differs = difference(subject);
      if (['nothing to permute', 'too many states'].includes(differs)) continue;
      if (/^other|^fails/.test(differs)) {
        asymmetric++;
        if (gapsIn(subject).length === 0) escaped.push(`${differs}: ${JSON.stringify(given)}`);
      }
      const [plain, reduced] = [verdicts(subject, false), verdicts(subject, true)];
      if (plain !== reduced) wrong.push(`${plain}, not ${reduced}: ${JSON.stringify(given)}`);
    }
    expect(asymmetric).toBeGreaterThan(RUNS / 10);
    expect(wrong).toEqual([]);
    expect(escaped.length / asymmetric, escaped.join('\n')).toBeLessThanOrEqual(0.05);
  },
  60 * MINUTE,
);
