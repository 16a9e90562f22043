// `mmcheck replay TRACE`: takes a trace again on its model, and shows it.

import { readFileSync } from 'node:fs';
import { existingFile } from '../../load/find-file.ts';
import { UsageError } from '../../model/errors.ts';
import { jsonText } from '../../report/json-text.ts';
import { traceText } from '../../report/trace-text.ts';
import { decodeTrace, encodeTrace } from '../../trace/codec.ts';
import { ExitCode } from '../exit-code.ts';
import { formatOption, timeoutOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly model?: string;
  readonly spec?: string;
  readonly timeout?: number;
  readonly format: 'text' | 'json';
}

export function addReplay({ program, terminal, ended }: Setting): void {
  program
    .command('replay')
    .summary('take a trace again on its model')
    .description(
      'Takes a trace again, step by step, on its model and shows it. Exit status 0 says that the ' +
        'model can still run this way; a model that cannot has changed since, and the first ' +
        'step that differs is named.',
    )
    .argument('<trace>', 'a file that `mmcheck check --trace` wrote')
    .option('--model <file>', "the model's file; by default the one of this name in models/")
    .option('--spec <file>', 'the spec whose observers the trace shows')
    .addOption(timeoutOption())
    .addOption(formatOption())
    .addHelpText('after', examples('replay race.json', 'replay race.json --model drafts/pcp.ts'))
    .action(async (file: string, flags: Flags) => ended(await replay(file, flags, terminal)));
}

async function replay(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { model, spec, format } = flags;
  const trace = decodeTrace(readJson(file), file);
  const json = encodeTrace(trace);
  const from = await inSession(terminal, flags, ({ supervisors: [supervisor] }) =>
    supervisor.ask('replay', {
      trace: json,
      ...(model === undefined ? {} : { model }),
      ...(spec === undefined ? {} : { spec }),
    }),
  );
  terminal.message(`mmcheck: ${from} can run this way, step by step`);
  terminal.result(format === 'json' ? jsonText(json) : traceText(trace, terminal));
  return ExitCode.asExpected;
}

function readJson(file: string): unknown {
  const text = readFileSync(existingFile(file), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON; name a file that \`mmcheck check --trace\` wrote`);
  }
}
