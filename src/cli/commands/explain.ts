// `mmcheck explain TRACE`: why the run of a trace breaks its property, in sentences.

import { fileAsked } from '../../load/project-files.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { decodeTrace, encodeTrace } from '../../trace/trace-json.ts';
import { writeCounterexample } from '../counterexample-files.ts';
import { ExitCode, exitCodeOfFiles } from '../exit-code.ts';
import { formatOption, fullOption, timeoutOption } from '../options.ts';
import { checkWritable } from '../output-files.ts';
import { readJson } from '../read-json.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly model?: string;
  readonly spec?: string;
  readonly dot?: string;
  readonly svg?: string;
  readonly timeout?: number;
  readonly full?: boolean;
  readonly format: Format;
}

export function addExplain({ program, terminal, ended }: Setting): void {
  program
    .command('explain')
    .summary('say why a run breaks its property')
    .description(
      'Takes a trace again on its model and says which of its steps race and in which order they have to ' +
        'come, from when on it was too late, and what the same schedule does in a variant for which the ' +
        'spec says that the property holds.',
    )
    .argument('<trace>', 'a file that `mmcheck check --trace` wrote')
    .option(
      '--model <file>',
      "the model's file; by default the one of this name in models/",
      fileAsked('models'),
    )
    .option('--spec <file>', 'the spec of the property, and of the variants', fileAsked('specs'))
    .option('--dot <file>', 'write the run with what decides it as a DOT graph')
    .option('--svg <file>', 'write it as a picture')
    .addOption(fullOption())
    .addOption(timeoutOption())
    .addOption(formatOption())
    .addHelpText('after', examples('explain race.json', 'explain race.json --svg race.svg'))
    .action(async (file: string, flags: Flags) => ended(await explain(file, flags, terminal)));
}

async function explain(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { model, spec, dot, svg, format, full = false } = flags;
  const files = [dot, svg].filter((one) => one !== undefined);
  checkWritable(files, [{ file, is: 'the trace' }]);
  const written = encodeTrace(decodeTrace(readJson(file, '`mmcheck check --trace` wrote'), file));
  return inSession(terminal, flags, async (session) => {
    const explained = await session.supervisors[0].ask('explain', {
      trace: written,
      full,
      ...(model === undefined ? {} : { model }),
      ...(spec === undefined ? {} : { spec }),
    });
    const { explanation } = explained;
    const trace = decodeTrace(explained.trace);
    terminal.result((await reporters[format]()).explain(trace, explanation, terminal));
    if (files.length === 0) return ExitCode.asExpected;
    const { traceDot } = await import('../../report/dot/trace.ts');
    const shown = { name: trace.property.name, others: [], dot: traceDot(trace, explanation) };
    const unwritten = await writeCounterexample(shown, flags, terminal, session);
    return exitCodeOfFiles(unwritten, session.stopped) ?? ExitCode.asExpected;
  });
}
