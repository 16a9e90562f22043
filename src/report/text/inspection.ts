// A system as mmcheck understands it, as text.

import type {
  InspectedField,
  InspectedPartialOrder,
  InspectedProcess,
  InspectedStep,
  InspectedSymmetry,
  Inspection,
} from '../../outcome/inspection.ts';
import { plainStyle, type TextOptions } from './style.ts';
import { wrap } from './width.ts';

export function inspectionText(inspection: Inspection, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
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
      : `  cycles of ${process} are fully expanded at ${labels.join(', ')}`,
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
    ...(end.length > 0 ? [`may wait forever at ${end.join(', ')}`] : []),
  ];
  return [
    `Process ${name} (${notes.join('; ')})`,
    ...fieldLines(locals, columns).map((line) => line.replace(/^ {2}(?=\S)/, '  me.')),
    ...steps.flatMap((step) => stepLines(step, columns)),
  ];
}

function stepLines(step: InspectedStep, columns: number): string[] {
  const { label, reads, writes, next, chooses, at, thread = [], coarse } = step;
  const details = [
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
    ...(writes.length > 0 ? [`writes ${writes.join(', ')}`] : []),
    ...(chooses ? ['chooses'] : []),
    ...(next.length > 0 ? [`then ${next.join(' | ')}`] : []),
    ...(at === undefined ? [] : [`at ${at}`]),
    ...thread.map((words) => `thread: ${words}`),
    ...(coarse === undefined ? [] : [`atomic: ${coarse}`]),
  ];
  return [`  ${label}`, ...details.flatMap((line) => wrap(`      ${line}`, columns, 8))];
}
