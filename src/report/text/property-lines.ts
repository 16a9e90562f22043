// The properties of a check or of a simulation as text: a line of verdict each, and in full each run that breaks one.

import type { PropertyOutcome } from '../../outcome/outcome.ts';
import { renderLine } from './line.ts';
import { lockOrderText } from './lock-order.ts';
import type { Style, TextOptions } from './style.ts';
import { traceText } from './trace.ts';
import { VERDICT_MARKS, verdictPaint, verdictWords } from './verdict.ts';
import { printable, widest, wrap } from './width.ts';

const INDENT = 2;
const GAP = 2;
/** With less room for what a property says, it goes below the property's name. */
const LEAST_ABOUT = 30;

/** Each run below a rule. */
export function violationTexts(
  properties: readonly PropertyOutcome[],
  columns: number,
  style: Style,
): string[] {
  const shown = properties.flatMap((property) => violationText(property, { columns, style }));
  return [
    ...shown.flatMap((text) => [`${style.faint('-'.repeat(columns))}\n`, text]),
    ...(shown.length > 1 ? [afterSeveral(shown.length, columns, style)] : []),
  ];
}

/** The runs are long, and whoever reads them to the end may want only one. */
function afterSeveral(violations: number, columns: number, style: Style): string {
  const words = `${violations} properties are violated; --property NAME shows one of them.`;
  return `${wrap(words, columns, 2).map(style.faint).join('\n')}\n`;
}

function violationText(
  { name, verdict, counterexample, lockOrder }: PropertyOutcome,
  options: TextOptions,
): string[] {
  if (verdict !== 'violated') return [];
  if (lockOrder !== undefined) return [lockOrderText(name, lockOrder, options)];
  return counterexample ? [traceText(counterexample, options)] : [];
}

/** `✗ no-missed-zone  violated in 4 steps  a pass visits every zone that stays populated`. */
export function propertyLines(
  properties: readonly PropertyOutcome[],
  columns: number,
  style: Style,
): string[] {
  const words = properties.map(verdictWords);
  const names = properties.map(({ name }) => printable(name));
  const nameColumn = INDENT + 2;
  const verdictColumn = nameColumn + widest(names) + GAP;
  const beside = verdictColumn + widest(words) + GAP;
  const below = columns - beside < LEAST_ABOUT;
  const aboutColumn = below ? nameColumn + 2 : beside;
  return properties.flatMap(({ about, verdict }, k) => {
    const paint = verdictPaint(verdict, style);
    const said = about === '' ? [] : wrap(printable(about), columns - aboutColumn);
    const abouts = said.map((text) => ({ column: aboutColumn, text, paint: style.faint }));
    const head = [
      { column: INDENT, text: VERDICT_MARKS[verdict], paint },
      { column: nameColumn, text: names[k], paint: style.strong },
      { column: verdictColumn, text: words[k], paint },
    ];
    const rest = (below ? abouts : abouts.slice(1)).map((piece) => renderLine([piece]));
    return [renderLine([...head, ...(below ? [] : abouts.slice(0, 1))]), ...rest];
  });
}
