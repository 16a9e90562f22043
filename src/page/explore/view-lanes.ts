// The walk in lanes, as the text has it: one for each context, time downward, beside each step what it changed. Steps below
// the one where one is were taken before, and can be taken again.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { WalkStep } from '../../walk/position.ts';
import type { App } from './app.ts';
import { changeLines, labelText, placeText } from './texts.ts';
import type { Place } from './tree.ts';
import { nearView } from './view-near.ts';

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
            ${path.map((_, k) => rowView(app, path, k, lanes))}
          </tbody>
        </table>
        ${loopWords(app)}
      </div>
      ${nearView(app)}
    </section>
  `;
}

function rowView(
  app: App,
  path: readonly Place[],
  k: number,
  lanes: readonly string[],
): TemplateResult {
  const place = path[k];
  const { step, noticed } = place.position;
  const isAhead = k > (app.here?.depth ?? 0);
  const label = k === 0 ? 'To step 0, the initial state' : `To step ${k}`;
  return html`
    ${placeView(path, k, lanes, isAhead)}
    <tr class=${isAhead ? 'ahead' : ''} aria-current=${place === app.here ? 'step' : nothing}>
      <th scope="row">
        <button type="button" class="number" aria-label=${label} @click=${() => app.goTo(place)}>${k}</button>
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

/** The function in which a lane's steps stand, above the first of them. */
function placeView(
  path: readonly Place[],
  k: number,
  lanes: readonly string[],
  isAhead: boolean,
): TemplateResult | typeof nothing {
  const { step } = path[k].position;
  const place = step ? placeText(step) : '';
  const before = path.slice(0, k).findLast(({ position }) => position.step?.lane === step?.lane);
  const known = before?.position.step;
  if (!step || place === '' || (known && placeText(known) === place)) return nothing;
  const lane = lanes.indexOf(step.lane);
  return html`<tr class=${isAhead ? 'at ahead' : 'at'}>
    <td colspan=${lane + 1}></td>
    <td colspan=${lanes.length - lane + 1} class="lane faint">${place}</td>
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
