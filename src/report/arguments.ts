// The tables of docs/arguments.md: each discussion that a shipped model settles, in one row. Threads without a model stand below
// them, written by hand.

import { type SpecDefinition, verdictOf } from '../spec/spec.ts';

const HEAD = `# The arguments, one by one

Each row is a discussion that a model settles: what was asked, who was right, which of the model's properties break in
some variant (in how many of the rows that check them; the others hold everywhere), and the commits at which a verdict
turned, which [kernel-history.md](kernel-history.md) has with both sides. \`mmcheck run NAME\` checks a row's verdicts again.

Right means: no violation within the sizes that the rows check, of the steps that the model has. What people said on a list is told
in a sentence, and was more than that; who finds an argument of theirs told wrongly, please say so.

The tables are generated from the specs; \`npm run docs:history\` writes them.
`;

/** What stands above the threads that have no model; specs by the folder that is their thread. */
export function argumentsMarkdown(groups: ReadonlyMap<string, readonly SpecDefinition[]>): string {
  const tables = [...groups].map(([group, specs]) => {
    const rows = specs.map((spec) => `${rowOf(spec)}\n`).join('');
    return `\n## ${group}\n\n| discussion | what is asked | who was right | model | breaks | commits |\n|---|---|---|---|---|---|\n${rows}`;
  });
  return HEAD + tables.join('');
}

function rowOf(spec: SpecDefinition): string {
  const { model, seed, answer, history } = spec;
  const commits = [...new Set(history.map(({ commit }) => commit))].map((one) => `\`${one}\``);
  const cells = [seed, model.about, answer, `\`${model.name}\``, breaks(spec), commits.join(', ')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** \`no-missed-zone\` (3 of 7): in so many rows of those that check it. */
function breaks({ rows }: SpecDefinition): string {
  const names = [...new Set(rows.flatMap(({ expect }) => Object.keys(expect ?? {})))];
  const counted = names.map((name) => {
    const verdicts = rows.flatMap(({ expect }) => verdictOf(expect?.[name]) ?? []);
    return {
      name,
      of: verdicts.length,
      broken: verdicts.filter((one) => one === 'violated').length,
    };
  });
  const broken = counted.filter((one) => one.broken > 0);
  return broken.map((one) => `\`${one.name}\` (${one.broken} of ${one.of})`).join(', ');
}
