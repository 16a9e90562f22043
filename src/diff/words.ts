// A difference in words: as text, and as the Markdown that one wants under a pull request.

import { counted } from '../report/text/show-value.ts';
import { printable } from '../report/text/width.ts';
import { type Difference, isSame, jumpOf, type RunChange, type StatesChange } from './compare.ts';

interface Section {
  readonly title: string;
  readonly lines: readonly { readonly where: string; readonly what: string }[];
}

const SAME = 'The results are the same: verdicts, runs and numbers of states.';

export function differenceText(difference: Difference): string {
  if (isSame(difference)) return `${SAME}\n`;
  return sectionsOf(difference)
    .map(({ title, lines }) =>
      [title, ...lines.map(({ where, what }) => `  ${where}: ${what}`)]
        .map((line) => `${printable(line)}\n`)
        .join(''),
    )
    .join('\n');
}

export function differenceMarkdown(difference: Difference): string {
  if (isSame(difference)) return `## mmcheck: nothing turned\n\n${SAME}\n`;
  const { verdicts, went } = difference;
  const turned = verdicts.length + went.length;
  const title = turned === 0 ? 'no verdict turned' : `${counted(turned, 'verdict')} turned or went`;
  const blocks = sectionsOf(difference).map(({ title, lines }) => {
    const rows = lines.map(({ where, what }) => `| ${cell(where)} | ${cell(what)} |`);
    return [`### ${title}`, '', '| where | what |', '|---|---|', ...rows].join('\n');
  });
  return `${[`## mmcheck: ${title}`, ...blocks].join('\n\n')}\n`;
}

function sectionsOf({ verdicts, came, went, runs, states }: Difference): Section[] {
  const sections: Section[] = [
    {
      title: 'Verdicts that turned',
      lines: verdicts.map((one) => ({
        where: whereText(one),
        what: `${one.before} -> ${one.after}`,
      })),
    },
    { title: 'Went', lines: went.map(presence) },
    { title: 'Came', lines: came.map(presence) },
    {
      title: 'Runs that differ',
      lines: runs.map((one) => ({ where: whereText(one), what: runWords(one) })),
    },
    {
      title: 'Numbers of states',
      lines: states.map((one) => ({ where: whereText(one), what: statesWords(one) })),
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function presence(one: Difference['came'][number]): Section['lines'][number] {
  return { where: whereText(one), what: one.verdict ?? 'the whole row' };
}

interface Named {
  readonly owner: string;
  readonly parameters: string;
  readonly property?: string;
}

function whereText({ owner, parameters, property }: Named): string {
  return [owner, parameters, property ?? ''].filter((part) => part !== '').join(' ');
}

function runWords({ verdict, before, after }: RunChange): string {
  if (before === after) return `${verdict} by another run of ${counted(after, 'step')}`;
  const how = after < before ? 'shorter' : 'longer';
  return `${verdict} in ${counted(after, 'step')}, ${how} than ${before}`;
}

function statesWords(change: StatesChange): string {
  const { before, after } = change;
  const percent = Math.round(jumpOf(change) * 100);
  const much = Number.isFinite(percent) ? ` (${after > before ? '+' : '-'}${percent}%)` : '';
  return `${before} -> ${after}${much}`;
}

function cell(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}
