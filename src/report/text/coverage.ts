// The source of a model with how often each line ran.

import type { FileCoverage, LineCoverage } from '../../outcome/coverage.ts';
import { thousands } from './statistics.ts';
import type { Style } from './style.ts';
import { printable } from './width.ts';

const LEGEND = '0: the line never ran; ~: a part of it never did';

export function coverageLines(files: readonly FileCoverage[], style: Style): string[][] {
  return [[style.faint(LEGEND)], ...files.map((file) => fileLines(file, style))];
}

function fileLines({ file, lines }: FileCoverage, style: Style): string[] {
  const counts = lines.map(({ count }) => (count === undefined ? '' : thousands(count)));
  const width = Math.max(...counts.map((text) => text.length), 1);
  return [
    style.strong(printable(file)),
    ...lines.map((line, k) => {
      const mark = line.partly ? '~' : ' ';
      const text = `${counts[k].padStart(width)} ${mark} ${printable(line.text)}`.trimEnd();
      return paintOf(line, style)(text);
    }),
  ];
}

function paintOf({ count, partly }: LineCoverage, style: Style): (text: string) => string {
  if (count === 0) return style.bad;
  return partly ? style.doubtful : (text) => text;
}
