// Speed and memory, as a part of the page of benchmarks.

import { CLAIMS } from './claims.ts';
import type { Configuration } from './configurations.ts';
import type { Run } from './measure.ts';
import { machine, shown, table } from './table.ts';

export interface SpeedRow {
  readonly configuration: Configuration;
  readonly own: Run;
  readonly peer?: Run;
}
export interface ObserverRow {
  readonly parameters: object;
  readonly without: Run;
  readonly observed: Run;
}
/** The same search without claims and with one after the other. */
export interface ClaimsRow {
  readonly configuration: Configuration;
  readonly runs: { readonly plain: Run; readonly claimed: readonly Run[] };
}
export interface SpeedFigures {
  readonly speeds: readonly SpeedRow[];
  readonly observed: readonly ObserverRow[];
  readonly claimed: readonly ClaimsRow[];
  readonly rounds: number;
  readonly spin: string | undefined;
}

export function speedPart({ speeds, observed, claimed, rounds, spin }: SpeedFigures): string {
  const runs = `the fastest of ${rounds} runs in turn, of more than two million states one run`;
  return `Written by \`npm run bench -- --write\`. ${machine(spin === undefined ? [] : [spin])}; ${runs}.

One core, exact storage, breadth-first, no reduction; SPIN with \`-DNOREDUCE\`, on the same model, with the same numbers
of states and transitions. Rates are of the processor time of the search alone, on either side; ours includes all that
V8 compiles while it runs, which with 1e5 states is most of it. *Whole* compares the time from the start of each tool to
the end of its search, with what SPIN generates and gcc compiles, and with what Node loads and mmcheck generates. A
ratio of speeds above 1 says that mmcheck is faster, one of bytes below 1 that it needs less. *Stored* is what mmcheck
keeps of a state: its vector, its share of the table, its predecessor. *Resident* is what the whole process takes, some
80 MB of which are Node and what loads TypeScript.

${table(
  [
    'model',
    'states',
    'M transitions/s',
    'k states/s',
    'SPIN',
    'speed',
    'whole',
    'B/state stored',
    'resident',
    'SPIN',
    'bytes',
  ],
  speeds.map(speedCells),
)}

What observers cost, by \`specs/zonelists/zonelist-rebuild.ts\`: all its properties but those of liveness, against the same search
without any. Observers multiply states by what they remember, so the second search is the larger one.

${table(
  ['parameters', 'states', 'ns a transition', 'states observed', 'ns a transition', 'ratio'],
  observed.map(observerCells),
)}

What claims about the whole graph cost, each by itself: how many times as long as the plain search, and how many bytes
a state the process needed more at its peak.

${table(
  ['model', 'states', 'plain', ...CLAIMS.flatMap((claim) => [claim, 'B/state'])],
  claimed.map(claimCells),
)}
`;
}

function speedCells({ configuration, own, peer }: SpeedRow): string[] {
  return [
    `${configuration.model} ${shown(configuration.parameters)}`,
    own.states.toLocaleString('en'),
    rate(own).toFixed(2),
    (own.states / own.seconds / 1e3).toFixed(0),
    peer ? rate(peer).toFixed(2) : '-',
    peer ? (rate(own) / rate(peer)).toFixed(2) : '-',
    peer ? (peer.whole / own.whole).toFixed(2) : '-',
    (own.stored ?? 0).toFixed(0),
    own.resident.toFixed(0),
    peer ? peer.resident.toFixed(0) : '-',
    peer ? (own.resident / peer.resident).toFixed(2) : '-',
  ];
}

function observerCells({ parameters, without, observed }: ObserverRow): string[] {
  return [
    shown(parameters),
    without.states.toLocaleString('en'),
    nanoseconds(without).toFixed(0),
    observed.states.toLocaleString('en'),
    nanoseconds(observed).toFixed(0),
    (nanoseconds(observed) / nanoseconds(without)).toFixed(2),
  ];
}

function claimCells({ configuration, runs: { plain, claimed } }: ClaimsRow): string[] {
  return [
    `${configuration.model} ${shown(configuration.parameters)}`,
    plain.states.toLocaleString('en'),
    `${plain.seconds.toFixed(2)} s`,
    ...claimed.flatMap(({ seconds, peak = 0 }) => [
      (seconds / plain.seconds).toFixed(2),
      ((peak - (plain.peak ?? 0)) / plain.states).toFixed(0),
    ]),
  ];
}

/** Millions of transitions a second. */
function rate({ transitions, seconds }: Run): number {
  return transitions / seconds / 1e6;
}

function nanoseconds({ transitions, seconds }: Run): number {
  return (seconds / transitions) * 1e9;
}
