// `mmcheck inspect MODEL`: a system as mmcheck understands it. For an author who wonders what a
// step is taken to touch.

import {
  type InspectedPartialOrder,
  type InspectedSymmetry,
  soundnessMarkdown,
} from '../../check/reductions.ts';
import { UsageError } from '../../model/errors.ts';
import { jsonText } from '../../report/json/json-text.ts';
import { wrap } from '../../report/text/width.ts';
import type {
  InspectedField,
  InspectedProcess,
  InspectedStep,
  Inspection,
} from '../../supervise/tasks/inspect.ts';
import { ExitCode } from '../exit-code.ts';
import { formatOption, setOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { exampleFile, examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly format: 'text' | 'json';
  readonly soundness?: boolean;
}

export function addInspect({ program, terminal, ended }: Setting): void {
  program
    .command('inspect')
    .summary('show what mmcheck understands of a model')
    .description(
      'Shows the cells of a model and their domains, its processes and their labels, what each ' +
        'step reads and writes, where it may lead, and how many bits a state has.',
    )
    .argument('[model]', "a model's file")
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec')
    .option('--soundness', 'print where reductions are sound, and why; of no model, as Markdown')
    .addOption(formatOption())
    .addHelpText('after', examples(`inspect ${exampleFile('models')} --set update=in-place`))
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.soundness) terminal.result(soundness(file, flags));
      else if (file === undefined) throw new UsageError('name a model, or ask for --soundness');
      else ended(await inspect(file, flags, terminal));
    });
}

function soundness(file: string | undefined, { format }: Flags): string {
  if (file === undefined && format === 'text') return soundnessMarkdown();
  throw new UsageError(
    '--soundness prints a page on all models, as Markdown: it takes no model, and no --format json',
  );
}

async function inspect(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { set = {}, spec, format } = flags;
  const input = { file, set, ...(spec === undefined ? {} : { spec }) };
  const inspection = await inSession(terminal, {}, ({ supervisors: [supervisor] }) =>
    supervisor.ask('inspect', input),
  );
  terminal.result(format === 'json' ? jsonText(inspection) : inspectionText(inspection, terminal));
  return ExitCode.asExpected;
}

function inspectionText(inspection: Inspection, { columns, style }: Terminal): string {
  const { model, parameters, bitsPerState, bytesPerState, cells, processes, properties } =
    inspection;
  const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  const blocks = [
    [style.strong(model) + set.join('')],
    [`${bitsPerState} bits a state, in ${bytesPerState} bytes`],
    ['Cells', ...fieldLines(cells, columns)],
    ...processes.map((process) => processLines(process, columns)),
    [
      'Properties',
      ...properties.flatMap(({ name, kind, about }) =>
        wrap(`  ${name}: ${kind}. ${about}`, columns, 4),
      ),
    ],
    ['Symmetry', ...symmetryLines(inspection.symmetry).flatMap((line) => wrap(line, columns, 4))],
    [
      'Partial order',
      ...partialOrderLines(inspection.partialOrder).flatMap((line) => wrap(line, columns, 4)),
    ],
  ];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function symmetryLines({ kinds, permutations, reasons }: InspectedSymmetry): string[] {
  const alike = kinds.map(({ name, size }) => `${size} x ${name}`).join(', ');
  return [
    kinds.length === 0
      ? '  nothing is interchangeable'
      : `  interchangeable, in ${permutations} ways: ${alike}`,
    ...reasons.map(({ kind, reason }) => `  not ${kind}: ${reason}`),
  ];
}

function partialOrderLines({ refused, sticky }: InspectedPartialOrder): string[] {
  if (refused) {
    const { property, reason } = refused;
    return [`  off: ${property === undefined ? '' : `property '${property}': `}${reason}`];
  }
  const lines = Object.entries(sticky).map(([process, labels]) =>
    labels.length === 0
      ? `  ${process} has no cycle`
      : `  cycles of ${process} are expanded wholly at ${labels.join(', ')}`,
  );
  return lines.length === 0 ? ['  there is nothing to reorder'] : lines;
}

function fieldLines(fields: readonly InspectedField[], columns: number): string[] {
  return fields.flatMap(({ name, holds, bits }) =>
    wrap(`  ${name}: ${holds} (${bits} ${bits === 1 ? 'bit' : 'bits'})`, columns, 4),
  );
}

function processLines(process: InspectedProcess, columns: number): string[] {
  const { name, instances, environment, end, locals, steps } = process;
  const notes = [
    instances === 1 ? '1 instance' : `${instances} instances`,
    ...(environment ? ['environment'] : []),
    ...(end.length > 0 ? [`may wait for ever at ${end.join(', ')}`] : []),
  ];
  return [
    `Process ${name} (${notes.join('; ')})`,
    ...fieldLines(locals, columns).map((line) => line.replace(/^ {2}(?=\S)/, '  me.')),
    ...steps.flatMap((step) => stepLines(step, columns)),
  ];
}

function stepLines(step: InspectedStep, columns: number): string[] {
  const { label, reads, writes, next, chooses, at, coarse } = step;
  const details = [
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
    ...(writes.length > 0 ? [`writes ${writes.join(', ')}`] : []),
    ...(chooses ? ['chooses'] : []),
    ...(next.length > 0 ? [`then ${next.join(' | ')}`] : []),
    ...(at === undefined ? [] : [`at ${at}`]),
    ...(coarse === undefined ? [] : [`coarse: ${coarse}`]),
  ];
  return [`  ${label}`, ...details.flatMap((line) => wrap(`      ${line}`, columns, 8))];
}
