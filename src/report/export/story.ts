// What explains a case: the run in lanes, as the text report has it, and where it stands. A run that nobody reads to its end
// is left out, and the command that shows it is named.

import type { JsonTrace } from '../../trace/trace-json.ts';
import { decodeTrace } from '../../trace/trace-json.ts';
import { counted } from '../text/show-value.ts';
import { traceText } from '../text/trace.ts';
import { printableLines } from '../text/width.ts';
import type { Place } from './reported.ts';

/** Services cut texts at some 64 KiB; a run of so many steps takes half of it. */
const MOST_STEPS = 200;
const COLUMNS = 100;

/** The run as lines of text. */
export function storyOf(run: JsonTrace): string {
  if (run.steps.length > MOST_STEPS) {
    return `A run of ${counted(run.steps.length, 'step')} shows it, too long to be told here.\n`;
  }
  return traceText(decodeTrace(run), { columns: COLUMNS });
}

/** Where the run's last step that is known to stand anywhere does. */
export function placeOfRun({ steps }: JsonTrace): Place | undefined {
  return placeIn(steps.findLast(({ source }) => source !== undefined)?.source);
}

/** Of `models/x.ts:12`, and of a message that begins with it. */
export function placeIn(text: string | undefined): Place | undefined {
  const found = /^(\S.*?\.[cm]?[jt]s):(\d+)(?=$|:)/.exec(text?.split('\n')[0] ?? '');
  return found ? { file: found[1], line: Number(found[2]) } : undefined;
}

/** The first line of a message. */
export function firstLine(message: string): string {
  return printableLines(message)[0] ?? '';
}

/** What a message says below its first line. */
export function otherLines(message: string): string {
  return printableLines(message).slice(1).join('\n');
}
