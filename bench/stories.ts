// Of the shipped rows: which runs can be explained, and whether a pair of steps whose order matters is one that the spec's story
// names. Prints a table for docs/cli.md.
//   node dist-bench/bench/stories.js [SPECS...]

import { basename, dirname } from 'node:path';
import { specFiles } from '../src/load/find-spec.ts';
import { loadSpec } from '../src/load/load-model.ts';
import type { ExplainedStep, Explanation } from '../src/outcome/explanation.ts';
import { examineSpec } from '../src/spec/examine-spec.ts';
import { runRow } from '../src/spec/run-spec.ts';
import type { ToldEvent } from '../src/spec/story.ts';
import { table } from './table.ts';

/** How much of a pair whose order matters a story names, the pair of which it names most. */
const NAMED = ['both', 'one', 'neither', 'no pair'] as const;
type Named = (typeof NAMED)[number];

interface Counts {
  /** Verdicts that a run shows. */
  shown: number;
  explained: number;
  /** Of the explained ones those that have a story, by how much of a pair it names. */
  readonly told: Record<Named, number>;
}

function named({ races }: Explanation, story: readonly ToldEvent[]): Named {
  const pairs = races.filter(({ order }) => order === 'matters');
  if (pairs.length === 0) return 'no pair';
  const most = Math.max(
    ...pairs.map(
      ({ first, second }) => [first, second].filter((one) => isEvent(one, story)).length,
    ),
  );
  return most === 2 ? 'both' : most === 1 ? 'one' : 'neither';
}

/** By process and label: a loop has a label several times, and a story means the decisive one. An event may name an instance. */
function isEvent({ process, label }: ExplainedStep, story: readonly ToldEvent[]): boolean {
  return story.some(
    (event) =>
      (event.process === process || event.process === process.replace(/\d+$/, '')) &&
      (event.label === label || label.endsWith(`/${event.label}`)),
  );
}

async function countSpec(file: string, counts: Counts): Promise<void> {
  const { spec } = await loadSpec(file);
  for (const row of examineSpec(spec)) {
    if (row.row.stress) continue;
    for (const { name, evidence } of runRow(spec, row, { evidence: true }).properties) {
      const [one] = evidence?.runs ?? [];
      if (!evidence || !one) continue;
      counts.shown++;
      if (!one.explanation) continue;
      counts.explained++;
      const { story } = evidence;
      if (!story) continue;
      const how = named(one.explanation, story);
      counts.told[how]++;
      if (how === 'neither') console.error(`${spec.model.name} ${row.name} ${name}`);
    }
  }
}

const groups = new Map<string, Counts>();
for (const file of specFiles(process.argv.slice(2))) {
  const group = basename(dirname(file));
  const counts = groups.get(group) ?? {
    shown: 0,
    explained: 0,
    told: { both: 0, one: 0, neither: 0, 'no pair': 0 },
  };
  groups.set(group, counts);
  await countSpec(file, counts);
}
const rows = [...groups].map(([group, { shown, explained, told }]) => [
  group,
  ...[shown, explained, ...NAMED.map((how) => told[how])].map(String),
]);
console.log(table(['group', 'shown by a run', 'explained', ...NAMED], rows));
