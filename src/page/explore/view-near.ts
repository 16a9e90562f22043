// The states around the one where one is, as a graph: to the right what each step leads to, in red what is broken. Each state
// is a button that goes there.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit-html';
import type { Near, NearState, NearStep } from '../../walk/near.ts';
import type { App } from './app.ts';

const COLUMN = 205;
/** The one in the middle has few words. */
const FIRST_COLUMN = 90;
const ROW = 30;
const MARGIN = 16;

interface Spot {
  readonly x: number;
  readonly y: number;
}

export function nearView(app: App): TemplateResult {
  const isKnown = app.near !== undefined && app.near.place === app.here;
  return html`
    <details class="near" ?open=${app.showsNear} @toggle=${(event: Event) => app.showNear((event.target as HTMLDetailsElement).open)}>
      <summary><kbd>g</kbd> Where the next steps lead, as a graph</summary>
      <div class="graph" tabindex="0" role="group" aria-label="The states around this one">
        ${app.near && isKnown ? graphView(app, app.near.graph) : nothing}
      </div>
    </details>
  `;
}

function graphView(app: App, { states, steps, leftOut }: Near): TemplateResult {
  const spots = layOut(states);
  const width = columnOf(1 + Math.max(...states.map(({ depth }) => depth)));
  const height = MARGIN + Math.max(...spots.map(({ y }) => y));
  return html`
    <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}">
      ${steps.map((step) => lineView(step, spots))} ${states.map((state, k) => stateView(app, state, spots[k], steps, k))}
    </svg>
    ${leftOut > 0 ? html`<p class="faint">${leftOut} steps lead on to states that are not drawn.</p>` : nothing}
  `;
}

/** A column for each number of steps. */
function layOut(states: readonly NearState[]): Spot[] {
  const filled: number[] = [];
  return states.map(({ depth }) => {
    filled[depth] = (filled[depth] ?? 0) + 1;
    return { x: columnOf(depth), y: MARGIN + (filled[depth] - 1) * ROW };
  });
}

function columnOf(depth: number): number {
  return MARGIN + (depth === 0 ? 0 : FIRST_COLUMN + (depth - 1) * COLUMN);
}

function lineView({ from, to }: NearStep, spots: readonly Spot[]): SVGTemplateResult {
  const [a, b] = [spots[from], spots[to]];
  const bend = a.x < b.x ? (b.x - a.x) / 3 : -FIRST_COLUMN / 2;
  return svg`<path class="edge" d="M ${a.x} ${a.y} C ${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}"></path>`;
}

function stateView(
  app: App,
  { noticed, moves }: NearState,
  { x, y }: Spot,
  steps: readonly NearStep[],
  k: number,
): SVGTemplateResult {
  if (k === 0)
    return svg`<circle class="dot here" cx=${x} cy=${y} r="8"></circle><text x=${x + 13} y=${y + 4}>here</text>`;
  const first = steps.find(({ to }) => to === k);
  const words = `${first?.name} ${first?.label}`;
  const found = noticed.map(
    ({ property, isReached }) => `${property} is ${isReached ? 'reached' : 'violated'}`,
  );
  const look =
    noticed.length === 0 ? '' : noticed.every(({ isReached }) => isReached) ? 'good' : 'bad';
  const go = (): void => void app.takeAll(moves);
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      go();
    }
  };
  return svg`<g class="spot ${look}" role="button" tabindex="0" aria-label=${[words, ...found].join(', ')} @click=${go} @keydown=${press}>
    <title>${[words, ...found].join(', ')}</title>
    <circle class="dot" cx=${x} cy=${y} r="7"></circle>
    <text x=${x + 12} y=${y + 4}>${words}</text>
  </g>`;
}
