// Which specs of a run are run here, and in which order. What must stay true: the shards of one list are disjoint and
// together the whole list, whichever machine works them out.

import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { readableSources } from '../load/sources.ts';
import type { ShardOfRun } from '../spec/run-outcome.ts';
import { JsonNode } from '../trace/json-node.ts';
import { duration } from './options.ts';
import { readJson } from './read-json.ts';
import { packageVersion } from './version.ts';

export interface ShareFlags {
  readonly shard?: { readonly number: number; readonly of: number };
  readonly timings?: string;
  /** Seconds. */
  readonly timeBudget?: number;
}

/** Which rows and properties of a spec are run. */
interface AskedFlags {
  readonly stress?: boolean | undefined;
  readonly property?: readonly string[] | undefined;
  readonly teeth?: boolean | undefined;
}

export function shareOptions(): Option[] {
  return [
    new Option('--shard <k/n>', 'run the k-th of n parts of the specs').argParser(shardOf),
    new Option(
      '--timings <file>',
      'an earlier result as JSON, by whose times parts are balanced and cheap specs come first',
    ),
    new Option(
      '--time-budget <time>',
      'as --timeout; specs that failed before come first, then the cheapest',
    ).argParser(duration),
  ];
}

function shardOf(text: string): ShareFlags['shard'] {
  const [, number, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= 1000) return { number, of };
  throw new InvalidArgumentError('It is a part of a whole, such as 2/5.');
}

/** What is known of a spec from an earlier run. */
export interface Known {
  readonly seconds: number;
  readonly failed: boolean;
}

export interface SharedSpecs {
  /** In the order in which they are run. */
  readonly files: readonly string[];
  readonly shard?: ShardOfRun;
}

/** The specs to run here, in order, and what identifies them as a part of all. */
export function shareOfSpecs(
  files: readonly string[],
  { shard, timings, timeBudget, stress, property, teeth }: ShareFlags & AskedFlags,
): SharedSpecs {
  const known =
    timings === undefined
      ? new Map<string, Known>()
      : timingsIn(readJson(timings, '`mmcheck run --report json=FILE` wrote'), timings);
  const parts = shard ? partsOf(files, shard.of, known) : [files];
  const mine = parts[(shard?.number ?? 1) - 1];
  const ordered = timeBudget === undefined ? mine : urgentFirst(mine, known);
  if (!shard) return { files: ordered };
  const asked = { stress, property, teeth };
  return {
    files: ordered,
    shard: { ...shard, ...identityOf(files, parts), asked: wordsOf(asked) },
  };
}

/** What all shards of one run have in common. */
function identityOf(files: readonly string[], parts: readonly (readonly string[])[]) {
  const division = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return { sources: digestOf(files), division };
}

function wordsOf({ stress, property, teeth }: AskedFlags): string {
  return [
    ...(stress ? ['--stress'] : []),
    ...(teeth ? ['--teeth'] : []),
    ...(property ? ['--property', ...property.toSorted()] : []),
  ].join(' ');
}

/** Throws a UsageError where the JSON is no result. */
export function timingsIn(json: unknown, file: string): Map<string, Known> {
  const specs = new JsonNode(json, file, '', 'result').at('specs').items();
  return new Map(
    specs.map((spec) => {
      const rows = spec.at('rows').items();
      const seconds = rows.map((row) => Number(row.at('statistics').at('seconds').value) || 0);
      const failed = rows.some(
        (row) =>
          row.optional('error') !== undefined ||
          row
            .at('properties')
            .items()
            .some((one) => one.at('verdict').value !== one.at('expected').value),
      );
      const isBroken = spec.optional('error') !== undefined;
      const all = seconds.reduce((sum, one) => sum + one, 0);
      return [spec.at('spec').text(), { seconds: all, failed: failed || isBroken }];
    }),
  );
}

/** The longest first, each to the part that has the least by then; what is unknown counts as the mean. */
export function partsOf(
  files: readonly string[],
  of: number,
  known: ReadonlyMap<string, Known>,
): string[][] {
  const times = files.flatMap((file) => known.get(file)?.seconds ?? []);
  const mean = times.length === 0 ? 1 : times.reduce((sum, one) => sum + one, 0) / times.length;
  const secondsOf = (file: string): number => known.get(file)?.seconds ?? mean;
  const longest = files.toSorted((a, b) => secondsOf(b) - secondsOf(a) || (a < b ? -1 : 1));
  const parts = Array.from({ length: of }, () => ({ seconds: 0, files: new Set<string>() }));
  for (const file of longest) {
    const least = parts.reduce((best, part) => {
      const isLess = part.seconds < best.seconds;
      const isFewer = part.seconds === best.seconds && part.files.size < best.files.size;
      return isLess || isFewer ? part : best;
    });
    least.seconds += secondsOf(file);
    least.files.add(file);
  }
  return parts.map((part) => files.filter((file) => part.files.has(file)));
}

/** What failed before, then the cheapest, then what nobody knows. */
export function urgentFirst(
  files: readonly string[],
  known: ReadonlyMap<string, Known>,
): readonly string[] {
  const rank = (file: string): number => {
    const before = known.get(file);
    if (before === undefined) return Number.MAX_VALUE;
    return before.failed ? -1 : before.seconds;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}

/** Of this mmcheck, the list of all specs, and what they are made of: shards of other sources are not merged. */
function digestOf(specs: readonly string[]): string {
  const hash = createHash('sha256').update(`${packageVersion()}\n${specs.toSorted().join('\n')}`);
  const texts = new Map(specs.flatMap((spec) => [...(readableSources(spec)?.files ?? [])]));
  const named = [...texts].map(([path, text]) => [relative('', path), text]);
  for (const words of named.toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    hash.update(`\n${JSON.stringify(words)}`);
  }
  return hash.digest('hex');
}
