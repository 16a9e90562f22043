import { expect, test } from 'vitest';
import { CompiledSystem } from '../../src/model/compile.ts';
import { resolveParameters, type ModelDefinition } from '../../src/model/define-model.ts';
import { Monitor } from '../../src/property/monitor.ts';
import { Canonicalizer } from '../../src/reduction/canonical.ts';
import { Group } from '../../src/reduction/group.ts';
import { Explorer } from '../../src/search/explore.ts';
import { Progress } from '../../src/search/progress.ts';
import twoPhase from '../peer-models/two-phase.ts';
import zonelist from '../peer-models/zonelist.ts';

function states(model: ModelDefinition, set: Record<string, number>, kinds: { name: string; size: number }[]) {
  const system = new CompiledSystem(model.system(resolveParameters(model, set)));
  const symmetry = new Canonicalizer(system.layout, new Group(system.layout, kinds));
  const search = new Explorer(system, new Monitor(system, {}), {}, {
    order: 'bfs', maxStates: Infinity, maxDepth: Infinity, memoryBytes: 2**30, progress: new Progress(), exhaustive: true,
    ...(kinds.length > 0 ? { symmetry } : {}),
  });
  const t = performance.now();
  search.run();
  console.log(model.name, JSON.stringify(set), search.visited.count, search.transitions, (performance.now() - t).toFixed(0), symmetry.exact);
  return search.visited.count;
}

test.each([[4, 4205], [5, 13205], [6, 34710]])('zonelist A=%i', (A, orbits) => {
  const task = { name: 'task', size: A };
  expect(states(zonelist, { Z: 3, P: 1, A }, [task])).toBe(orbits);
});
test.each([[3, 288, 80], [4, 1568, 166], [5, 8832, 314]])('two-phase N=%i', (N, full, orbits) => {
  expect(states(twoPhase, { N }, [])).toBe(full);
  expect(states(twoPhase, { N }, [{ name: 'rm', size: N }])).toBe(orbits);
});
