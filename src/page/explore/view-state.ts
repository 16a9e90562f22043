// The state where one is: cells, what the processes know, what observers remember, and of each what the last step changed.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Leaf } from '../../trace/leaves.ts';
import type { Position } from '../../walk/position.ts';
import type { App } from './app.ts';
import { shownValue } from './stop.ts';

export function stateView({ here }: App): TemplateResult {
  return html`
    <section class="state" aria-labelledby="state-title">
      <h2 id="state-title">State</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="state-title">
        ${here ? contentView(here.position, here.parent?.position) : nothing}
      </div>
    </section>
  `;
}

function contentView(position: Position, before: Position | undefined): TemplateResult {
  const { cells, observers, processes, noticed } = position;
  return html`
    ${noticed.map(
      ({
        property,
        kind,
        about,
        message,
      }) => html`<div class=${kind === 'reachable' ? 'finding reached' : 'finding'}>
        <strong>${property} is ${kind === 'reachable' ? 'reached' : 'violated'}</strong>
        <p>${about}</p>
        ${message === about ? nothing : html`<p>${message}</p>`}
      </div>`,
    )}
    ${leavesView('Cells', cells, before?.cells)}
    ${processes.map(({ name, at, locals }) => {
      const known = before?.processes.find((one) => one.name === name);
      const own: Leaf[] = [['at', at], ...locals];
      return leavesView(name, own, known && [['at', known.at], ...known.locals]);
    })}
    ${leavesView('Observers', observers, before?.observers)}
  `;
}

function leavesView(
  title: string,
  leaves: readonly Leaf[],
  before: readonly Leaf[] = leaves,
): TemplateResult | typeof nothing {
  if (leaves.length === 0) return nothing;
  const known = new Map(before);
  const records = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const [, record = leaf[0]] = /^(.+)\.[^.[\]]+$/.exec(leaf[0]) ?? [];
    records.set(record, [...(records.get(record) ?? []), leaf]);
  }
  return html`
    <h3>${title}</h3>
    <dl>
      ${[...records].map(
        ([record, fields]) => html`<div>
          <dt>${record}</dt>
          <dd>${fields.map((leaf) => fieldView(record, leaf, known))}</dd>
        </div>`,
      )}
    </dl>
  `;
}

/** A record's field by its name; a value that stands for itself by nothing more. */
function fieldView(
  record: string,
  [path, value]: Leaf,
  known: ReadonlyMap<string, Leaf[1]>,
): TemplateResult {
  const was = known.get(path);
  const isNew = was !== undefined && was !== value;
  const name = path === record ? '' : path.slice(record.length + 1);
  return html`<span class=${isNew ? 'field changed' : 'field'}
    >${name === '' ? nothing : html`<span class="faint">${name}</span> `}<b>${shownValue(value)}</b>${
      isNew ? html` <span class="faint">was ${shownValue(was)}</span>` : nothing
    }</span
  > `;
}
