// `mmcheck graph MODEL`: the state graph of a small model, or of a larger one in groups, for Graphviz, as a picture, and for
// programs that look at graphs.

import { Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import {
  formatOfFile,
  GRAPH_FORMATS,
  type GraphFormat,
  writeGraph,
} from '../../report/graph-formats.ts';
import { leftOutWords, type StateGraph } from '../../report/state-graph.ts';
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
  readonly by?: readonly string[];
  readonly maxStates?: number;
  readonly maxNodes: number;
  readonly timeout?: number;
  readonly format?: GraphFormat;
  readonly out?: string;
  readonly dot?: string;
  readonly svg?: string;
}

/** More than this nobody reads as a picture. */
const NODES = 500;
/** Of groups the states are counted only. */
const GROUPED_STATES = 200_000;
/** The word of `--by` that is no cell. */
const LABELS = 'labels';

export function addGraph({ program, terminal, ended }: Setting): void {
  program
    .command('graph')
    .summary('draw the state graph of a small model')
    .description(
      'Writes every reachable state and every transition of a small model, with a counterexample in ' +
        'red; of a larger one groups of states that look alike, with counts. As DOT, or for other ' +
        'programs as GraphML or Aldebaran (.aut).',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .option('--property <name...>', 'show the counterexample of one of these')
    .option(
      '--by <name...>',
      'groups of states: by where processes stand (`labels`), or by cells, and locals as process.local',
    )
    .option(
      '--max-states <n>',
      `refuse larger graphs; ${NODES} by default, ${GROUPED_STATES.toLocaleString('en-US')} with --by`,
      wholeNumber(1),
    )
    .option('--max-nodes <n>', 'show so many, the nearest to the beginning', wholeNumber(1), NODES)
    .addOption(timeoutOption())
    .addOption(new Option('--format <format>', 'by default dot').choices(GRAPH_FORMATS))
    .option('--out <file>', 'write it here; the ending, .dot, .graphml or .aut, is the format')
    .option('--dot <file>', 'write DOT here')
    .option('--svg <file>', 'write a picture')
    .addHelpText(
      'after',
      examples(
        'graph models/my-patch.ts --set tasks=1 --svg states.svg',
        'graph models/my-patch.ts | dot -Tpdf -o states.pdf',
        'graph zonelist-rebuild --by labels --svg groups.svg',
        'graph models/my-patch.ts --max-states 100000 --max-nodes 100000 --out states.aut',
      ),
    )
    .action(async (file: string, flags: Flags) => ended(await graph(file, flags, terminal)));
}

async function graph(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const format = formatOf(flags);
  checkWritable(written(flags));
  return inSession(terminal, flags, async (session) => {
    const drawn = await drawnGraph(file, flags, session);
    if (drawn.leftOut)
      terminal.message(
        `mmcheck: not shown: ${leftOutWords(drawn.leftOut)}; --max-nodes N shows more`,
      );
    return write(drawn, format, flags, terminal, session);
  });
}

/** What `--format` says, or else the ending of the file. */
function formatOf({ format, out }: Flags): GraphFormat {
  if (format !== undefined || out === undefined) return format ?? GRAPH_FORMATS[0];
  const found = formatOfFile(out);
  if (found) return found;
  const instead = out.endsWith('.svg') ? `a picture is written by --svg ${out}` : 'say --format';
  throw new UsageError(`the ending of ${out} is none of ${GRAPH_FORMATS.join(', ')}; ${instead}`);
}

function written({ out, dot, svg }: Flags): string[] {
  return [out, dot, svg].filter((file) => file !== undefined);
}

async function drawnGraph(file: string, flags: Flags, session: Session): Promise<StateGraph> {
  const { set = {}, spec, property, by, maxNodes } = flags;
  const { maxStates = by ? GROUPED_STATES : NODES } = flags;
  const graph = await session.supervisors[0].ask('graph', {
    file,
    set,
    maxStates,
    maxNodes,
    writes: written(flags),
    ...(spec === undefined ? {} : { spec }),
    ...(property === undefined ? {} : { only: property }),
    ...(by === undefined ? {} : { by: groupsAsked(by) }),
  });
  if ('figures' in graph) throw new Stopped(session.stopped ?? 'interrupted', graph.figures);
  return graph;
}

function groupsAsked(by: readonly string[]): readonly string[] | 'labels' {
  if (!by.includes(LABELS)) return by;
  if (by.length === 1) return LABELS;
  throw new UsageError('--by is labels, or names of cells and locals, not both');
}

async function write(
  graph: StateGraph,
  format: GraphFormat,
  { out, dot, svg }: Flags,
  terminal: Terminal,
  session: Session,
): Promise<ExitCode> {
  if ((out ?? dot ?? svg) === undefined) terminal.result(writeGraph(graph, format));
  const asDot = (): string => writeGraph(graph, 'dot');
  const unwritten = await writeOutputs(
    [
      ...(out === undefined ? [] : [{ file: out, text: () => writeGraph(graph, format) }]),
      ...(dot === undefined ? [] : [{ file: dot, text: asDot }]),
      ...(svg === undefined ? [] : [{ file: svg, text: () => renderSvg(asDot(), session) }]),
    ],
    terminal,
  );
  const done = unwritten.length === 0 ? ExitCode.asExpected : ExitCode.inconclusive;
  return exitCodeOfFiles(unwritten, session.stopped) ?? done;
}
