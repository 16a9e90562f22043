// The walk in lanes, as the text has it: one for each context, time downward, beside each step what it changed. Steps below
// the one where one is were taken before, and can be taken again.

import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { WalkStep } from '../../walk/position.ts';
import type { App } from './app.ts';
import { changeLines, labelText, placeText } from './texts.ts';
import type { Place } from './tree.ts';
import { nearView } from './view-near.ts';

/** So many steps before and after the one where one is are drawn. */
const AROUND = 60;

export function lanesView(app: App): TemplateResult {
  const path = app.tip?.path ?? [];
  const lanes = [...new Set(app.here?.position.processes.map(({ lane }) => lane))];
  return html`
    <section class="lanes" aria-labelledby="lanes-title">
      <h2 id="lanes-title">Walk</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="lanes-title">
        <table>
          <thead>
            <tr>
              <th scope="col">Step</th>
              ${lanes.map((lane) => html`<th scope="col">${lane}</th>`)}
              <th scope="col">What it did</th>
            </tr>
          </thead>
          <tbody>
            ${rowsView(app, path, lanes)}
          </tbody>
        </table>
        ${loopWords(app)}
      </div>
      ${nearView(app)}
    </section>
  `;
}

/**
 * Of a long walk only the steps around where one is are drawn, and of those only the rows that change are made anew: each step
 * keeps its row while others come and go.
 */
function rowsView(app: App, path: readonly Place[], lanes: readonly string[]): unknown[] {
  const functions = new Map<string, string>();
  const depth = app.here?.depth ?? 0;
  const widths = lanes.join('\n');
  const [first, last] = [Math.max(0, depth - AROUND), depth + AROUND + 1];
  const rows = path.map((place, k) => {
    const { step } = place.position;
    const at = step ? placeText(step) : '';
    // The function in which a lane's steps stand is named above the first of them.
    const isNamed = step !== undefined && at !== '' && functions.get(step.lane) !== at;
    if (step) functions.set(step.lane, at);
    const row: Row = {
      place,
      named: isNamed ? at : '',
      isAhead: k > depth,
      isHere: place === app.here,
    };
    const shown = [...Object.values(row), place.parent?.branches.length, widths];
    return guard(shown, () => rowView(app, row, lanes));
  });
  return [
    first > 0 ? undrawnView(app, path[first - 1], `steps 0 to ${first - 1}`, lanes) : nothing,
    repeat(
      rows.slice(first, last),
      (_, k) => first + k,
      (row) => row,
    ),
    last < path.length
      ? undrawnView(app, path[last], `steps ${last} to ${path.length - 1}`, lanes)
      : nothing,
  ];
}

/** The nearest of the steps that are not drawn is a button that goes there. */
function undrawnView(
  app: App,
  nearest: Place,
  words: string,
  lanes: readonly string[],
): TemplateResult {
  return html`<tr>
    <td colspan=${lanes.length + 2}><button type="button" @click=${() => app.goTo(nearest)}>… ${words}</button></td>
  </tr>`;
}

interface Row {
  readonly place: Place;
  /** The function to name above it, if that is another than before. */
  readonly named: string;
  readonly isAhead: boolean;
  readonly isHere: boolean;
}

function rowView(
  app: App,
  { place, named, isAhead, isHere }: Row,
  lanes: readonly string[],
): TemplateResult {
  const { depth, position } = place;
  const { step, noticed } = position;
  const label = depth === 0 ? 'To step 0, the initial state' : `To step ${depth}`;
  return html`
    ${step && named !== '' ? namedView(named, lanes.indexOf(step.lane), lanes.length, isAhead) : nothing}
    <tr class=${isAhead ? 'ahead' : ''} aria-current=${isHere ? 'step' : nothing}>
      <th scope="row">
        <button type="button" class="number" aria-label=${label} @click=${() => app.goTo(place)}>${depth}</button>
      </th>
      ${lanes.map((lane) => html`<td class="lane">${step?.lane === lane ? laneView(step) : nothing}</td>`)}
      <td class="did">
        ${step ? changeLines(step) : html`<span class="faint">Initially</span>`}
        ${noticed.map(({ property, kind }) => {
          const [look, word] = kind === 'reachable' ? ['good', 'reached'] : ['bad', 'violated'];
          return html`<strong class=${look}>${property} is ${word}</strong>`;
        })}
        ${branchesView(app, place)}
      </td>
    </tr>
  `;
}

function namedView(name: string, lane: number, lanes: number, isAhead: boolean): TemplateResult {
  return html`<tr class=${isAhead ? 'at ahead' : 'at'}>
    <td colspan=${lane + 1}></td>
    <td colspan=${lanes - lane + 1} class="lane faint">${name}</td>
  </tr>`;
}

function laneView(step: WalkStep): TemplateResult {
  const { name, lane } = step;
  return html`${labelText(step)}${name === lane ? nothing : html`<span class="faint place">${name}</span>`}`;
}

/** Other steps that were tried from the place before. */
function branchesView(app: App, place: Place): TemplateResult | typeof nothing {
  const others = (place.parent?.branches ?? []).filter((branch) => branch !== place);
  if (others.length === 0) return nothing;
  return html`<span class="branches"
    >also tried:
    ${others.map(
      (branch) => html`<button type="button" @click=${() => app.goTo(branch)}>
        ${branch.position.step?.name} ${branch.position.step?.label}
      </button>`,
    )}</span
  >`;
}

function loopWords({ loop, tip }: App): TemplateResult | typeof nothing {
  if (!loop || loop.end !== tip) return nothing;
  return html`<p class="bad">This run never ends: it goes on from step ${loop.from + 1} again.</p>`;
}
