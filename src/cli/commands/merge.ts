// `mmcheck merge RESULTS...`: the results of shards put together, as if one command had run all.

import { mergeResults } from '../../diff/merge.ts';
import { jsonText } from '../../report/json/json-text.ts';
import { ExitCode, exitCodeOfRuns, worstOf } from '../exit-code.ts';
import { readJson } from '../read-json.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

export function addMerge({ program, terminal, ended }: Setting): void {
  program
    .command('merge')
    .summary('put the results of shards together')
    .description(
      'Puts the JSON results of `run --shard` together and prints them as one. All shards have to be there, ' +
        'of the same sources. The exit status is that of a run of all.',
    )
    .argument('<results...>', 'files that `mmcheck run --shard K/N --report json=FILE` wrote')
    .addHelpText('after', examples('merge shard-1.json shard-2.json > result.json'))
    .action((files: string[]) => ended(merge(files, terminal)));
}

function merge(files: readonly string[], terminal: Terminal): ExitCode {
  const what = '`mmcheck run --shard K/N --report json=FILE` wrote';
  const merged = mergeResults(files.map((file) => ({ file, json: readJson(file, what) })));
  terminal.result(jsonText(merged));
  const { specs, summary } = merged;
  return worstOf([
    ...specs.flatMap(({ error }) => (error === undefined ? [] : [ExitCode.misuse])),
    exitCodeOfRuns(specs, { ...summary, notRun: summary.notRun ?? [] }),
  ]);
}
