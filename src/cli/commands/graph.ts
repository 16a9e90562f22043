// `mmcheck graph MODEL`: the state graph of a small model, as DOT or as a picture.

import { fileAsked } from '../../load/project-files.ts';
import { stateGraphDot } from '../../report/dot/state-graph.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode, exitCodeOfFiles } from '../exit-code.ts';
import { setOption, timeoutOption, wholeNumber } from '../options.ts';
import { checkWritable, writeOutputs } from '../output-files.ts';
import { inSession, type Session } from '../session.ts';
import { renderSvg } from '../svg.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly property?: readonly string[];
  readonly maxStates: number;
  readonly timeout?: number;
  readonly dot?: string;
  readonly svg?: string;
}

/** More than this nobody reads as a picture. */
const STATES = 500;

export function addGraph({ program, terminal, ended }: Setting): void {
  program
    .command('graph')
    .summary('draw the state graph of a small model')
    .description(
      'Writes every reachable state and every transition of a small model as DOT, with a ' +
        'counterexample in red.',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .option('--property <name...>', 'show the counterexample of one of these')
    .option('--max-states <n>', 'refuse larger graphs', wholeNumber(1), STATES)
    .addOption(timeoutOption())
    .option('--dot <file>', 'write DOT here; by default to stdout')
    .option('--svg <file>', 'write a picture')
    .addHelpText(
      'after',
      examples(
        'graph models/my-patch.ts --set tasks=1 --svg states.svg',
        'graph models/my-patch.ts | dot -Tpdf -o states.pdf',
      ),
    )
    .action(async (file: string, flags: Flags) => ended(await graph(file, flags, terminal)));
}

async function graph(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  checkWritable(written(flags));
  return inSession(terminal, flags, async (session) => {
    const dot = await dotOf(file, flags, session);
    return write(dot, flags, terminal, session);
  });
}

function written({ dot, svg }: Flags): string[] {
  return [dot, svg].filter((file) => file !== undefined);
}

async function dotOf(file: string, flags: Flags, session: Session): Promise<string> {
  const { set = {}, spec, property, maxStates } = flags;
  const graph = await session.supervisors[0].ask('graph', {
    file,
    set,
    maxStates,
    writes: written(flags),
    ...(spec === undefined ? {} : { spec }),
    ...(property === undefined ? {} : { only: property }),
  });
  if ('figures' in graph) throw new Stopped(session.stopped ?? 'interrupted', graph.figures);
  return stateGraphDot(graph);
}

async function write(
  dot: string,
  flags: Flags,
  terminal: Terminal,
  session: Session,
): Promise<ExitCode> {
  if ((flags.dot ?? flags.svg) === undefined) terminal.result(dot);
  const unwritten = await writeOutputs(
    [
      ...(flags.dot === undefined ? [] : [{ file: flags.dot, text: () => dot }]),
      ...(flags.svg === undefined
        ? []
        : [{ file: flags.svg, text: () => renderSvg(dot, session) }]),
    ],
    terminal,
  );
  const done = unwritten.length === 0 ? ExitCode.asExpected : ExitCode.inconclusive;
  return exitCodeOfFiles(unwritten, session.stopped) ?? done;
}
