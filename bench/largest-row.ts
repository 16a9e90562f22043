// The row of a spec with the most states, of those of which all are searched within a limit, whatever is violated before; in a process of its own, so that no
// search warms up another. Prints the parameters that it sets as JSON.
//   node largest-row.js specs/pcp-drain/pcp-lock-trylock.ts 500000

import { checkModel } from '../src/check/check.ts';
import { resolveParameters } from '../src/language/define-model.ts';
import { loadFile } from '../src/load/load-model.ts';
import { safetyOf } from './safety.ts';

const [file, limit] = process.argv.slice(2);
const loaded = await loadFile(file);
if (loaded.type !== 'spec') throw new Error(`${file} is not a spec`);
const { model, properties, rows } = loaded.spec;
const options = { reduction: false, untilWrong: true, maxStates: Number(limit) } as const;
const sizes = rows.map(({ set }) => {
  const values = resolveParameters(model, set);
  const { statistics, limit } = checkModel(model, values, safetyOf(properties(values)), options);
  return limit ? 0 : statistics.states;
});
console.log(JSON.stringify(rows[sizes.indexOf(Math.max(...sizes))].set));
