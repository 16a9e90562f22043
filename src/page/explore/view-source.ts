// The model's source, with a mark at each step that a process stands at, and at the one that was taken last.

import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { Walkable } from '../../supervise/tasks/walk.ts';
import type { ProcessLocation, WalkStep } from '../../walk/position.ts';
import type { App } from './app.ts';

interface Mark {
  readonly names: string[];
  isLast: boolean;
}

export class SourceView {
  /** The file that was chosen, until another step stands elsewhere. */
  #file = '';
  #at = '';

  view(app: App, redraw: () => void): TemplateResult {
    const sources = app.model?.sources ?? [];
    const { step, processes = [] } = app.here?.position ?? {};
    const enabled = processes.filter(({ is }) => is === 'enabled');
    const places = [
      ...(step ? [lineOf(app, step)] : []),
      ...enabled.map((one) => lineAt(app, one)),
    ];
    const last = places.find((place) => place !== undefined) ?? '';
    if (last !== this.#at) {
      this.#at = last;
      this.#file = fileOf(last);
    }
    const shown = sources.find(({ file }) => file === this.#file) ?? sources[0];
    const choose = (event: Event): void => {
      this.#file = (event.target as HTMLSelectElement).value;
      redraw();
    };
    return html`
      <section class="source" aria-labelledby="source-title">
        <h2 id="source-title">Model</h2>
        ${
          sources.length > 1
            ? html`<select aria-label="File of the model" .value=${shown?.file ?? ''} @change=${choose}>
                ${sources.map(({ file }) => html`<option .selected=${file === shown?.file}>${file}</option>`)}
              </select>`
            : html`<span class="faint file">${shown?.file ?? 'Where the steps stand is not known.'}</span>`
        }
        <pre class="scroll" tabindex="0" role="group" aria-labelledby="source-title">${
          shown ? guardedLines(shown.text, this.#marks(app, shown.file)) : nothing
        }</pre>
      </section>
    `;
  }

  #marks(app: App, file: string): ReadonlyMap<number, Mark> {
    const { here } = app;
    const marks = new Map<number, Mark>();
    const mark = (source: string | undefined): Mark | undefined => {
      if (source === undefined || fileOf(source) !== file) return undefined;
      const line = Number(source.slice(file.length + 1));
      const known = marks.get(line) ?? { names: [], isLast: false };
      marks.set(line, known);
      return known;
    };
    const { processes = [], step } = here?.position ?? {};
    for (const process of processes) mark(lineAt(app, process))?.names.push(process.name);
    const last = step && mark(lineOf(app, step));
    if (last) last.isLast = true;
    return marks;
  }
}

function lineOf({ model }: App, { source, label }: WalkStep): string | undefined {
  return source ?? (model && labelLines(model.sources).get(label));
}

function lineAt({ model }: App, { source, at, is }: ProcessLocation): string | undefined {
  if (source !== undefined || is === 'ended' || !model) return source;
  return labelLines(model.sources).get(at);
}

type Sources = Walkable['sources'];
const known = new WeakMap<Sources, ReadonlyMap<string, string>>();

/**
 * Of a step whose function takes nothing mmcheck knows no line, so its label is looked for: the lines that begin with a name
 * which no other line begins with.
 */
function labelLines(sources: Sources): ReadonlyMap<string, string> {
  const found = known.get(sources) ?? onlyLines(sources);
  known.set(sources, found);
  return found;
}

function onlyLines(sources: Sources): ReadonlyMap<string, string> {
  const lines = new Map<string, string[]>();
  for (const { file, text } of sources) {
    text.split('\n').forEach((line, k) => {
      const name = /^\s*(['"]?)([\w$-]+)\1:/.exec(line)?.[2];
      if (name !== undefined) lines.set(name, [...(lines.get(name) ?? []), `${file}:${k + 1}`]);
    });
  }
  return new Map(
    [...lines].flatMap(([name, [one, ...others]]) => (others.length > 0 ? [] : [[name, one]])),
  );
}

function fileOf(source: string): string {
  return source.replace(/:\d+$/, '');
}

/** Lines are many, and mostly the same ones are marked. */
function guardedLines(text: string, marks: ReadonlyMap<number, Mark>): unknown {
  const marked = [...marks].map(([line, mark]) => `${line} ${markWords(mark)}`);
  return guard([text, marked.join('\n')], () => linesView(text, marks));
}

function linesView(text: string, marks: ReadonlyMap<number, Mark>): TemplateResult[] {
  return text.split('\n').map((line, k) => {
    const mark = marks.get(k + 1);
    const look = mark === undefined ? 'line' : mark.isLast ? 'line last' : 'line next';
    const names = mark ? html`<span class="names">${markWords(mark)}</span>` : nothing;
    // prettier would break lines of a pre.
    return html`<span class=${look}><span class="n">${k + 1}</span>${line}${names}
</span>`;
  });
}

function markWords({ names, isLast }: Mark): string {
  return [...(isLast ? ['just taken'] : []), ...names].join(', ');
}
