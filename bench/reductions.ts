// `npm run bench -- --reductions`: how many states each reduction leaves and how long the search then takes; on the
// peer models against SPIN's partial-order reduction and Rumur's symmetry, on the catalogue against no reduction.

import { execFileSync } from 'node:child_process';
import { filesBelow, stemOf } from '../src/load/project-files.ts';
import { limited } from './limited.ts';
import type { Figures } from './measure-reduced.ts';
import { REDUCED, type ReducedRow } from './reduced-rows.ts';
import { Rumur, rumurVersion } from './rumur.ts';
import { Spin, spinVersion } from './spin.ts';
import { shown } from './table.ts';

export const WAYS = {
  unreduced: [],
  symmetry: ['symmetry'],
  'partial order': ['partial-order'],
  all: ['dead-locals', 'symmetry', 'partial-order'],
} as const;
export type Way = keyof typeof WAYS;
export type Tool = Way | 'SPIN' | 'Rumur';
/** What a tool does not have, cannot do or is not installed for has no figures. */
export type Measured = { readonly name: string } & { readonly [T in Tool]?: Figures };

export interface Rounds {
  readonly rounds: number;
  /** Seconds of processor time that a search may take. */
  readonly limit: number;
}

/** Longer runs are taken once: they average by themselves what disturbs them. */
const LONG = 2;
/** More than this would not fit the machine. */
const MAX_STATES = 40_000_000;
/** Rows of the catalogue with more are left out: they take a minute and more. */
const MAX_ROW = 1_000_000;

/** Measures in turn, the least of several runs of each. */
function inTurn(
  runs: Partial<Record<Tool, () => Figures>>,
  rounds: number,
): Omit<Measured, 'name'> {
  const best: Partial<Record<Tool, Figures>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [tool, run] of Object.entries(runs) as [Tool, () => Figures][]) {
      const least = best[tool];
      if (least && least.seconds > LONG) continue;
      const figures = run();
      if (!least || figures.seconds < least.seconds) best[tool] = figures;
    }
  }
  return best;
}

export function peerReductions(root: string, { rounds, limit }: Rounds): Measured[] {
  return REDUCED.map((row) => {
    const { model, parameters, states } = row;
    const ways = (Object.keys(WAYS) as Way[]).filter(
      (way) => states !== undefined || way === 'symmetry' || way === 'all',
    );
    const file = `${root}test/peer-models/${model}.ts`;
    const own = ways.map((way) => [way, () => search(file, parameters, way, limit)] as const);
    const spin = spinOf(root, row);
    const rumur = rumurOf(root, row);
    try {
      const figures = inTurn(
        {
          ...Object.fromEntries(own),
          ...(spin && { SPIN: () => spin.runWithin(limit) }),
          ...(rumur && { Rumur: () => rumur.run(limit) }),
        },
        rounds,
      );
      return checked(row, { name: `${model} ${shown(parameters)}`, ...figures });
    } finally {
      spin?.remove();
      rumur?.remove();
    }
  });
}

export function catalogueReductions(root: string, { rounds, limit }: Rounds): Measured[] {
  return filesBelow(`${root}specs`).map((file) => {
    const args = [script('largest-row.js'), file, `${MAX_ROW}`];
    const set = JSON.parse(execFileSync(process.execPath, args).toString()) as object;
    const runs = (Object.keys(WAYS) as Way[]).map(
      (way) => [way, () => search(file, set, way, limit)] as const,
    );
    const title = `${stemOf(file)} ${shown(set)}`;
    return { name: title, ...inTurn(Object.fromEntries(runs), rounds) };
  });
}

function search(file: string, parameters: object, way: Way, limit: number): Figures {
  const options = JSON.stringify({ reduction: WAYS[way], maxStates: MAX_STATES });
  const args = [script('measure-reduced.js'), file, JSON.stringify(parameters), options];
  const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
  const { output, seconds } = limited(command, limit);
  const printed = output.startsWith('{') ? output.slice(0, output.indexOf('\n')) : undefined;
  if (printed === undefined) return { states: 0, transitions: 0, seconds, complete: false };
  return JSON.parse(printed) as Figures;
}

/** A whole search that did not reach what it should makes all that stands beside it worthless. */
function checked({ states }: ReducedRow, measured: Measured): Measured {
  const { unreduced, name } = measured;
  if (!unreduced?.complete || unreduced.states === states) return measured;
  throw new Error(`${name}: ${unreduced.states} states; expected ${states}`);
}

function spinOf(root: string, row: ReducedRow): Spin | undefined {
  const { model, parameters, peers, states } = row;
  if (!peers.includes('spin') || states === undefined || !spinVersion()) return undefined;
  // A table and a stack larger than need be would cost SPIN time.
  const sizes = { hashBits: Math.ceil(Math.log2(states * 2)), depth: states + 10_000 };
  return new Spin(`${root}bench/promela/${model}.pml`, parameters, { reduction: true, ...sizes });
}

function rumurOf(root: string, { model, parameters, peers }: ReducedRow): Rumur | undefined {
  if (!peers.includes('rumur') || rumurVersion() === undefined) return undefined;
  return new Rumur(`${root}bench/murphi/${model}.m`, parameters);
}

function script(name: string): string {
  return new URL(name, import.meta.url).pathname;
}
