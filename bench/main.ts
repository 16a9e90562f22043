// `npm run bench`: transitions and states a second and bytes a state on the peer models; where SPIN is installed, SPIN
// without reduction on the same model in turn with mmcheck, as a ratio, because only what ran side by side can be
// compared. Then what observers cost, and claims about the whole graph. Of each the fastest of several runs counts: what else a machine does only slows.
//   --quick: only up to two million states; --rounds N: how many runs (3), of more states one;
//   --write: into its part of docs/benchmarks.md; --json
//   --reductions: instead, what each reduction leaves; --limit S: of a search, seconds of processor time (120)

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLAIMS } from './claims.ts';
import { CONFIGURATIONS, type Configuration, OBSERVED } from './configurations.ts';
import type { Run } from './measure.ts';
import { type ClaimsRow, type ObserverRow, type SpeedRow, speedPart } from './page.ts';
import { catalogueReductions, peerReductions } from './reductions.ts';
import { reductionsPart } from './reductions-page.ts';
import { rumurVersion } from './rumur.ts';
import { Spin, spinVersion } from './spin.ts';
import { type Part, writePart } from './table.ts';

const QUICK = 2_000_000;
/** Of fewer states most of the time is Node's start. */
const LARGE = 500_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const { values: options } = parseArgs({
  options: {
    reductions: { type: 'boolean', default: false },
    limit: { type: 'string', default: '120' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const ROUNDS = Number(options.rounds);

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
  const file = 'specs/zonelist-rebuild.ts';
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
  const setting = { rounds: ROUNDS, limit: Number(options.limit) };
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
