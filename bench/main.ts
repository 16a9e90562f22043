// `npm run bench`: transitions and states a second and bytes a state on the peer models; where SPIN is installed, SPIN
// without reduction on the same model in turn with mmcheck, as a ratio, because only what ran side by side can be
// compared. Then what observers cost, and claims about the whole graph; or, instead, what each reduction leaves. Of each
// the fastest of several runs counts: what else a machine does only slows.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { wholeNumber } from '../src/cli/options.ts';
import { CLAIMS } from './claims.ts';
import { CONFIGURATIONS, type Configuration, OBSERVED } from './configurations.ts';
import type { Run } from './measure.ts';
import { type ClaimsRow, type ObserverRow, type SpeedRow, speedPart } from './page.ts';
import { catalogueReductions, peerReductions } from './reductions.ts';
import { reductionsPart } from './reductions-page.ts';
import { rumurVersion } from './rumur.ts';
import { Spin, spinVersion } from './spin.ts';
import { type Part, writePart } from './table.ts';

interface Options {
  readonly quick?: boolean;
  readonly rounds: number;
  readonly reductions?: boolean;
  readonly limit: number;
  readonly write?: boolean;
  readonly json?: boolean;
}

const QUICK = 2_000_000;
/** Of fewer states most of the time is Node's start. */
const LARGE = 500_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const options = new Command('npm run bench --')
  .description('measure, in turn with SPIN and Rumur where they are installed')
  .option('--quick', 'only models of up to two million states')
  .option('--rounds <n>', 'how many runs; of more than two million states one', wholeNumber(1), 3)
  .option('--reductions', 'measure what each reduction leaves instead')
  .option('--limit <s>', 'seconds of processor time for a reduced search', wholeNumber(1), 120)
  .option('--write', 'write into its part of docs/benchmarks.md')
  .option('--json', 'print the figures as JSON')
  .parse()
  .opts<Options>();

const ROUNDS = options.rounds;

function measure(file: string, parameters: object, ...rest: readonly string[]): Run {
  const script = fileURLToPath(new URL('measure.js', import.meta.url));
  const args = [script, `${root}${file}`, JSON.stringify(parameters), ...rest];
  return JSON.parse(execFileSync(process.execPath, args).toString()) as Run;
}

/** Each of the measurements in turn, several times; the fastest run of each. */
function inTurn(measures: readonly (() => Run)[], times: number): Run[] {
  const rounds = Array.from({ length: times }, () => measures.map((one) => one()));
  return measures.map((_, k) =>
    rounds.map((runs) => runs[k]).reduce((a, b) => (a.seconds <= b.seconds ? a : b)),
  );
}

/** A long run averages by itself what disturbs it. */
function rounds({ states }: Configuration): number {
  return states < QUICK ? ROUNDS : 1;
}

function speed(configuration: Configuration): SpeedRow {
  const { model, parameters, states } = configuration;
  const times = rounds(configuration);
  const own = () => measure(`test/peer-models/${model}.ts`, parameters);
  if (spinVersion() === undefined)
    return { configuration, own: checked(configuration, inTurn([own], times)[0]) };
  const hashBits = Math.ceil(Math.log2(states * 2));
  const spin = new Spin(`${root}bench/promela/${model}.pml`, parameters, {
    reduction: false,
    hashBits,
    depth: states + 10_000,
  });
  try {
    const [peer, mine] = inTurn([() => spin.run(), own], times);
    return { configuration, own: checked(configuration, mine), peer: checked(configuration, peer) };
  } finally {
    spin.remove();
  }
}

/** Figures of a search that did not reach what it should compare nothing. */
function checked({ model, states, transitions }: Configuration, run: Run): Run {
  if (run.states === states && run.transitions === transitions) return run;
  const found = `${run.states} states, ${run.transitions} transitions`;
  throw new Error(`${model}: ${found}; expected ${states}, ${transitions}`);
}

function observers(parameters: object): ObserverRow {
  const file = 'specs/zonelists/zonelist-rebuild.ts';
  const [without, observed] = inTurn(
    [() => measure(file, parameters), () => measure(file, parameters, 'safety')],
    ROUNDS,
  );
  return { parameters, without, observed };
}

function claims({ model, parameters }: Configuration, rounds: number): ClaimsRow['runs'] {
  const file = `test/peer-models/${model}.ts`;
  const [plain, ...claimed] = inTurn(
    [() => measure(file, parameters), ...CLAIMS.map((one) => () => measure(file, parameters, one))],
    rounds,
  );
  return { plain, claimed };
}

function speedPage(): void {
  if (spinVersion() === undefined) console.error('spin or gcc is not installed: no comparison');
  const wanted = CONFIGURATIONS.filter(({ states }) => !options.quick || states < QUICK);
  const speeds = wanted.map(speed);
  const observed = OBSERVED.map(observers);
  const claimed = wanted
    .filter(({ states }) => states > LARGE)
    .map((configuration) => ({
      configuration,
      runs: claims(configuration, rounds(configuration)),
    }));
  const text = speedPart({ speeds, observed, claimed, rounds: ROUNDS, spin: spinVersion() });
  publish('Speed', text, { speeds, observed, claimed });
}

function reductionsPage(): void {
  const peers = [spinVersion(), rumurVersion()].filter((one) => one !== undefined);
  if (peers.length < 2) console.error('spin, rumur or gcc is not installed: not all is compared');
  const setting = { rounds: ROUNDS, limit: options.limit };
  const peerModels = peerReductions(root, setting);
  const catalogue = catalogueReductions(root, setting);
  const text = reductionsPart(peerModels, catalogue, { ...setting, peers });
  publish('Reductions', text, { peerModels, catalogue });
}

function publish(part: Part, text: string, figures: object): void {
  if (options.json) console.log(JSON.stringify(figures));
  else if (options.write) writePart(`${root}docs/benchmarks.md`, part, text);
  else process.stdout.write(text);
}

if (options.reductions) reductionsPage();
else speedPage();
