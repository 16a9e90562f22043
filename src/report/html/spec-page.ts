// The page of a spec: what is argued, the commits that settled it, the verdict matrix, and each run that decides a verdict.

import type { RowRun, SpecRun } from '../../spec/run-outcome.ts';
import { auditedText, sumAudits } from '../text/audit.ts';
import { counted } from '../text/show-value.ts';
import { biteWords } from '../text/teeth.ts';
import { unseenItems } from '../text/unseen.ts';
import { rowAddress, verdictAddress } from './address.ts';
import { type Content, html, type Markup } from './markup.ts';
import { matrix, rowTitle } from './matrix.ts';
import { statisticsTable } from './statistics-table.ts';
import { type VerdictRun, verdictSection } from './verdict-section.ts';

export function specPage(run: SpecRun, runs: readonly VerdictRun[]): Markup {
  const { rows, seed, spec, about, error } = run;
  return html`
${about && about.model !== '' && html`<p class="lead">${about.model.replace(/\s+/g, ' ')}</p>`}
${seed !== '' && html`<p class="faint lead">${seed}</p>`}
<p class="faint"><code>${spec}</code></p>
${error !== undefined && html`<pre class="bad">could not be checked: ${error}</pre>`}
${list('Demands that are not met', run.unmet ?? [], 'bad')}
${rows.length > 0 && html`<h2 id="verdicts">Verdicts</h2>${matrix(run, runs)}${notes(run)}`}
${history(run)}
${runs.length > 0 && html`<h2 id="runs">Runs</h2>${runs.map((one) => verdictSection(one))}`}
${rows.length > 0 && html`<h2 id="statistics">Statistics</h2>${statisticsTable(run)}`}
${audited(rows)}
${list('Warnings', [...new Set(rows.flatMap(({ warnings = [] }) => warnings))], 'doubtful')}
${list('Seen in no row', run.unmet ? [] : unseenItems(run.unseen ?? []), 'faint')}
${teeth(run)}`;
}

function list(title: string, items: readonly string[], look: string): Content {
  if (items.length === 0) return undefined;
  return html`<h2>${title}</h2><ul class="${look}">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** What is said of rows besides verdicts, what is the same of several once. */
function notes(run: SpecRun): Content {
  const said = new Map<string, RowRun[]>();
  for (const row of run.rows) {
    for (const text of notesOf(row)) said.set(text, [...(said.get(text) ?? []), row]);
  }
  if (said.size === 0) return undefined;
  return html`<ul class="rows">${[...said].map(
    ([text, rows]) =>
      html`<li>${rows.map(
        (row, k) =>
          html`${k > 0 && '; '}<a href="#${rowAddress(row.parameters, run.about?.defaults)}">${rowTitle(row, run)}</a>`,
      )}: ${text}</li>`,
  )}</ul>`;
}

function notesOf({ note, leftOut = {}, goesWrong, limit, error }: RowRun): string[] {
  return [
    ...(error === undefined ? [] : [`could not be checked: ${error.split('\n')[0]}`]),
    ...(limit === undefined ? [] : [limit.message]),
    ...(goesWrong?.message === undefined ? [] : [`goes wrong: ${goesWrong.message}`]),
    ...Object.entries(leftOut).map(([name, why]) => `${name} is left out: ${why}`),
    ...(note === undefined ? [] : [note]),
  ];
}

/** Commits at which a verdict turned, with the rows of both sides. */
function history({ about }: SpecRun): Content {
  if (about === undefined || about.history.length === 0) return undefined;
  const { defaults } = about;
  const side = (set: object, property: string, words: string): Content => {
    const row = rowAddress({ ...defaults, ...set }, defaults);
    return html`<a href="#${row}" title="${property} at ${row}">${words}</a>`;
  };
  return html`<h2 id="commits">Kernel commits</h2>
<div class="wide" tabindex="0" role="region" aria-label="Kernel commits"><table>
<caption>Commits at which a verdict turned, or would have</caption>
<thead><tr><th scope="col">Year</th><th scope="col">Commit</th><th scope="col">Subject</th><th scope="col">Property</th><th scope="col">Rows</th></tr></thead>
<tbody>${about.history.map(
    ({ year, commit, subject, property, before, after }) => html`
<tr><td>${year}</td><th scope="row"><code>${commit}</code></th><td>${subject}</td><td>${property}</td>
<td>${side(before, property, 'before')}, ${side(after, property, 'after')}</td></tr>`,
  )}</tbody></table></div>`;
}

function audited(rows: readonly RowRun[]): Content {
  const audits = rows.flatMap(({ audit }) => audit ?? []);
  if (audits.length === 0) return undefined;
  const problems = audits.flatMap(({ problems }) => problems);
  return html`<p class="faint">${auditedText(sumAudits(audits))}</p>
${list(
  'What the audit found',
  problems.map(({ step, message }) => `${step}: ${message}`),
  'bad',
)}`;
}

function teeth({ teeth = [] }: SpecRun): Content {
  if (teeth.length === 0) return undefined;
  return html`<h2>Teeth</h2><p>${counted(teeth.length, 'change')} of the model that must break a property:</p>
<ul>${teeth.map((tooth) => html`<li>${tooth.property}: ${biteWords(tooth)}</li>`)}</ul>`;
}

/** Every run of the spec's rows, under its address. */
export function runsOfSpec({ rows, about, check, model }: SpecRun): VerdictRun[] {
  return rows.flatMap((row) => {
    const name = rowAddress(row.parameters, about?.defaults);
    return row.properties.flatMap((property) => {
      const { evidence } = property;
      if (evidence === undefined || evidence.runs.length === 0) return [];
      const address = verdictAddress(name, property.name);
      return [{ model, row, property, evidence, address, rowAddress: name, check, pictures: [] }];
    });
  });
}
