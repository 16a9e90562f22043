// `npm run bench`: transitions and states a second and bytes a state on the peer models; where SPIN is installed, SPIN
// on the same model right before, as a ratio, because only what ran side by side can be compared.
//   --quick: only up to a million states; --json: the rows as JSON.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CONFIGURATIONS, type Configuration } from './configurations.ts';
import { runSpin, type SpinRun, spinInstalled } from './spin.ts';

const QUICK = 2_000_000;
const flags = process.argv.slice(2);
const root = fileURLToPath(new URL('../../', import.meta.url));

function measure({ model, parameters }: Configuration): SpinRun {
  const script = fileURLToPath(new URL('measure.js', import.meta.url));
  const output = execFileSync(process.execPath, [script, model, JSON.stringify(parameters)]);
  return JSON.parse(output.toString()) as SpinRun;
}

function spin({ model, parameters, states }: Configuration): SpinRun {
  const hashBits = Math.ceil(Math.log2(states * 2));
  const promela = `${root}bench/promela/${model}.pml`;
  return runSpin(promela, parameters, { reduction: false, hashBits, depth: states + 10_000 });
}

function rate({ transitions, seconds }: SpinRun): number {
  return transitions / seconds / 1e6;
}

const withSpin = spinInstalled();
if (!withSpin) console.error('spin or gcc is not installed: no comparison');
const rows = CONFIGURATIONS.filter(
  ({ states }) => !flags.includes('--quick') || states < QUICK,
).map((configuration) => {
  const peer = withSpin ? spin(configuration) : undefined;
  const own = measure(configuration);
  for (const run of [own, ...(peer ? [peer] : [])]) {
    if (run.states !== configuration.states || run.transitions !== configuration.transitions) {
      throw new Error(
        `${configuration.model}: ${run.states} states, ${run.transitions} transitions; expected ${configuration.states}, ${configuration.transitions}`,
      );
    }
  }
  return { configuration, own, peer };
});

if (flags.includes('--json')) {
  console.log(JSON.stringify(rows));
} else {
  console.log(
    '| model | states | mmcheck M tr/s | k states/s | B/state | SPIN M tr/s | B/state | speed ratio | bytes ratio |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const { configuration, own, peer } of rows) {
    const parameters = Object.entries(configuration.parameters).map(([k, v]) => `${k}=${v}`);
    const cells = [
      `${configuration.model} ${parameters.join(' ')}`,
      own.states.toLocaleString('en'),
      rate(own).toFixed(2),
      (own.states / own.seconds / 1e3).toFixed(0),
      own.bytesPerState.toFixed(0),
      ...(peer
        ? [
            rate(peer).toFixed(2),
            peer.bytesPerState.toFixed(0),
            (rate(own) / rate(peer)).toFixed(2),
            (own.bytesPerState / peer.bytesPerState).toFixed(2),
          ]
        : ['-', '-', '-', '-']),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
