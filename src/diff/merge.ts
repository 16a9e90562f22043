// The results of shards as one result. What must stay true: nothing is merged that was not found in the same sources, and
// no shard is missing or counted twice.

import { UsageError } from '../base/errors.ts';
import type { JsonRun } from '../report/json/run.ts';
import type { ShardOfRun } from '../spec/run-outcome.ts';
import { JsonNode } from '../trace/json-node.ts';
import { readResult } from './result.ts';

export interface ResultFile {
  readonly file: string;
  readonly json: unknown;
}

/** Throws a UsageError that names the file that does not fit, and why. */
export function mergeResults(files: readonly ResultFile[]): JsonRun {
  const shards = files.map(({ file, json }) => ({ file, ...shardIn(json, file) }));
  const [first, ...others] = shards;
  for (const other of others) {
    const why = DIFFERENCES.find(([isOther]) => isOther(first.shard, other.shard))?.[1];
    if (why === undefined) continue;
    throw new UsageError(`${other.file} and ${first.file} are no shards of one run: ${why}`);
  }
  for (let number = 1; number <= first.shard.of; number++) {
    const found = shards.filter(({ shard }) => shard.number === number);
    if (found.length === 1) continue;
    const shard = `shard ${number}/${first.shard.of}`;
    throw new UsageError(
      found.length === 0
        ? `${shard} is missing; name its result too`
        : `${found.map(({ file }) => file).join(' and ')} are both ${shard}; name each once`,
    );
  }
  return {
    schema: 1,
    specs: shards.flatMap(({ run }) => run.specs).toSorted((a, b) => (a.spec < b.spec ? -1 : 1)),
    summary: shards.map(({ run }) => run.summary).reduce(sumOf),
  };
}

type Differs = (one: ShardOfRun, other: ShardOfRun) => boolean;

const DIFFERENCES: readonly (readonly [Differs, string])[] = [
  [
    (one, other) => one.sources !== other.sources || one.of !== other.of,
    'models, specs, their list, the version of mmcheck or the number of shards differ; run all shards anew, of one revision',
  ],
  [
    (one, other) => one.division !== other.division,
    'the specs were divided by other times; give all jobs the same file with --timings, or none',
  ],
  [
    (one, other) => one.asked !== other.asked,
    'their options --property, --stress or --teeth differ; give all jobs the same',
  ],
];

function shardIn(json: unknown, file: string): { run: JsonRun; shard: ShardOfRun } {
  readResult(json, file);
  const root = new JsonNode(json, file, '', 'result of run --shard');
  const shard = root.at('summary').at('shard');
  return {
    run: json as JsonRun,
    shard: {
      number: shard.at('number').count(),
      of: shard.at('of').count(),
      sources: shard.at('sources').text(),
      division: shard.at('division').text(),
      asked: shard.at('asked').text(),
    },
  };
}

type Summary = JsonRun['summary'];

function sumOf(a: Summary, b: Summary): Summary {
  const notRun = [...(a.notRun ?? []), ...(b.notRun ?? [])];
  const unmet = (a.unmet ?? 0) + (b.unmet ?? 0);
  const cached = (a.cached ?? 0) + (b.cached ?? 0);
  const teeth = a.teeth && b.teeth ? sumTeeth(a.teeth, b.teeth) : (a.teeth ?? b.teeth);
  return {
    rows: a.rows + b.rows,
    asExpected: a.asExpected + b.asExpected,
    unexpected: a.unexpected + b.unexpected,
    inconclusive: a.inconclusive + b.inconclusive,
    broken: a.broken + b.broken,
    ...(notRun.length > 0 && { notRun }),
    ...(unmet > 0 && { unmet }),
    ...(cached > 0 && { cached }),
    ...(teeth && { teeth }),
    ...(a.leftOut && { leftOut: a.leftOut }),
  };
}

type Teeth = NonNullable<Summary['teeth']>;

function sumTeeth(a: Teeth, b: Teeth): Teeth {
  return {
    tried: a.tried + b.tried,
    bite: a.bite + b.bite,
    inconclusive: a.inconclusive + b.inconclusive,
  };
}
