// The table of docs/kernel-history.md: every commit of the specs at which a verdict turned, in the order of the years.

import type { Turn } from '../spec/history.ts';

const HEAD = `# What kernel history confirmed

Each line is a commit at which the verdict of a property turned, or would have, had it been merged. Both sides are rows
of a spec in \`specs/\`, checked by \`mmcheck run\`. A fix that opened the next bug turns one property to \`holds\` and
another to \`violated\`.

Generated from the specs: edit them, and run \`npm run docs:history\`.

| year | commit | subject | model | property | before | after |
|---|---|---|---|---|---|---|
`;

export function historyMarkdown(turns: readonly Turn[]): string {
  const sorted = [...turns].sort(
    (a, b) => a.year - b.year || a.model.localeCompare(b.model) || a.commit.localeCompare(b.commit),
  );
  return HEAD + sorted.map(line).join('');
}

function line(turn: Turn): string {
  const { year, commit, subject, model, property, verdictBefore, verdictAfter } = turn;
  const cells = [
    String(year),
    `\`${commit}\``,
    subject.replaceAll('|', '\\|'),
    `\`${model}\``,
    `\`${property}\``,
    verdictBefore,
    verdictAfter,
  ];
  return `| ${cells.join(' | ')} |\n`;
}
