// The examples of the kernel substrate's page are fragments: a line of cells, `locals`, then paragraphs, each the steps
// of one process, or whole processes. This makes modules of them that the compiler and the engine can read, by adding
// only what a reader would add: what is taken for granted, and labels to which a step leads that are not shown.

import type { Block } from './markdown.ts';

const IMPORTS = `import { array, bool, cell, defineModel, kind, none, oneOf, orNone, system, upTo } from 'mmcheck';
`;

/** What examples take for granted, unless they have cells of these names. */
const CELLS: Readonly<Record<string, string>> = {
  cpus: 'contexts(cpu)',
  pcp: 'array(cpu, upTo(2))',
  free: 'array(2, upTo(2), 2)',
  ready: 'cell(bool)',
  up: 'array(2, bool)',
  zonelist: 'array(2, orNone(upTo(1)))',
};
const SCOPE = `const cpu = kind('cpu', 2);
const object = kind('object', 2);
const writerPreference = true;
`;
const LOCALS = 'cpu, object: orNone(object), tid: upTo(3), next: orNone(object)';

interface Example {
  readonly line: number;
  readonly cells: string;
  readonly locals: string;
  readonly paragraphs: readonly string[];
}

/** The examples of a block: each begins with its cells, if the block shows any. */
export function examplesOf(block: Block): Example[] {
  const parts = block.text.split(/^(?=\{ )/m).filter((part) => part.trim() !== '');
  return parts.map((part) => {
    const [, cells = '', locals = '', rest = ''] =
      /^(?:\{ (.*) \}.*\n)?(?:locals: \{ (.*) \}\n)?([\s\S]*)$/.exec(part) ?? [];
    const line = block.line + block.text.slice(0, block.text.indexOf(part)).split('\n').length - 1;
    return { line, cells, locals, paragraphs: rest.trim().split('\n\n') };
  });
}

/** A module whose default export is a model of the example; `names` are those that `mmcheck/kernel` exports. */
export function moduleOf({ line, cells, locals, paragraphs }: Example, names: string[]): string {
  const granted = Object.entries(CELLS)
    .filter(([name]) => !new RegExp(`\\b${name}: `).test(cells))
    .map(([name, value]) => `${name}: ${value}`);
  const processes = paragraphs.map((paragraph, k) =>
    isProcess(paragraph) ? paragraph : `example${k}: ${processOf(paragraph, locals)},`,
  );
  return `${IMPORTS}import { ${names.join(', ')} } from 'mmcheck/kernel';
${SCOPE}export default defineModel('kernel.md:${line}', {
  system: () => system({ ${[...granted, cells].join(', ')} }, ({ process }) => ({
${processes.join('\n')}
  })),
});
`;
}

const isProcess = (paragraph: string): boolean => /^\w+: (process|regions)\(/.test(paragraph);

function processOf(paragraph: string, locals: string): string {
  const steps = paragraph.split(/^(?=\w+: )/m);
  const labels = steps.map((step) => step.slice(0, step.indexOf(':')));
  const shown = new Set([...labels, 'next', 'blocked', 'done']);
  const completed = steps.flatMap((step) => {
    const hidden = leadsTo(step).filter((label) => !shown.has(label));
    for (const label of hidden) shown.add(label);
    return [step, ...hidden.map((label) => `${label}: () => 'next',\n`)];
  });
  return `process({
  locals: { ${[LOCALS, locals].filter(Boolean).join(', ')} },
  start: '${labels[0]}',
  steps: {
${completed.join('')}
over: () => 'done',
  },
})`;
}

function leadsTo(step: string): string[] {
  return [...step.matchAll(/(?:return|[?:]) '(\w+)'/g)].map(([, label]) => label);
}
