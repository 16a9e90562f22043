// The first page of the site: what was checked, by the thread that argued about it, with a box to search it.

import {
  findingOfRow,
  type RowRun,
  type RunSummary,
  type SpecRun,
} from '../../spec/run-outcome.ts';
import type { HistoryEntry } from '../../spec/spec.ts';
import { counted, showParameters } from '../text/show-value.ts';
import { summaryText } from '../text/verdict-matrix.ts';
import { rowAddress } from './address.ts';
import { type Content, html, type Markup } from './markup.ts';
import { verdictWord } from './verdict-word.ts';

export function catalogue(
  specs: readonly SpecRun[],
  pages: ReadonlyMap<SpecRun, string>,
  summary: RunSummary,
): Markup {
  const groups = new Map<string, SpecRun[]>();
  for (const spec of specs) {
    const group = spec.about?.group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), spec]);
  }
  return html`
<p class="lead">${summaryText(summary).trimEnd()}. Each model is an argument about the kernel’s memory management; each of its
rows is a variant of the code, with what every run of it obeys or some run breaks.</p>
<div class="search" role="search" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="search-help">
<span id="search-help" class="faint">models, parameters, properties, commits: press <kbd>/</kbd></span>
<span id="found" role="status" class="faint"></span>
</div>
${[...groups].map(([group, members]) => groupSection(group, members, pages))}
${notRun(specs, summary)}`;
}

function groupSection(
  group: string,
  specs: readonly SpecRun[],
  pages: ReadonlyMap<SpecRun, string>,
): Content {
  const id = `thread-${group || 'others'}`;
  return html`
<section class="group" aria-labelledby="${id}">
<h2 id="${id}">${group || 'Models'}</h2>
<ul class="models">${specs.map((spec) => modelItem(spec, pages.get(spec) ?? ''))}</ul>
</section>`;
}

function modelItem(spec: SpecRun, page: string): Content {
  const { model, rows, seed, about, error } = spec;
  return html`
<li>
<h3><a href="${page}">${model || spec.spec}</a> <span class="counts">${countsOf(rows)}</span></h3>
${error !== undefined && html`<p class="bad mark">could not be checked: ${error.split('\n')[0]}</p>`}
${about && about.model !== '' && html`<p>${about.model.replace(/\s+/g, ' ')}</p>`}
${seed !== '' && html`<p class="faint">${seed}</p>`}
${commits(about?.history ?? [])}
${
  rows.length > 0 &&
  html`<details class="of-rows"><summary>${counted(rows.length, 'row')}</summary>
<ul class="rows">${rows.map((row) => rowItem(spec, row, page))}</ul></details>`
}
</li>`;
}

/** Each once: one may have turned several verdicts. */
function commits(history: readonly HistoryEntry[]): Content {
  const known = new Map(history.map((entry) => [entry.commit + entry.subject, entry]));
  if (known.size === 0) return undefined;
  return html`<details><summary>${counted(known.size, 'kernel commit')}</summary>
<ul class="rows">${[...known.values()].map(
    ({ year, commit, subject }) => html`<li>${year} <code>${commit}</code> ${subject}</li>`,
  )}</ul></details>`;
}

function rowItem({ about }: SpecRun, row: RowRun, page: string): Content {
  const name = showParameters(row.parameters) || 'no parameters';
  const told = row.properties.filter(({ verdict }) => verdict !== 'holds');
  const isOdd = findingOfRow(row) !== 'as-expected';
  return html`<li${isOdd && html` class="mark bad"`}><a href="${page}#${rowAddress(row.parameters, about?.defaults)}">${name}</a>${
    told.length === 0
      ? html` <span class="good">${row.goesWrong ? 'goes wrong' : 'all hold'}</span>`
      : told.map(
          (property, k) =>
            html`${k > 0 && ','} ${verdictWord(property)} <span class="faint">${property.name}</span>`,
        )
  }</li>`;
}

/** `18 rows: 12 with a violation, 6 without`. */
function countsOf(rows: readonly RowRun[]): string {
  const violated = rows.filter(({ properties }) =>
    properties.some(({ verdict }) => verdict === 'violated'),
  ).length;
  const odd = rows.filter((row) => findingOfRow(row) !== 'as-expected').length;
  const words = `${violated} of ${counted(rows.length, 'row')} with a violation`;
  return odd === 0 ? words : `${words}, ${odd} not as expected`;
}

function notRun(specs: readonly SpecRun[], { notRun }: RunSummary): Content {
  const begun = new Set(specs.map(({ spec }) => spec));
  const files = notRun.filter((file) => !begun.has(file));
  if (files.length === 0) return undefined;
  return html`<section><h2>Not run</h2><ul>${files.map((file) => html`<li>${file}</li>`)}</ul></section>`;
}
