// `mmcheck explore MODEL|TRACE`: a page on this machine to walk a model by hand. It is served until Ctrl-C.

import { UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import { type ExitCode, exitCodeOfStop, ExitCode as Status } from '../exit-code.ts';
import { Checker } from '../explore/checker.ts';
import { type Explored, questionsOf } from '../explore/questions.ts';
import { listen } from '../explore/server.ts';
import { memoryOptions } from '../memory.ts';
import { memorySize, setOption } from '../options.ts';
import { readJson } from '../read-json.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly model?: string;
  readonly spec?: string;
  readonly memory?: number;
}

const LOOK_EVERY_MS = 100;

export function addExplore({ program, terminal, ended }: Setting): void {
  program
    .command('explore')
    .summary('walk a model by hand, on a page in the browser')
    .description(
      'Serves a page on this machine, to take the steps of a model one by one: forward, back, and ' +
        'along the run of a trace or of a check. Prints its address, and serves it until Ctrl-C.',
    )
    .argument('<file>', "a model's file, its name, or a trace that `mmcheck check --trace` wrote")
    .addOption(setOption())
    .option(
      '--model <file>',
      'the model of a trace; by default the one of its name',
      fileAsked('models'),
    )
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .option('--memory <size>', 'for the states of a check: 512M, 4G', memorySize)
    .addHelpText(
      'after',
      examples('explore zonelist-rebuild --set update=in-place', 'explore race.json'),
    )
    .action(async (file: string, flags: Flags) => ended(await explore(file, flags, terminal)));
}

async function explore(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  return inSession(terminal, {}, async (session) => {
    const [walker] = session.supervisors;
    const checker = new Checker(terminal.messages);
    const explored = await exploredOf(file, flags, session);
    const questions = questionsOf(explored, walker, checker);
    // What is wrong with the model is said at once, and not on the page.
    await questions.open({ set: explored.subject.set });
    const { address, close } = await listen(questions);
    terminal.result(`${address}\n`);
    terminal.message('mmcheck: open this address in a browser of this machine; Ctrl-C ends it');
    const reason = await stopped(session);
    close();
    await checker.close();
    return reason === 'interrupted' ? Status.asExpected : exitCodeOfStop(reason);
  });
}

function stopped(session: Session): Promise<NonNullable<Session['stopped']>> {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (session.stopped === undefined) return;
      clearInterval(look);
      resolve(session.stopped);
    }, LOOK_EVERY_MS);
  });
}

async function exploredOf(file: string, flags: Flags, { supervisors }: Session): Promise<Explored> {
  const { set = {}, model, spec, memory } = flags;
  const options = memoryOptions(memory, 1);
  const named = { ...(spec !== undefined && { spec }) };
  if (!file.endsWith('.json')) {
    if (model !== undefined) {
      throw new UsageError(
        `--model says which model a trace is of, and ${file} is no trace (NAME.json); leave --model out`,
      );
    }
    return { subject: { file: fileAsked('models')(file), set, ...named }, options };
  }
  const trace: JsonTrace = encodeTrace(
    decodeTrace(readJson(file, '`mmcheck check --trace` wrote'), file),
  );
  const found = await supervisors[0].ask('wayOfTrace', {
    trace,
    ...named,
    ...(model !== undefined && { model }),
  });
  return { subject: { file: found.file, set: found.set, ...named }, trace, options };
}
