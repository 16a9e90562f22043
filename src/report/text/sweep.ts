// A sweep as text: a line of figures for each value, then what the next one would cost.

import type { Between, NextSize, Sweep, SweptSize } from '../../outcome/sweep.ts';
import { showParameters } from './show-value.ts';
import { bytesText, durationText, thousands } from './statistics.ts';
import { type Paint, plainStyle, type Style, type TextOptions } from './style.ts';
import { type TableColumn, table } from './table.ts';
import { verdictPaint } from './verdict.ts';
import { printable, wrap } from './width.ts';

export function sweepText(found: Sweep, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { model, fixed, parameter, sizes, left, next } = found;
  const limits = sizes.flatMap(({ value, limit }) =>
    limit ? wrap(`${printable(parameter)}=${value}: ${limit.message}`, columns, 2) : [],
  );
  const blocks = [
    wrap(`${printable(model)} ${showParameters(fixed)}`, columns, 2).map(style.strong),
    sizes.length === 0 ? [] : table(columnsOf(found, style), 2, columns, style).lines,
    limits.map(style.doubtful),
    left.length === 0
      ? []
      : [
          style.doubtful(
            `Not searched: ${left.map((value) => `${parameter}=${value}`).join(', ')}`,
          ),
        ],
    next ? wrap(nextWords(parameter, next), columns, 2) : [],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function columnsOf({ parameter, sizes }: Sweep, style: Style): TableColumn[] {
  const asIs: Paint = (text) => text;
  const column = (
    heading: string,
    textOf: (size: SweptSize) => string,
    paintOf: (size: SweptSize) => Paint = () => asIs,
  ): TableColumn => ({
    heading: printable(heading),
    cells: sizes.map((size) => ({ text: printable(textOf(size)), paint: paintOf(size) })),
  });
  return [
    column(parameter, ({ value }) => String(value)),
    column('states', ({ states, limit }) => `${limit ? '> ' : ''}${thousands(states)}`),
    column('growth', ({ factor }) => (factor === undefined ? '' : `x ${digits(factor)}`)),
    column('transitions', ({ transitions }) => thousands(transitions)),
    column('depth', ({ depth }) => thousands(depth)),
    column('time', ({ seconds }) => durationText(seconds)),
    column('memory', ({ memoryBytes }) => bytesText(memoryBytes)),
    column('verdict', verdictText, ({ outcome }) => verdictPaint(outcome, style)),
  ];
}

/** What decides it: the names of what is violated. */
function verdictText({ outcome, properties }: SweptSize): string {
  if (outcome !== 'violated') return outcome;
  const [first, ...more] = properties.filter(({ verdict }) => verdict === 'violated');
  return `violated: ${first.name}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}

function nextWords(
  parameter: string,
  { value, factor, states, seconds, memoryBytes }: NextSize,
): string {
  const cost = [
    `${range(states, thousands)} states`,
    ...(seconds ? [`${range(seconds, durationText)} on this machine`] : []),
    ...(memoryBytes ? [`${range(memoryBytes, bytesText)} of memory`] : []),
  ].join(', ');
  const memory = memoryBytes ? '; memory goes by states, and their table grows by doubling' : '';
  return `${printable(parameter)}=${value} is estimated at ${cost}: the last growth as it is, and as it has changed since the one before (x ${range(factor, digits)})${memory}.`;
}

/** No estimate is better than two digits. */
function range([least, most]: Between, showExactly: (amount: number) => string): string {
  const show = (amount: number): string => showExactly(Number(amount.toPrecision(2)));
  return show(least) === show(most) ? show(least) : `${show(least)} to ${show(most)}`;
}

function digits(factor: number): string {
  return factor >= 100 ? thousands(Math.round(factor)) : factor.toPrecision(2);
}
