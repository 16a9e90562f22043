// The models that there are, as text: each group under its own heading.

import type { ListedModel, Listing } from '../../outcome/listing.ts';
import { counted } from './show-value.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { wrap } from './width.ts';

export function listingText({ models }: Listing, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  return models
    .map((model, k) => heading(models, k, style) + modelText(model, columns, style))
    .join('\n');
}

/** The first of a group begins it; models in no group come before all others. */
function heading(models: readonly ListedModel[], k: number, style: Style): string {
  const { group } = models[k];
  if (group === undefined || group === models[k - 1]?.group) return '';
  const count = models.filter((model) => model.group === group).length;
  return `${style.strong(`${group}/`)} ${style.faint(counted(count, 'model'))}\n\n`;
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
