// What reductions leave, as a part of the page of benchmarks.

import type { Figures } from './measure-reduced.ts';
import type { Measured, Tool } from './reductions.ts';
import { machine, table } from './table.ts';

export interface ReductionsSetting {
  readonly rounds: number;
  readonly peers: readonly string[];
}

const OWN: readonly Tool[] = ['unreduced', 'symmetry', 'partial order', 'all'];
const PEERS: readonly Tool[] = ['SPIN', 'Rumur'];

export function reductionsPart(
  peerModels: readonly Measured[],
  catalogue: readonly Measured[],
  setting: ReductionsSetting,
): string {
  const runs = `the least of ${setting.rounds} runs in turn, of more than two seconds one run`;
  return `Written by \`npm run bench -- --reductions --write\`. ${machine(setting.peers)}; ${runs}.

States, transitions and seconds of processor time of the search alone, all threads; start-up, generated code and
compilation are not counted, on neither side. Searches are exact, breadth-first, on one core, and look for nothing but
keep deadlocks; SPIN has its partial-order reduction, Rumur its symmetry reduction (\`heuristic\`). Where a search was
ended, its time is a lower bound (>). A dash: the tool is not installed, does not have this model or reduction, or the
search would not end in memory. Of our times below half a second most is Node compiling what it has just been given.
*Faster* is all reductions together, dead locals forgotten, too, against the better of SPIN and Rumur; *cost* is all against our own search without;
*fewest* says whether all keep at most the states that either peer keeps.

${table(
  ['model', ...OWN, ...PEERS, 'faster', 'cost', 'fewest'],
  peerModels.map((row) => [
    row.name,
    ...cells(row, [...OWN, ...PEERS]),
    faster(row),
    cost(row),
    fewest(row),
  ]),
)}

The catalogue: of each spec the row with the most states, up to a million, with all its properties but liveness and lock
order, which refuse a reduction ([soundness](soundness.md)). Each search goes to the end, whatever is violated before; where an
observer turns out not to be steady there are two, and the time is that of both.

${table(
  ['row', ...OWN, 'kept', 'cost'],
  catalogue.map((row) => [row.name, ...cells(row, OWN), kept(row), cost(row)]),
)}
`;
}

function cells(row: Measured, tools: readonly Tool[]): string[] {
  return tools.map((tool) => cell(row[tool]));
}

function cell(figures: Figures | undefined): string {
  if (!figures) return '-';
  const { states, transitions, seconds, complete } = figures;
  if (!complete) return `> ${seconds.toFixed(0)} s`;
  return `${states.toLocaleString('en')} / ${transitions.toLocaleString('en')} / ${seconds.toFixed(2)} s`;
}

/** A search that did not end took at least its seconds, so the quotient is then a lower bound. */
function faster({ all, SPIN, Rumur }: Measured): string {
  const peers = [SPIN, Rumur].filter((figures) => figures !== undefined);
  if (!all?.complete || peers.length === 0) return '-';
  const best = peers.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  return `${best.complete ? '' : '> '}${(best.seconds / all.seconds).toFixed(1)}`;
}

function cost({ unreduced, all }: Measured): string {
  if (!all?.complete || !unreduced) return '-';
  return `${unreduced.complete ? '' : '< '}${(all.seconds / unreduced.seconds).toFixed(2)}`;
}

function fewest({ all, SPIN, Rumur }: Measured): string {
  const peers = [SPIN, Rumur].filter((figures) => figures?.complete);
  if (!all?.complete || peers.length === 0) return '-';
  return peers.every((peer) => peer && all.states <= peer.states) ? 'yes' : '**no**';
}

function kept({ unreduced, all }: Measured): string {
  if (!all?.complete || !unreduced?.complete) return '-';
  return `${((all.states / unreduced.states) * 100).toFixed(1)} %`;
}
