// The bar at the top: which model it is, its parameters, and how to get about in the walk.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { WalkParameter } from '../../supervise/tasks/walk.ts';
import type { App, Pace } from './app.ts';
import type { Stop } from './stop.ts';

export function barView(app: App): TemplateResult {
  const { model, here, tip } = app;
  if (!model) return html`<header><h1>mmcheck explore</h1></header>`;
  const isFirst = here?.parent === undefined;
  return html`
    <header>
      <h1>${model.model}</h1>
      <p class="about">${model.about.replace(/\s+/g, ' ')}</p>
      <div class="parameters" role="group" aria-label="Parameters">
        ${model.parameters.map((one) => parameterView(app, one))} ${beginningView(app)} ${meaningsView(model.parameters)}
      </div>
      <div class="bar" role="toolbar" aria-label="The walk">
        <button type="button" ?disabled=${isFirst} @click=${() => app.restart()}><kbd>Home</kbd> Restart</button>
        <button type="button" ?disabled=${isFirst} @click=${() => app.back()}><kbd>←</kbd> Back</button>
        <button type="button" ?disabled=${here === tip} @click=${() => app.forward()}><kbd>→</kbd> Forward</button>
        <span class="count">Step ${here?.depth ?? 0} of ${tip?.depth ?? 0}</span>
        ${runView(app)}
      </div>
    </header>
  `;
}

function parameterView(
  app: App,
  { name, about, domain, values, value }: WalkParameter,
): TemplateResult {
  const changed = (event: Event): void => {
    void app.choose(name, (event.target as HTMLInputElement | HTMLSelectElement).value);
  };
  const title = [about, domain].filter((text) => text !== '').join(' ');
  return html`<label title=${title}
    >${name}
    ${
      values
        ? html`<select .value=${`${value}`} @change=${changed}>
            ${values.map((one) => html`<option .selected=${one === `${value}`}>${one}</option>`)}
          </select>`
        : html`<input .value=${`${value}`} @change=${changed}>`
    }
  </label>`;
}

/** For those who cannot hover, and who want to read all of them. */
function meaningsView(parameters: readonly WalkParameter[]): TemplateResult | typeof nothing {
  if (parameters.length === 0) return nothing;
  return html`
    <details class="meanings">
      <summary>What they mean</summary>
      <div class="all" tabindex="0" role="group" aria-label="What the parameters mean">
        <dl>
          ${parameters.map(({ name, about, domain }) => html`<div><dt>${name}</dt><dd>${about} <span class="faint">${domain}</span></dd></div>`)}
        </dl>
      </div>
    </details>
  `;
}

function beginningView(app: App): TemplateResult | typeof nothing {
  const { beginnings = 1 } = app.model ?? {};
  if (beginnings === 1) return nothing;
  const changed = (event: Event): void => {
    void app.beginIn(Number((event.target as HTMLSelectElement).value));
  };
  return html`<label
    >initial state
    <select @change=${changed}>
      ${Array.from({ length: beginnings }, (_, k) => html`<option value=${k} .selected=${k === app.initial}>${k + 1} of ${beginnings}</option>`)}
    </select></label
  >`;
}

/** Going on by itself, and until when. */
function runView(app: App): TemplateResult {
  const paces: readonly (readonly [string, Pace])[] = [
    ['along the walk that is shown', 'along'],
    ['by any step, at random', 'any'],
    ...(app.model?.processes ?? []).map(
      (name) => [`by steps of ${name}`, { process: name }] as const,
    ),
  ];
  const labels = [...new Set(app.here?.position.processes.flatMap(({ at }) => at))];
  const cells = app.here?.position.cells ?? [];
  const set = (change: Partial<Stop>): void => {
    app.stop = { ...app.stop, ...change };
  };
  const text = (event: Event): string => (event.target as HTMLInputElement).value.trim();
  const run = (event: Event): void => {
    event.preventDefault();
    const { elements } = event.target as HTMLFormElement;
    const { value } = elements.namedItem('pace') as HTMLSelectElement;
    void app.runOn(paces[Number(value)][1]);
  };
  return html`
    <details class="run">
      <summary>Run on until …</summary>
      <form @submit=${run}>
        <label>Go on <select name="pace">${paces.map(([words], k) => html`<option value=${k}>${words}</option>`)}</select></label>
        <label>until a process comes to <input list="labels" .value=${app.stop.label} placeholder="any label" @change=${(e: Event) => set({ label: text(e) })}></label>
        <datalist id="labels">${labels.map((one) => html`<option value=${one}></option>`)}</datalist>
        <label>or cell <input list="cells" .value=${app.stop.cell} placeholder="none" @change=${(e: Event) => set({ cell: text(e) })}></label>
        <datalist id="cells">${cells.map(([path]) => html`<option value=${path}></option>`)}</datalist>
        <label>becomes <input .value=${app.stop.value} placeholder="anything else" @change=${(e: Event) => set({ value: text(e) })}></label>
        <label><input type="checkbox" .checked=${app.stop.atFinding} @change=${(e: Event) => set({ atFinding: (e.target as HTMLInputElement).checked })}> or a property is violated or reached</label>
        <button type="submit" ?disabled=${app.busy}>Run</button>
      </form>
    </details>
  `;
}
