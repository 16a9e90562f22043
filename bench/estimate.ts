// How good the estimate of the progress line is: searches are watched as the line watches them, and what was said is compared
// with what was then left. Prints a table, row by row; counts depend on no clock.
//   node estimate.js 20000 2000000 specs/zonelists/zonelist-rebuild.ts: searches of so many states, of the peer models and of specs

import { ModelError } from '../src/base/errors.ts';
import { Estimate, type Remaining } from '../src/base/estimate.ts';
import { Progress } from '../src/base/progress.ts';
import type { Search } from '../src/check/search.ts';
import type { Properties } from '../src/language/claims/property.ts';
import { resolveParameters } from '../src/language/define-model.ts';
import { loadFile } from '../src/load/load-model.ts';
import { CONFIGURATIONS } from './configurations.ts';
import { prepare, type Subject, subjectIn } from './prepared.ts';
import { safetyOf } from './safety.ts';
import { shown, table, tableRow } from './table.ts';

interface Said extends Remaining {
  readonly expanded: number;
}

class Watched extends Progress {
  readonly said: Said[] = [];
  readonly #estimate = new Estimate();
  looks = 0;

  override report(figures: Parameters<Progress['report']>[0]): void {
    super.report(figures);
    this.looks++;
    const remaining = this.#estimate.add(figures, this.looks);
    const expanded = figures.states - figures.frontier;
    if (remaining) this.said.push({ ...remaining, expanded });
  }
}

const [least, limit, ...specs] = process.argv.slice(2);
const [fewest, most] = [least, limit].map(Number);

function watched(
  name: string,
  subject: Pick<Subject, 'model' | 'values'>,
  claims: Properties,
): string[] | undefined {
  const progress = new Watched();
  const search = prepare(subject, claims, { reduction: [], maxStates: most, progress });
  const { limit: reached } = runOf(search);
  const states = search.graph.visited.count;
  if (reached !== undefined || states < fewest) return undefined;
  const { said, looks } = progress;
  const left = said.map(({ expanded }) => states - expanded);
  const within = said.filter(({ most }, k) => left[k] <= most).length;
  const worst = Math.max(...said.map(({ most }, k) => left[k] / most));
  const first = said[0]?.expanded ?? states;
  return [
    name,
    states.toLocaleString('en-US'),
    percent(said.length / looks),
    percent(1 - first / states),
    percent(within / Math.max(1, said.length)),
    said.length === 0 ? '' : worst.toFixed(2),
  ];
}

/** Of one that goes wrong, as some rows expect, nobody saw the end. */
function runOf(search: Search): { readonly limit?: unknown } {
  try {
    return search.run();
  } catch (error) {
    if (error instanceof ModelError) return { limit: error };
    throw error;
  }
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

const HEAD = ['search', 'states', 'looks with one', 'from the end', 'within', 'worst'];
console.log(table(HEAD, []));
for (const { model, parameters, states } of CONFIGURATIONS) {
  if (states < fewest || states > most) continue;
  const { model: loaded, values } = await subjectIn(
    `test/peer-models/${model}.ts`,
    JSON.stringify(parameters),
  );
  const row = watched(`${model} ${shown(parameters)}`, { model: loaded, values }, {});
  if (row) console.log(tableRow(row));
}
for (const file of specs) {
  const loaded = await loadFile(file);
  if (loaded.type !== 'spec') continue;
  const { model, properties, rows: all } = loaded.spec;
  for (const { set } of all) {
    const values = resolveParameters(model, set);
    const claims = safetyOf(properties(values));
    const row = watched(`${model.name} ${shown(set)}`, { model, values }, claims);
    if (row) console.log(tableRow(row));
  }
}
