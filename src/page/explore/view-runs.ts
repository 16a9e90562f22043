// Checking in the background, and walking the runs that were found, or those of a file; saving a walk.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { App } from './app.ts';
import type { Checked } from './ask.ts';

export function runsView(app: App): TemplateResult {
  const { checked } = app;
  return html`
    <section class="runs" aria-labelledby="runs-title">
      <h2 id="runs-title">Properties</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="runs-title">
        <p>${checkView(app)}</p>
        <ul>
          ${
            checked === undefined
              ? app.model?.properties.map(
                  ({ name, about }) =>
                    html`<li>
                      <strong>${name}</strong> ${noticedView(app, name)}
                      <span class="faint">${about}</span>
                    </li>`,
                )
              : checked.properties.map((property) => verdictView(app, property))
          }
        </ul>
        <p class="file">
          <label for="trace">Open a run that <code>check --trace</code> wrote</label>
          <input id="trace" type="file" accept="application/json,.json" @change=${(event: Event) => openFile(app, event)}>
        </p>
        <p><button type="button" @click=${() => save(app)}><kbd>s</kbd> Save the walk for <code>mmcheck replay</code></button></p>
      </div>
    </section>
  `;
}

function checkView(app: App): TemplateResult {
  if (app.checking === undefined) {
    return html`<button type="button" @click=${() => app.check()}><kbd>c</kbd> Check every run</button>`;
  }
  return html`<span role="status">Checking: ${app.checking.toLocaleString('en')} states</span>
    <button type="button" @click=${() => app.stopCheck()}>Stop</button>`;
}

function verdictView(app: App, property: Checked['properties'][number]): TemplateResult {
  const { name, kind, verdict } = property;
  const look = verdict === 'holds' ? 'good' : verdict === 'violated' ? 'bad' : 'doubtful';
  const word = kind === 'reachable' && verdict === 'holds' ? 'reached' : verdict;
  return html`<li>
    <strong>${name}</strong> <span class=${look}>${word}</span> ${noticedView(app, name)}
    ${runsOf(property).map(
      ({ words, run }) => html`<button type="button" @click=${() => app.walkRun(run)}>
        Walk its ${run.steps.length} steps<span class=${words === name ? 'unseen' : 'faint'}> (${words})</span>
      </button>`,
    )}
  </li>`;
}

/** Where the walk breaks it, or reaches it, first. */
function noticedView(app: App, property: string): TemplateResult | typeof nothing {
  for (const place of app.tip?.path ?? []) {
    const noticed = place.position.noticed.find((one) => one.property === property);
    if (!noticed) continue;
    const [look, word] = noticed.kind === 'reachable' ? ['good', 'reached'] : ['bad', 'violated'];
    return html`<button type="button" class=${look} @click=${() => app.goTo(place)}>${word} at step ${place.depth}</button>`;
  }
  return nothing;
}

/** What is wrong with an order of locks takes several runs to show. */
function runsOf({ name, counterexample, lockOrder }: Checked['properties'][number]) {
  const witnesses = (lockOrder?.problems ?? []).flatMap((problem) => problem.witnesses);
  return [
    ...(counterexample ? [{ words: name, run: counterexample }] : []),
    ...witnesses.map(({ words, run }) => ({ words, run })),
  ];
}

async function openFile(app: App, event: Event): Promise<void> {
  const input = event.target as HTMLInputElement;
  const text = await input.files?.[0]?.text();
  input.value = '';
  if (text === undefined) return;
  try {
    await app.walkRun(JSON.parse(text));
  } catch {
    app.refuse('that file is no JSON; choose one that `mmcheck check --trace` wrote');
  }
}

/** The file goes where the browser puts what is downloaded. */
export async function save(app: App): Promise<void> {
  const text = await app.saved();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `${app.model?.model ?? 'walk'}-walk.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
