// `mmcheck list`: the models that there are, where their argument comes from, and what can be
// varied.

import { jsonText } from '../../report/json/json-text.ts';
import type { Style } from '../../report/text/style.ts';
import { wrap } from '../../report/text/width.ts';
import type { ListedModel, Listing } from '../../supervise/tasks/list.ts';
import { ExitCode } from '../exit-code.ts';
import { formatOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly format: 'text' | 'json';
}

export function addList({ program, terminal, ended }: Setting): void {
  program
    .command('list')
    .summary('list the models and their parameters')
    .description(
      'Lists the models in models/ of the working directory, or else those that come with ' +
        'mmcheck: where the argument comes from, the parameters with their variants, and how ' +
        'many rows the spec has.',
    )
    .addOption(formatOption())
    .addHelpText('after', examples('list', 'list --format json'))
    .action(async (flags: Flags) => ended(await list(flags, terminal)));
}

async function list({ format }: Flags, terminal: Terminal): Promise<ExitCode> {
  const listing = await inSession(terminal, {}, ({ supervisors: [supervisor] }) =>
    supervisor.ask('list', {}),
  );
  terminal.result(
    format === 'json'
      ? jsonText({ schema: 1, models: listing.models })
      : listText(listing, terminal),
  );
  for (const { message } of listing.broken) terminal.message(`mmcheck: ${message}`);
  return listing.broken.length > 0 ? ExitCode.misuse : ExitCode.asExpected;
}

function listText({ models }: Listing, { columns, style }: Terminal): string {
  return models.map((model) => modelText(model, columns, style)).join('\n');
}

function modelText(model: ListedModel, columns: number, style: Style): string {
  const { name, file, about, parameters, spec, seed, rows } = model;
  const width = Math.max(0, ...parameters.map((parameter) => parameter.name.length));
  const lines = [
    `${style.strong(name)}  ${style.faint(file)}`,
    ...(about === '' ? [] : wrap(about.replace(/\s+/g, ' '), columns - 2)).map(
      (line) => `  ${line}`,
    ),
    ...parameters.flatMap((parameter) => parameterLines(parameter, width + 2, columns)),
    ...(spec === undefined
      ? ['  no spec']
      : [`  ${rows} ${rows === 1 ? 'row' : 'rows'} in ${spec}`]),
    ...(seed ? wrap(seed, columns - 2).map((line) => style.faint(`  ${line}`)) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function parameterLines(
  { name, values, default: value, about = '' }: ListedModel['parameters'][number],
  width: number,
  columns: number,
): string[] {
  const text = [`${values} (${value} by default)`, ...(about === '' ? [] : [about])];
  return text
    .flatMap((part) => wrap(part, columns - width - 2))
    .map((line, k) => `  ${(k === 0 ? name : '').padEnd(width)}${line}`);
}
