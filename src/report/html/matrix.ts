// The verdict matrix as a table: a row for each configuration, which has an address, a column for each property, and in
// each cell a way to the run that decides it.

import type { ParameterValues } from '../../language/define-model.ts';
import {
  findingOf,
  findingOfRow,
  type PropertyRun,
  type RowRun,
  type SpecRun,
} from '../../spec/run-outcome.ts';
import { parameterAt, showParameters } from '../text/show-value.ts';
import { rowAddress } from './address.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { VerdictRun } from './verdict-section.ts';
import { verdictClass } from './verdict-word.ts';

export function matrix(run: SpecRun, runs: readonly VerdictRun[]): Markup {
  const { rows } = run;
  const varying = varyingOf(rows);
  const constant = Object.entries(rows[0]?.parameters ?? {}).filter(
    ([name]) => !varying.includes(name),
  );
  const properties = [...new Set(rows.flatMap((row) => row.properties.map(({ name }) => name)))];
  const goesWrong = rows.some((row) => row.goesWrong);
  const names = varying.length === 0 ? ['configuration'] : varying;
  return html`
<div class="wide" tabindex="0" role="region" aria-label="Verdicts"><table>
${captionOf(constant, runs)}
<thead><tr>${[...names, ...(goesWrong ? ['the model'] : []), ...properties].map(
    (name) => html`<th scope="col">${name}</th>`,
  )}</tr></thead>
<tbody>${rows.map((row) => {
    const odd = findingOfRow(row) !== 'as-expected';
    return html`
<tr id="${rowAddress(row.parameters, run.about?.defaults)}"${odd && html` class="odd"`}>${headings(row, varying)}${
      goesWrong && html`<td>${goesWrongWord(row)}</td>`
    }${properties.map((name) => html`<td>${cell(row, name, runs)}</td>`)}</tr>`;
  })}</tbody></table></div>`;
}

function captionOf(
  constant: readonly (readonly [string, ParameterValues[string]])[],
  runs: readonly VerdictRun[],
): Content {
  const same = showParameters(Object.fromEntries(constant));
  const said = [
    ...(same === '' ? [] : [`In all rows ${same}.`]),
    ...(runs.length === 0
      ? []
      : ['A link leads to a run that shows the verdict, in as many steps as the number says.']),
  ];
  return said.length > 0 && html`<caption>${said.join(' ')}</caption>`;
}

/** The parameters that tell a row from the others. */
export function rowTitle({ parameters }: RowRun, { rows }: SpecRun): string {
  const told = varyingOf(rows).map((name) => [name, parameterAt(parameters, name)]);
  return showParameters(Object.fromEntries(told)) || 'the row';
}

function varyingOf(rows: readonly RowRun[]): string[] {
  const names = [...new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))];
  return names.filter((name) =>
    rows.some(({ parameters }) => parameters[name] !== rows[0].parameters[name]),
  );
}

function headings({ parameters }: RowRun, varying: readonly string[]): Content {
  if (varying.length === 0) return html`<th scope="row">the only one</th>`;
  const [first, ...others] = varying.map((name) => String(parameterAt(parameters, name)));
  return html`<th scope="row">${first}</th>${others.map((value) => html`<td>${value}</td>`)}`;
}

function cell(row: RowRun, name: string, runs: readonly VerdictRun[]): Content {
  const property = row.properties.find((one) => one.name === name);
  if (property === undefined)
    return html`<span class="faint">${row.leftOut?.[name] !== undefined && 'left out'}</span>`;
  const run = runs.find((one) => one.property === property);
  if (run === undefined) return shortWord(property);
  return html`<a class="${verdictClass(property)}" href="#${run.address}">${shortWord(property)}</a>`;
}

/** `violated 7`, as the text has it. What is wrong with a run stands with it. */
function shortWord(property: PropertyRun): Markup {
  const { verdict, expected, kind, depth } = property;
  const told = kind !== 'liveness' && verdict === 'violated' && depth !== undefined;
  const odd = findingOf(property) === 'as-expected' ? '' : ' mark';
  const contrast = verdict === expected ? '' : `, not ${expected}`;
  return html`<span class="${verdictClass(property)}${odd}">${verdict}${told && ` ${depth}`}${contrast}</span>`;
}

function goesWrongWord({ goesWrong }: RowRun): Content {
  if (goesWrong === undefined) return undefined;
  const { verdict } = goesWrong;
  if (verdict === 'goes-wrong') return html`<span class="bad">goes wrong</span>`;
  return html`<span class="doubtful mark">${verdict === 'goes-on' ? 'goes on' : 'inconclusive'}</span>`;
}
