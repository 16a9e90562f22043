// What each row took: states, transitions, depth, time and the reductions that left something out.

import type { SpecRun } from '../../spec/run-outcome.ts';
import { bytesText, durationText, thousands } from '../text/statistics.ts';
import { rowAddress } from './address.ts';
import { html, type Markup } from './markup.ts';
import { rowTitle } from './matrix.ts';

const COLUMNS = ['Row', 'States', 'Transitions', 'Depth', 'Time', 'Memory', 'Reductions'];

export function statisticsTable(run: SpecRun): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Statistics"><table>
<thead><tr>${COLUMNS.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${run.rows.map((row) => {
    const { states, transitions, depth, seconds, peakMemoryBytes, reductions } = row.statistics;
    const figures = [
      thousands(states),
      thousands(transitions),
      thousands(depth),
      durationText(seconds),
      bytesText(peakMemoryBytes),
    ];
    const address = rowAddress(row.parameters, run.about?.defaults);
    return html`
<tr><th scope="row"><a href="#${address}">${rowTitle(row, run)}</a></th>${figures.map(
      (figure) => html`<td class="number">${figure}</td>`,
    )}<td>${reductions.join(', ') || 'none'}</td></tr>`;
  })}</tbody></table></div>`;
}
