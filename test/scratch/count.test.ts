import { appendFileSync } from 'node:fs';
import { it } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { simulateModel } from '../../src/simulate/simulate.ts';
import { someRows } from '../support/shipped-rows.ts';
const CONFIGS: Record<string, object> = {
  bfs: {}, dfs: { order: 'dfs' }, 'dfs-all': { order: 'dfs', reduction: false }, bitstate: { store: 'bitstate' },
};
it('counts', async () => {
  const sums: Record<string, number[]> = {};
  const kinds: Record<string, number> = {};
  const add = (name: string, v: number[]) => { const s = (sums[name] ??= v.map(() => 0)); v.forEach((x, k) => { s[k] += x; }); };
  let n = 0;
  for (const row of await someRows(Number(process.env.ROWS ?? 10000))) {
    n++;
    const { model, values, properties } = row as any;
    for (const [name, options] of Object.entries(CONFIGS)) {
      try {
        const claims = properties(values);
        const out = checkModel(model, values, claims, { ...options, maxStates: 5000 } as any);
        for (const p of out.properties) {
          if (!p.counterexample) continue;
          const u = p.counterexample.unneeded ?? 0;
          add(name, [1, p.minimal ? 1 : 0, p.counterexample.loop !== undefined ? 1 : 0, u > 0 ? 1 : 0, u, p.depth! + u]);
          if (u > 0) kinds[`${name} ${p.kind} minimal=${p.minimal}`] = (kinds[`${name} ${p.kind} minimal=${p.minimal}`] ?? 0) + 1;
        }
      } catch (e) { add(name + ' error', [1]); appendFileSync('/tmp/h/p22-count.txt', `${model.name} ${name} ${(e as Error).message.slice(0,200)}\n`); }
    }
    try {
      const s = simulateModel(model, values, properties(values), { strategy: 'uniform', seed: 1, walks: 20, bugDepth: 3, depth: 300 } as any);
      for (const p of s.properties) {
        if (!p.counterexample) continue;
        const u = p.counterexample.unneeded ?? 0;
        add('simulate', [1, p.minimal ? 1 : 0, 0, u > 0 ? 1 : 0, u, p.depth! + u]);
      }
    } catch (e) { add('simulate error', [1]); }
    if (n % 50 === 0) appendFileSync('/tmp/h/p22-count.txt', `${new Date().toISOString()} ${n} ${JSON.stringify(sums)} ${JSON.stringify(kinds)}\n`);
  }
  appendFileSync('/tmp/h/p22-count.txt', `END ${n} ${JSON.stringify(sums)} ${JSON.stringify(kinds)}\n`);
}, 3_600_000);
