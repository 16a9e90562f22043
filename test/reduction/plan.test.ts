import { expect, test } from 'vitest';
import { CompiledSystem } from '../../src/model/compile.ts';
import { resolveParameters, type ModelDefinition } from '../../src/model/define-model.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import twoPhase from '../peer-models/two-phase.ts';
import zonelist from '../peer-models/zonelist.ts';
import phils from '../peer-models/phils.ts';
import pcpdrain from '../peer-models/pcpdrain.ts';
import peterson from '../peer-models/peterson.ts';
import bakery from '../peer-models/bakery.ts';

test.each([twoPhase, zonelist, phils, pcpdrain, peterson, bakery].map((m) => [m.name, m] as const))('%s', (_n, model: ModelDefinition) => {
  const system = new CompiledSystem(model.system(resolveParameters(model, {})));
  const plan = planSymmetry(system, {});
  console.log(model.name, plan.kinds, plan.permutations, plan.reasons);
});
