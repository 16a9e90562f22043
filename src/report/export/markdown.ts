// The result as Markdown: for the summary of a job and the comment under a pull request, where it has to explain a race by
// itself. A comment may have 65,536 characters, so the stories of what comes last are left out, and that is said.

import { showParameters } from '../text/show-value.ts';
import { printable, printableLines } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import {
  casesOf,
  countOf,
  type Reported,
  type ReportedCase,
  subjectOf,
  troubles,
} from './reported.ts';

const MOST_LETTERS = 60_000;
const MARKS = { failed: '❌', broken: '💥', undecided: '❔' } as const;

export const markdown = ofCases((reported) => {
  const bad = troubles(reported);
  const cases = casesOf(reported);
  const title = countOf(cases, 'failed', 'broken') > 0 ? '❌' : bad.length > 0 ? '❔' : '✅';
  const head = [`## ${title} mmcheck: ${text(reported.summary)}`, ...specTable(reported)];
  const sections = bad.map(section);
  const { shown, left } = withinLimit(sections, MOST_LETTERS - head.join('\n').length);
  const more =
    left === 0 ? [] : [`_${left} more are left out here; \`mmcheck run\` tells of all._`];
  return `${[...head, ...shown, ...more].join('\n\n')}\n`;
});

function specTable({ suites }: Reported): string[] {
  const rows = suites.map(({ file, model, cases }) => {
    const bad = countOf(cases, 'failed', 'broken');
    const open = countOf(cases, 'undecided');
    const mark = bad > 0 ? MARKS.failed : open > 0 ? MARKS.undecided : '✅';
    return `| ${mark} | ${text(model || '-')} | ${code(file)} | ${cases.length} | ${bad} | ${open} |`;
  });
  if (rows.length === 0) return [];
  return [
    ['| | model | file | cases | wrong | undecided |', '|---|---|---|--:|--:|--:|', ...rows].join(
      '\n',
    ),
  ];
}

/** The first is shown as a whole; of the others the run is folded, for most of them are like the first. */
function section(one: ReportedCase, k: number): string {
  const { state, parameters, about, headline, details, place, run } = one;
  const mark = MARKS[state as keyof typeof MARKS];
  const row = showParameters(parameters);
  const where = place ? [`at ${code(`${place.file}:${place.line}`)}`] : [];
  return [
    `### ${mark} ${text(subjectOf(one))}: ${text(headline)}`,
    [...(row === '' ? [] : [code(row)]), ...where].join(' '),
    ...(about === '' ? [] : [`> ${text(about)}`]),
    ...(details === ''
      ? []
      : [k === 0 ? fenced(details) : folded(fenced(details), run ? 'the run' : 'more')]),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** Whole sections, as long as there is room. */
function withinLimit(sections: readonly string[], room: number): { shown: string[]; left: number } {
  const shown: string[] = [];
  let left = room;
  for (const section of sections) {
    left -= section.length + 2;
    if (left < 0) break;
    shown.push(section);
  }
  return { shown, left: sections.length - shown.length };
}

/** Nothing in it is taken for Markdown or HTML, nor for somebody's name. */
function text(words: string): string {
  return printable(words)
    .replace(/[\\`*_[\]<>|#~!]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}

function code(words: string): string {
  const fence = fenceFor(words, '`');
  const gap = fence.length > 1 ? ' ' : '';
  return fence + gap + printable(words).replaceAll('|', '\\|') + gap + fence;
}

function folded(block: string, title: string): string {
  return `<details><summary>${title}</summary>\n\n${block}\n\n</details>`;
}

function fenced(lines: string): string {
  const shown = printableLines(lines.trimEnd()).join('\n');
  const fence = fenceFor(shown, '```');
  return `${fence}text\n${shown}\n${fence}`;
}

/** Longer than any row of backticks in the text. */
function fenceFor(words: string, least: string): string {
  const longest = Math.max(0, ...(words.match(/`+/g) ?? []).map(({ length }) => length));
  return '`'.repeat(Math.max(least.length, longest + 1));
}
