// The steps that can be taken, by context, each with a number on the keyboard; who waits, and for what.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProcessLocation, WalkStep } from '../../walk/position.ts';
import type { App } from './app.ts';
import { briefLines, labelText, placeText } from './texts.ts';
import { outlookView } from './view-near.ts';

/** In the order of the page, which the keys follow: process by process. */
export function optionsOf({ here }: App): WalkStep[] {
  const { processes, options } = here?.position ?? { processes: [], options: [] };
  return processes.flatMap(({ name }) => options.filter((option) => option.name === name));
}

export function stepsView(app: App): TemplateResult {
  const numbered = optionsOf(app);
  const { processes = [] } = app.here?.position ?? {};
  return html`
    <section class="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">Possible steps</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="steps-title">
        <ul class="contexts">
          ${processes.map((process) => contextView(app, process, numbered))}
        </ul>
      </div>
    </section>
  `;
}

function contextView(
  app: App,
  process: ProcessLocation,
  numbered: readonly WalkStep[],
): TemplateResult {
  const { name, lane, at, is, waitsFor } = process;
  const own = numbered.filter((option) => option.name === name);
  const waits = waitsFor.length > 0 ? `waits for ${waitsFor.join(', ')}` : 'cannot step here';
  const how = is === 'ended' ? 'ended' : waits;
  return html`
    <li class=${is}>
      <h3>${name}${lane === name ? nothing : html` <span class="faint">on ${lane}</span>`}</h3>
      ${
        own.length > 0
          ? own.map((option) => optionView(app, option, numbered.indexOf(option) + 1))
          : html`<p class="faint">${how}, at <code>${at}</code></p>`
      }
    </li>
  `;
}

function optionView(app: App, option: WalkStep, number: number): TemplateResult {
  const tried = app.here?.after(option.move) !== undefined;
  const place = placeText(option);
  return html`
    <button type="button" class="option" ?disabled=${app.busy} @click=${() => app.take(option)}>
      <kbd>${number <= 9 ? number : '·'}</kbd>
      <span>
        ${labelText(option)} ${outlookView(app, option.move)}
        ${tried ? html`<span class="faint">taken before</span>` : nothing}
        ${option.failed ? html`<strong class="bad">its assertion fails</strong>` : nothing}
        ${place === '' ? nothing : html`<span class="faint place">${place}</span>`}
        <span class="changes">${briefLines(option)}</span>
      </span>
    </button>
  `;
}
