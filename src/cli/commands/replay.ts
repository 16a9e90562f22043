// `mmcheck replay TRACE`: takes a trace again on its model, asks its claim again, and shows the run that was taken. What a
// trace says was true when it was written; what is not any more must not be repeated.

import { fileAsked } from '../../load/project-files.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import type { ReEvaluation, TraceProperty } from '../../trace/trace.ts';
import { decodeTrace, encodeTrace } from '../../trace/trace-json.ts';
import { ExitCode } from '../exit-code.ts';
import { formatOption, timeoutOption } from '../options.ts';
import { readJson } from '../read-json.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly model?: string;
  readonly spec?: string;
  readonly timeout?: number;
  readonly format: Format;
}

const CHANGED =
  'mmcheck: the model or its parameters have changed since the trace was written: check it again for a new one';

const STATUS = {
  stands: ExitCode.asExpected,
  'not-asked': ExitCode.asExpected,
  falls: ExitCode.violated,
  absent: ExitCode.misuse,
} satisfies Record<ReEvaluation, ExitCode>;

export function addReplay({ program, terminal, ended }: Setting): void {
  program
    .command('replay')
    .summary('take a trace again on its model')
    .description(
      'Takes a trace again, step by step, on its model, asks its claim again and shows it. Exit ' +
        'status 0 says that the model can still run this way, 1 that it can but that the run ' +
        'does not break the property any more; a model that cannot has changed since, and the ' +
        'first step that differs is named.',
    )
    .argument('<trace>', 'a file that `mmcheck check --trace` wrote')
    .option(
      '--model <file>',
      "the model's file; by default the one of this name in models/",
      fileAsked('models'),
    )
    .option('--spec <file>', 'the spec of the property and of the observers that the trace shows')
    .addOption(timeoutOption())
    .addOption(formatOption())
    .addHelpText('after', examples('replay race.json', 'replay race.json --model drafts/pcp.ts'))
    .action(async (file: string, flags: Flags) => ended(await replay(file, flags, terminal)));
}

async function replay(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { model, spec, format } = flags;
  const written = encodeTrace(decodeTrace(readJson(file, '`mmcheck check --trace` wrote'), file));
  const { trace, ...replayed } = await inSession(terminal, flags, ({ supervisors: [supervisor] }) =>
    supervisor.ask('replay', {
      trace: written,
      ...(model === undefined ? {} : { model }),
      ...(spec === undefined ? {} : { spec }),
    }),
  );
  const { claim, changed } = replayed;
  terminal.message(`mmcheck: ${replayed.file} can run this way, step by step`);
  if (changed) terminal.message(CHANGED);
  if (claim !== 'stands') terminal.message(claimMessage(trace.property, claim));
  terminal.result((await reporters[format]()).replay({ trace, ...replayed }, terminal));
  return STATUS[claim];
}

function claimMessage(
  { name, kind }: TraceProperty,
  claim: Exclude<ReEvaluation, 'stands'>,
): string {
  switch (claim) {
    case 'falls':
      return `mmcheck: but this run does not ${kind === 'reachable' ? 'reach' : 'break'} ${name} any more; check the model again`;
    case 'absent':
      return `mmcheck: but there is no property '${name}' of kind ${kind} to ask again; name its spec with --spec FILE`;
    case 'not-asked':
      return `mmcheck: the run was replayed, the claim was not asked again: one run does not decide ${name}; its words are those of the file`;
  }
}
