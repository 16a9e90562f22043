// A litmus test as the text of a model, as an author would write it: a cell for each location, a process for each of the test's,
// and a step for each access. It is run as every model is, and can be saved and looked at with every other command.

import type { LitmusProgram } from '../program/program.ts';
import { cellsOf, localsOf } from './cells.ts';
import type { Domains } from './domains.ts';
import { BARRIERS } from './effects.ts';
import { addressName } from './names.ts';
import { quoted } from './quoted.ts';
import { type Step, type Steps, stepsOf } from './steps.ts';

/** `where`: the file that it was read from. */
export function modelText(program: LitmusProgram, domains: Domains, where: string): string {
  const graces = new Map<string, number>();
  const newGrace = (domain: string): number => {
    const number = graces.get(domain) ?? 0;
    graces.set(domain, number + 1);
    return number;
  };
  const steps = program.processes.map((process) => stepsOf(process, { domains, newGrace }));
  const usesBarriers = steps.some((one) =>
    one.steps.some(({ does }) => mentions(does.join(' '), BARRIERS)),
  );
  const cells = cellsOf(program, domains, graces, usesBarriers);
  const names = cells.map(([name]) => name);
  const body = [
    ...addressesOf(domains),
    `export default defineModel(${quoted(program.name)}, {`,
    `  about: ${quoted(`The litmus test of ${where}.`)},`,
    '  system: () =>',
    '    system(',
    '      {',
    ...cells.map(([name, made]) => `        ${name}: ${made},`),
    '      },',
    '      ({ process }) => ({',
    ...program.processes.flatMap((process, k) => {
      const locals = localsOf(process, program, domains);
      return processLines(process.name, locals, steps[k], names).map((line) => `        ${line}`);
    }),
    '      }),',
    '    ),',
    '});',
  ];
  return [`// ${program.name}, read from ${where}.`, '', ...importsOf(body), '', ...body, ''].join(
    '\n',
  );
}

/** `const location = kind(...)`, and a constant for each address. */
function addressesOf({ addressed }: Domains): string[] {
  if (addressed.length === 0) return [];
  return [
    `const location = kind('location', [${addressed.map(quoted).join(', ')}]);`,
    `const [${addressed.map(addressName).join(', ')}] = location.ids;`,
    '',
  ];
}

function processLines(
  name: string,
  locals: readonly (readonly [string, string])[],
  { start, steps }: Steps,
  cells: readonly string[],
): string[] {
  const made = locals.map(([local, domain]) => `${local}: ${domain}`).join(', ');
  return [
    `${name}: process({`,
    ...(locals.length === 0 ? [] : [`  locals: { ${made} },`]),
    `  start: ${quoted(start)},`,
    '  steps: {',
    ...steps.map((step) => `    ${stepLine(step, cells)}`),
    '  },',
    '}),',
  ];
}

function stepLine({ label, does, to }: Step, cells: readonly string[]): string {
  const text = [...does, to].join(' ');
  const given = [...cells, 'me'].filter((name) => mentions(text, name));
  const parameters = given.length === 0 ? '()' : `({ ${given.join(', ')} })`;
  const body = does.length === 0 ? `(${to})` : `{ ${[...does, `return ${to};`].join(' ')} }`;
  return `${quoted(label)}: ${parameters} => ${body},`;
}

/** Whether a name stands in a text by itself, and not as a property or within a label. */
function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![.\\w$])${name}\\b`).test(text.replace(/'(?:[^'\\]|\\.)*'/g, "''"));
}

const MODULES = {
  mmcheck: ['array', 'cell', 'defineModel', 'kind', 'none', 'orNone', 'range', 'system'],
  'mmcheck/kernel': ['atomic', 'barriers', 'rcu', 'srcu'],
};

function importsOf(body: readonly string[]): string[] {
  const text = body.join('\n');
  return Object.entries(MODULES).flatMap(([module, names]) => {
    const used = names.filter((name) => mentions(text, name));
    return used.length === 0 ? [] : [`import { ${used.join(', ')} } from ${quoted(module)};`];
  });
}
