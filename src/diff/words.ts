// A difference in words: as text, and as the Markdown that one wants under a pull request.

import { counted } from '../report/text/show-value.ts';
import { printable } from '../report/text/width.ts';
import { type Difference, isSame, jumpOf, type RunChange, type StatesChange } from './compare.ts';

interface Section {
  readonly title: string;
  readonly lines: readonly { readonly where: string; readonly what: string }[];
}

const SAME = 'The results are the same: verdicts, runs and numbers of states.';

const NOTHING = 'Nothing was compared.';

export function differenceText(difference: Difference): string {
  const sections = sectionsOf(difference).map(({ title, lines }) =>
    [title, ...lines.map(({ where, what }) => `  ${where}: ${what}`)]
      .map((line) => `${printable(line)}\n`)
      .join(''),
  );
  return [...headOf(difference).map((line) => `${line}\n`), ...sections].join('\n');
}

/** What is said before the sections, where none of them tells of a change. */
function headOf(difference: Difference): string[] {
  if (isSame(difference)) return [SAME];
  const { compared, came, went } = difference;
  return compared + came.length + went.length === 0 ? [NOTHING] : [];
}

export function differenceMarkdown(difference: Difference): string {
  const { verdicts, went, compared, notRun } = difference;
  const turned = verdicts.length + went.length;
  const unknown = compared === 0 ? 'nothing was compared' : 'not all could be run';
  const calm = isSame(difference) ? 'nothing turned' : 'no verdict turned';
  const quiet = compared === 0 || notRun.length > 0 ? unknown : calm;
  const title = turned === 0 ? quiet : `${counted(turned, 'verdict')} turned or went`;
  const blocks = sectionsOf(difference).map(({ title, lines }) => {
    const rows = lines.map(({ where, what }) => `| ${cell(where)} | ${cell(what)} |`);
    return [`### ${title}`, '', '| where | what |', '|---|---|', ...rows].join('\n');
  });
  return `${[`## mmcheck: ${title}`, ...headOf(difference), ...blocks].join('\n\n')}\n`;
}

function sectionsOf(difference: Difference): Section[] {
  const { verdicts, came, went, runs, states, notRun, notCompared } = difference;
  const sections: Section[] = [
    {
      title: 'Could be run on neither side',
      lines: notRun.map((one) => ({ where: whereText(one), what: 'nothing is known of it' })),
    },
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
    {
      title: 'Not compared',
      lines: notCompared.map(({ owner, why }) => ({ where: owner, what: why })),
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function presence(one: Difference['came'][number]): Section['lines'][number] {
  return { where: whereText(one), what: one.verdict ?? `the whole ${one.whole}` };
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
